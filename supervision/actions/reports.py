"""A unit's month: saving, handing in, accepting, returning."""

import datetime as dt
import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from projects.errors import Refused, Stale
from projects.ledger import record
from projects.models import Target, User
from supervision.actions import corrections
from supervision.actions.photos import take_down
from supervision.entry import SHEET, Entry, Line, read, sheet
from supervision.models import (
    Evidence,
    Period,
    Reading,
    Report,
    Review,
    ServiceMonth,
    StageDone,
    Submission,
)

LONGEST_REASON = Submission._meta.get_field("correction").max_length


class NotReady(Refused):
    """A month that cannot be handed in yet; `entry` says what is wrong, field by field."""

    def __init__(self, entry: Entry):
        super().__init__(f"还有{len(entry.errors)}处需要填写或核对，本月尚未报送。")
        self.entry = entry


def unchanged(report: Report, version: int) -> Report:
    """The report, locked, unless somebody changed it since `version` was read."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period", "unit", "project")
        .get(pk=report.pk)
    )
    if report.version != version:
        raise Stale(f"{report.changed_by or '别人'}刚刚改过这份填报，请核对两份内容后再保存。")
    return report


def locked(report: Report, version: int) -> Report:
    """The report, locked, if it may still be typed in."""
    report = unchanged(report, version)
    if not report.editable:
        raise Refused(f"这份填报的状态是“{report.get_state_display()}”，不能再改。")
    if report.period.closed_at:
        raise Refused("本月已经定稿，不能再报送；如需更正，请联系督查人员。")
    return report


@transaction.atomic
def save_draft(*, report: Report, draft: dict, version: int, by: User, at: dt.datetime) -> Report:
    """Keep what has been typed so far, right or wrong, so that nothing is lost."""
    report = locked(report, version)
    report.draft = draft
    if report.state == Report.State.MISSING:
        report.state = Report.State.DRAFT
    stamp(report, by, at)
    return report


def stamp(report: Report, by: User, at: dt.datetime) -> None:
    report.version += 1
    report.changed_by, report.changed_at = by, at
    report.save(update_fields=["draft", "state", "version", "changed_by", "changed_at"])


@transaction.atomic
def submit(*, report: Report, draft: dict, version: int, by: User, at: dt.datetime) -> Submission:
    """Hand the month in. Raises NotReady with every error; then nothing is written."""
    # The period first, as closing does: one order of locks, and one of the two comes first.
    Period.everything.select_for_update().get(pk=report.period_id)
    return hand_in(locked(report, version), draft, by, at)


@transaction.atomic
def correct(
    *, report: Report, draft: dict, reason: str, version: int, by: User, at: dt.datetime
) -> Submission:
    """Hand a corrected sheet in for a month already accepted, or closed; it needs a reason."""
    reason = reason.strip()
    if not reason:
        raise Refused("更正要写明原因。")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"更正原因最多{LONGEST_REASON}字，现有{len(reason)}字。")
    Period.everything.select_for_update().get(pk=report.period_id)
    report = unchanged(report, version)
    if report.state == Report.State.SUBMITTED:
        raise Refused("上一次报送还在等待审核，审核后才能更正。")
    if not correctable(report):
        raise Refused("本月还没有通过审核，直接修改后报送即可，不必更正。")
    return hand_in(report, draft, by, at, correction=reason)


def correctable(report: Report) -> bool:
    """Whether a month is changed by correcting it: it was accepted or closed, and none waits."""
    if report.state == Report.State.SUBMITTED:
        return False
    return report.state == Report.State.ACCEPTED or report.period.closed_at is not None


def hand_in(report: Report, draft: dict, by: User, at: dt.datetime, correction: str = ""):
    """Read the sheet strictly and keep it as an immutable submission."""
    lines = sheet(report.project, report.period, timezone.localdate(at))
    entry = read(lines, draft, former_narrative(report))
    if entry.errors:
        raise NotReady(entry)
    submission = Submission.objects.create(
        report=report,
        number=report.submissions.count() + 1,
        progress=draft["progress"].strip(),
        next_steps=draft["next"].strip(),
        correction=correction,
        asked="\n".join(entry.doubts.get(SHEET, [])),
        doubt=draft.get("doubt", "").strip() if SHEET in entry.doubts else "",
        unit_name=report.unit.name,
        at=at,
        by=by,
    )
    rows = add_readings(submission, lines, entry, draft)
    report.draft, report.state = draft, Report.State.SUBMITTED
    stamp(report, by, at)
    action = "更正报送" if correction else "报送"
    record(
        action=action, by=by, at=at, rows=[submission, *rows], project=report.project, public=False
    )
    return submission


def former_narrative(report: Report) -> str:
    """What was last handed in for an earlier month of the project."""
    earlier = Submission.objects.filter(
        report__project=report.project_id,
        report__period__programme=report.period.programme_id,
        report__period__month__lt=report.period.month,
    )
    last = earlier.order_by("report__period__month", "number").last()
    return last.progress if last else ""


def add_readings(submission: Submission, lines: list[Line], entry: Entry, draft: dict) -> list:
    """The readings of a submission, with their stages and months run."""
    rows = []
    for line in lines:
        figures, typed = entry.figures[line.key], draft["targets"].get(line.key, {})
        reading = Reading.objects.create(
            submission=submission,
            target=line.target,
            value=figures.value,
            numerator=figures.numerator,
            denominator=figures.denominator,
            served=figures.served,
            cause=typed.get("cause", "").strip() if figures.behind else "",
            objective=figures.behind and bool(typed.get("objective")),
            measures=typed.get("measures", "").strip() if figures.behind else "",
            finish=figures.finish,
            asked="\n".join(entry.doubts.get(line.key, [])),
            doubt=typed.get("doubt", "").strip() if line.key in entry.doubts else "",
        )
        stages = [
            StageDone(reading=reading, milestone_id=key, month=month)
            for key, month in figures.stages.items()
        ]
        months = [ServiceMonth(reading=reading, month=month) for month in figures.ran]
        rows += [
            reading,
            *StageDone.objects.bulk_create(stages),
            *ServiceMonth.objects.bulk_create(months),
        ]
    return rows


def waiting(submission: Submission) -> Report:
    """The submission's report, locked, if it is the one that waits for review."""
    report = Report.objects.select_for_update().get(pk=submission.report_id)
    last = report.submissions.order_by("-number").first()
    if report.state != Report.State.SUBMITTED or last.pk != submission.pk:
        raise Refused("这次报送已经审核过，请刷新后再看。")
    return report


def judge(submission: Submission, verdict: str, reason: str, by, at) -> Review:
    # The period before the report: the order of locks that handing in and closing keep.
    Period.everything.select_for_update().get(pk=submission.report.period_id)
    report = waiting(submission)
    review = Review.objects.create(
        submission=submission, verdict=verdict, reason=reason, by=by, at=at
    )
    accepted = report.submissions.filter(review__verdict=Review.Verdict.ACCEPTED).exists()
    report.state = Report.State.ACCEPTED if accepted else Report.State.RETURNED
    report.version = F("version") + 1
    report.save(update_fields=["state", "version"])
    rows = [review]
    if verdict == Review.Verdict.ACCEPTED and submission.report.period.closed_at:
        rows += corrections.recompute(submission=submission, by=by, at=at)
    action = "审核" + review.get_verdict_display()
    record(action=action, by=by, at=at, rows=rows, project=report.project, public=False)
    return review


@transaction.atomic
def accept(*, submission: Submission, by: User, at: dt.datetime) -> Review:
    """Accept what was handed in: its figures now count."""
    return judge(submission, Review.Verdict.ACCEPTED, "", by, at)


@transaction.atomic
def return_to_unit(*, submission: Submission, reason: str, by: User, at: dt.datetime) -> Review:
    """Send it back with a reason, kept for ever; the month is missing again until handed in."""
    if not reason.strip():
        raise Refused("退回要写明理由，牵头单位才知道改什么。")
    return judge(submission, Review.Verdict.RETURNED, reason.strip(), by, at)


@transaction.atomic
def add_evidence(
    *,
    report: Report,
    target: Target | None,
    name: str,
    content: bytes,
    photo: bool,
    by: User,
    at: dt.datetime,
) -> Evidence:
    """Attach a file, already checked and re-encoded, to a report that may still be edited."""
    report = (
        Report.objects.select_for_update(of=("self",)).select_related("period").get(pk=report.pk)
    )
    if not report.editable or report.period.closed_at:
        raise Refused("这份填报已经报送，不能再添加佐证材料。")
    sha256 = hashlib.sha256(content).hexdigest()
    evidence = Evidence(
        report=report,
        target=target,
        name=name,
        sha256=sha256,
        size=len(content),
        photo=photo,
        added_at=at,
        added_by=by,
    )
    # Named by content: a person's own name may be too long for a disk, or no name at all there.
    stored = f"{sha256[:24]}{PurePath(name).suffix.lower()}"
    evidence.file.save(stored, ContentFile(content), save=False)
    try:
        evidence.save()
        record(action="佐证上传", by=by, at=at, rows=[evidence], project=report.project)
    except BaseException:
        evidence.file.delete(save=False)  # no file without its row
        raise
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, by: User, at: dt.datetime) -> Evidence:
    """Take a file back that was attached by mistake and not yet handed in; its bytes are erased.

    The row stays, with its name and SHA-256, so that the ledger's event keeps its object. What
    was made public of it goes with it.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("period", "project")
    report = report.get(pk=evidence.report_id)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn_at:
        raise Refused("这份材料已经撤回。")
    if not report.editable or report.period.closed_at:
        raise Refused("这份填报已经报送，材料不能撤回；确需撤回，请联系督查人员退回填报。")
    if report.submissions.filter(at__gte=evidence.added_at).exists():
        raise Refused("这份材料随上次报送交过，审核留痕要用，不能撤回。")
    evidence.withdrawn_at, evidence.withdrawn_by = at, by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    shown = list(evidence.shown_as.select_for_update().filter(withdrawn_at__isnull=True))
    for photo in shown:
        take_down(photo, "佐证材料已撤回", by, at)
    storage, name = evidence.file.storage, evidence.file.name
    transaction.on_commit(lambda: storage.delete(name))
    record(
        action="佐证撤回", by=by, at=at, rows=shown, project=report.project, note=evidence.name,
        public=bool(shown),
    )  # fmt: skip
    return evidence
