"""撤回: a unit takes a report back that nobody in the office has opened yet (docs/adr/0044)."""

import datetime as dt

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from projects.values.days import moment_in_words
from supervision.actions.reports import locking
from supervision.actions.submissions import stamp
from supervision.models import Act, Look, Report, Review, Submission

REASON = "单位撤回，改好再报。"


@in_turn("submission.report.period.programme_id")
def open_review(*, submission: Submission, by: User, at: dt.datetime) -> None:
    """Keep that the office opened what waits; only the first time is kept."""
    report = locking().get(pk=submission.report_id)
    if report.state != Report.State.SUBMITTED or Look.objects.filter(submission=submission):
        return
    look = Look.objects.create(submission=submission, by=by, at=at)
    record(
        action=Act.OPEN_REVIEW, by=by, at=at, rows=[look], project=report.project,
        month=report.period.month, public=False,
    )  # fmt: skip


def look_at(*, report: Report, by: User, at: dt.datetime) -> None:
    """The report's own page shows the figures that wait: to open it is a look too."""
    if report.state == Report.State.SUBMITTED:
        open_review(submission=last_of(report), by=by, at=at)


def why_not(report: Report) -> str:
    """Why a report may not be taken back, "" where it may."""
    if report.state != Report.State.SUBMITTED:
        return f"这份填报的状态是“{report.get_state_display()}”，没有等待审核的报送可以撤回。"
    look = Look.objects.filter(submission=last_of(report)).select_related("by").first()
    if look:
        return (
            f"{look.by}已于{moment_in_words(look.at)}打开审核，不能撤回；要改请联系督查人员退回。"
        )
    return ""


def last_of(report: Report) -> Submission:
    return report.submissions.order_by("-number").first()


@in_turn("report.period.programme_id")
def take_back(*, report: Report, by: User, at: dt.datetime) -> Review:
    """Take the last submission back before the office has opened it; it stays on record."""
    report = locking().get(pk=report.pk)
    report.period.programme.check_open()
    if said := why_not(report):
        raise Refused(said)
    review = Review.objects.create(
        submission=last_of(report), verdict=Review.Verdict.WITHDRAWN, reason=REASON, by=by, at=at
    )
    accepted = report.submissions.filter(review__verdict=Review.Verdict.ACCEPTED).exists()
    report.state = Report.State.ACCEPTED if accepted else Report.State.DRAFT
    stamp(report, by, at)
    record(
        action=Act.WITHDRAW_REPORT, by=by, at=at, rows=[review], project=report.project,
        month=report.period.month, public=False,
    )  # fmt: skip
    return review
