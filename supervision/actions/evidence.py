"""佐证材料: attaching files to a report, and taking back what was attached by mistake."""

import datetime as dt

from django.db import transaction

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.files.rows import filed
from projects.ledger.chain import record
from projects.models import Programme, Target, User
from supervision.actions.photos import take_down
from supervision.actions.reports import correctable
from supervision.models import Act, Evidence, Report


@filed()
def add_evidence(
    *,
    report: Report,
    target: Target | None,
    name: str,
    content: bytes,
    photo: bool,
    scan: bool = False,
    by: User,
    at: dt.datetime,
) -> Evidence:
    """Attach a file, already checked and re-encoded, to a report that may still be edited.

    `scan`: the stamped scan of what is to be handed in; a correction takes one too.
    """
    held = Report.objects.select_for_update(of=("self",)).select_related("period__programme")
    report = held.get(pk=report.pk)
    if not may_attach(report, scan):
        raise Refused("这份填报已经报送，不能再添加佐证材料。")
    evidence = Evidence(
        report=report, target=target, photo=photo, scan=scan, added_at=at, added_by=by
    )
    evidence.keep(name, content)
    evidence.save()
    record(
        action=Act.ADD_EVIDENCE,
        by=by,
        at=at,
        rows=[evidence],
        project=report.project,
        month=report.period.month,
        public=False,
    )
    return evidence


@in_turn("evidence.report.period.programme_id")
def withdraw_evidence(*, evidence: Evidence, by: User, at: dt.datetime) -> Evidence:
    """Take a file back that was attached by mistake and not yet handed in; its bytes are erased.

    The row stays, with its name and SHA-256, so that the ledger's event keeps its object. What
    was made public of it goes with it.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related(
        "period__programme", "project"
    )
    report = report.get(pk=evidence.report_id)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn_at:
        raise Refused("这份材料已经撤回。")
    if not may_attach(report, evidence.scan):
        raise Refused("这份填报已经报送，材料不能撤回；确需撤回，请联系督查人员退回填报。")
    if evidence.submission_id or report.submissions.filter(at__gte=evidence.added_at).exists():
        raise Refused("这份材料随上次报送交过，审核留痕要用，不能撤回。")
    evidence.withdrawn_at, evidence.withdrawn_by = at, by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    shown = list(evidence.shown_as.select_for_update().filter(withdrawn_at__isnull=True))
    for photo in shown:
        take_down(photo, "佐证材料已撤回", by, at)
    storage, name = evidence.file.storage, evidence.file.name
    transaction.on_commit(lambda: storage.delete(name))
    record(
        action=Act.WITHDRAW_EVIDENCE, by=by, at=at, rows=[evidence, *shown], project=report.project,
        month=report.period.month, note=evidence.name, public=bool(shown),
    )  # fmt: skip
    return evidence


def may_attach(report: Report, scan: bool) -> bool:
    """While it is being filled in or corrected; a stamped scan only where one is wanted."""
    if report.editable and not report.period.closed_at:
        return True
    wanted = report.period.programme.signing == Programme.Signing.SCAN
    return correctable(report) and (wanted or not scan)
