"""A unit's month: saving, handing in, accepting, returning."""

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import canonical, record
from projects.models import Programme, User
from supervision import scope
from supervision.actions import corrections
from supervision.actions.submissions import (
    Sheet,
    keep,
    read_strictly,
    stamp,
    unused_scans,
)
from supervision.cards.bridge import refuse_unjudgeable
from supervision.models import (
    Act,
    Period,
    Report,
    Review,
    SigningRequest,
    Submission,
)
from supervision.reports import signings
from supervision.reports.asked_anew import asked_anew
from supervision.reports.draft import in_totals

BATCH = 100
LONGEST_BEHALF = Submission._meta.get_field("on_behalf").max_length
LONGEST_REASON = Submission._meta.get_field("correction").max_length


def locking():
    """Reports, locked as they are read, in one order; with what their pages and sentences name."""
    found = Report.objects.select_for_update(of=("self",)).order_by("pk")
    return found.select_related("period__programme", "unit", "project", "changed_by")


def unchanged(report: Report, version: int) -> Report:
    """The report, locked, unless somebody changed it since `version` was read."""
    return at_version(locking().get(pk=report.pk), version)


def at_version(report: Report, version: int) -> Report:
    report.period.programme.check_open()
    if report.version != version:
        raise Stale(f"{report.changed_by or '别人'}刚刚改过这份填报，请核对两份内容后再保存。")
    return report


def locked(report: Report, version: int) -> Report:
    """The report, locked, if it may still be typed in."""
    return typed_in(unchanged(report, version))


def typed_in(report: Report) -> Report:
    """The same report, if it may still be typed in."""
    if not report.editable:
        raise Refused(f"这份填报的状态是“{report.get_state_display()}”，不能再改。")
    if report.period.closed_at:
        raise Refused("本月已经定稿，不能再报送；如需更正，请联系督查人员。")
    return report


@transaction.atomic
def save_draft(*, report: Report, draft: dict, version: int, by: User, at: dt.datetime) -> Report:
    """Keep what has been typed so far, right or wrong, so that nothing is lost."""
    report = locked(report, version)
    keep_draft(report, draft, by, at)
    return report


@transaction.atomic
def save_workbook(
    *, period: Period, drafts: Iterable[tuple[int, int, dict]], by: User, at: dt.datetime
) -> int:
    """Save the drafts that a workbook says, as (report key, version, draft): all or none.

    Gives how many; one that may not be saved refuses them all, by its project's name.
    """
    saved, drafts = 0, iter(drafts)
    while batch := list(islice(drafts, BATCH)):
        rows = {report.pk: report for report in locking().filter(pk__in=[key for key, *_ in batch])}
        for key, version, draft in batch:
            try:
                keep_draft(typed_in(at_version(rows[key], version)), draft, by, at)
            except Refused as no:
                raise type(no)(f"“{rows[key].project}”：{no}") from no
        saved += len(batch)
    if saved:
        note = f"{period}，{saved}个项目存为草稿"
        record(
            action=Act.FILL_BY_WORKBOOK, by=by, at=at, month=period.month, note=note, public=False
        )
    return saved


def keep_draft(report: Report, draft: dict, by: User, at: dt.datetime) -> None:
    report.draft = draft
    if report.state == Report.State.MISSING:
        report.state = Report.State.DRAFT
    stamp(report, by, at)


@in_turn("report.period.programme_id")
def submit(
    *,
    report: Report,
    draft: dict,
    version: int,
    by: User,
    at: dt.datetime,
    on_behalf: str | None = None,
    lines: list | None = None,
) -> Submission | SigningRequest:
    """Hand the month in, or put it before the unit's leader where the programme wants that.

    `on_behalf` is why the office hands it in for the unit (代填), which no leader then signs; None
    where the unit does. `lines` is the sheet, from who read it in this very transaction. Raises
    NotReady with every error; then nothing is written.
    """
    # The period first, as closing does: one order of locks, and one of the two comes first.
    Period.everything.select_for_update().get(pk=report.period_id)
    return hand_in(locked(report, version), draft, by, at, on_behalf=on_behalf, lines=lines)


@in_turn("report.period.programme_id")
def correct(
    *, report: Report, draft: dict, reason: str, version: int, by: User, at: dt.datetime
) -> Submission | SigningRequest:
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
    if signings.open_request(report):
        raise Refused("上一次更正还在等待审签，审签或收回以后才能再更正。")
    if not correctable(report):
        raise Refused("本月还没有通过审核，直接修改后报送即可，不必更正。")
    return hand_in(report, draft, by, at, correction=reason)


def correctable(report: Report) -> bool:
    """Whether a month is changed by correcting it: it was accepted or closed, and none waits."""
    if report.state == Report.State.SUBMITTED:
        return False
    done = report.state == Report.State.ACCEPTED or report.period.closed_at is not None
    return done and signings.open_request(report) is None


def lacking(report: Report, day: dt.date) -> dict[str, str]:
    """What the programme's way of signing wants besides the sheet, by the form's field."""
    signing = report.period.programme.signing
    if signing == Programme.Signing.LEADER and not scope.leaders_of(report.project, day):
        return {"leader": "本单位没有在任的分管负责人，无人审签，请联系系统管理员登记任职。"}
    if signing == Programme.Signing.SCAN and not unused_scans(report).exists():
        again = "这次报送要附新的" if report.submissions.exists() else "报送要附"
        return {"scan": f"{again}盖章扫描件，请在“盖章扫描件”处上传。"}
    return {}


def hand_in(
    report: Report,
    draft: dict,
    by: User,
    at: dt.datetime,
    correction: str = "",
    on_behalf: str | None = None,
    lines: list | None = None,
):
    """Read the sheet strictly, and keep it or have it signed first."""
    also, behalf = lacking(report, timezone.localdate(at)), (on_behalf or "").strip()
    if on_behalf is not None:
        also = {key: text for key, text in also.items() if key != "leader"}
        also |= unfounded(behalf)
    given = read_strictly(report, draft, at, also, lines)
    if report.period.programme.signing == Programme.Signing.LEADER and not behalf:
        return put_before_leader(report, given, by, at, correction)
    submission, rows = keep(report, given, by, at, correction, behalf)
    action = Act.CORRECT_REPORT if correction else Act.SUBMIT_REPORT
    record(
        action=action, by=by, at=at, rows=rows, project=report.project,
        month=report.period.month, note=behalf and f"代填：{behalf}", public=False,
    )  # fmt: skip
    return submission


def unfounded(behalf: str) -> dict[str, str]:
    if not behalf:
        return {"on_behalf": "代填要写明依据：谁用什么方式报来的数。"}
    return (
        {}
        if len(behalf) <= LONGEST_BEHALF
        else {"on_behalf": f"代填依据最多{LONGEST_BEHALF}字，现有{len(behalf)}字。"}
    )


def put_before_leader(
    report: Report, given: Sheet, by: User, at: dt.datetime, correction: str
) -> SigningRequest:
    """送审签. A correction leaves the report as it is until its leader has signed."""
    request = SigningRequest.objects.create(
        report=report,
        number=report.signing_requests.count() + 1,
        sheet=canonical(in_totals(given.lines, given.draft, given.entry)),
        correction=correction,
        unit_name=report.unit.name,
        at=at,
        by=by,
    )
    if not correction:
        report.draft, report.state = given.draft, Report.State.UNSIGNED
    stamp(report, by, at)
    record(
        action=Act.ASK_FOR_SIGNATURE, by=by, at=at, rows=[request], project=report.project,
        month=report.period.month, note=correction, public=False,
    )  # fmt: skip
    return request


def waiting(submission: Submission) -> Report:
    """The submission's report, locked, if it is the one that waits for review."""
    report = locking().get(pk=submission.report_id)
    last = report.submissions.order_by("-number").first()
    if report.state != Report.State.SUBMITTED or last.pk != submission.pk:
        raise Refused("这次报送已经审核过，请刷新后再看。")
    return report


def judge(submission: Submission, verdict: str, reason: str, by, at) -> Review:
    # The period before the report: the order of locks that handing in and closing keep.
    Period.everything.select_for_update().get(pk=submission.report.period_id)
    report = waiting(submission)
    report.period.programme.check_open()
    if submission.by_id == by.pk:
        raise Refused("代填的人不能审核自己代填的报送，请另一位督查人员审核。")
    review = Review.objects.create(
        submission=submission, verdict=verdict, reason=reason, by=by, at=at
    )
    accepted = report.submissions.filter(review__verdict=Review.Verdict.ACCEPTED).exists()
    report.state = Report.State.ACCEPTED if accepted else Report.State.RETURNED
    report.version = F("version") + 1
    report.save(update_fields=["state", "version"])
    rows = [review]
    if verdict == Review.Verdict.ACCEPTED and report.period.closed_at:
        rows += corrections.recompute(submission=submission, by=by, at=at)
    if verdict == Review.Verdict.ACCEPTED:
        refuse_unjudgeable([report.project], at)
    action = "审核" + review.get_verdict_display()
    record(
        action=action, by=by, at=at, rows=rows, project=report.project,
        month=report.period.month, public=False,
    )  # fmt: skip
    return review


@in_turn("submission.report.period.programme_id")
def accept(
    *,
    submission: Submission,
    by: User,
    at: dt.datetime,
    reason: str = "",
    lines: list | None = None,
) -> Review:
    """Accept what was handed in: its figures now count.

    Questions that arose since it was handed in want the officer's word, kept with the review.
    `lines` is the sheet, from who read it in this very transaction.
    """
    if not reason.strip() and (asked := asked_anew(submission, at, lines)):
        raise Refused(f"报送以后又有疑点：{''.join(asked)}请退回单位说明，或写明意见后通过。")
    return judge(submission, Review.Verdict.ACCEPTED, reason.strip(), by, at)


@in_turn("submission.report.period.programme_id")
def return_to_unit(*, submission: Submission, reason: str, by: User, at: dt.datetime) -> Review:
    """Send it back with a reason, kept for ever; the month is missing again until handed in."""
    if not reason.strip():
        raise Refused("退回要写明理由，牵头单位才知道改什么。")
    return judge(submission, Review.Verdict.RETURNED, reason.strip(), by, at)
