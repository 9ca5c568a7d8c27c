"""审签: the unit's leader signs what its clerk put before them, or sends it back."""

import datetime as dt
import json

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import record
from projects.models import UnitMember, User
from projects.values.days import short
from supervision import scope
from supervision.actions.submissions import NotReady, keep, read_strictly, stamp
from supervision.models import (
    Act,
    Period,
    Report,
    Review,
    SigningDecision,
    SigningRequest,
    Submission,
)

Verdict = SigningDecision.Verdict


@in_turn("request.report.period.programme_id")
def sign(*, request: SigningRequest, by: User, at: dt.datetime) -> Submission:
    """The leader's signature: the submission comes into being now, as it was put before them."""
    report = waiting(request)
    check_leader(report, by, at, "审签")
    try:
        given = read_strictly(report, json.loads(request.sheet), at)
    except NotReady as changed:
        first = next(iter(changed.entry.errors.values()))
        raise Refused(f"送审签以后情况有变，现在不能审签：{first}请退回经办人修改。") from changed
    submission, rows = keep(report, given, by, at, request.correction)
    decision = decide(request, Verdict.SIGNED, "", by, at, submission)
    record(
        action=Act.SIGN_REPORT, by=by, at=at, rows=[*rows, decision], project=report.project,
        month=report.period.month, public=False,
    )  # fmt: skip
    return submission


@in_turn("request.report.period.programme_id")
def send_back(
    *, request: SigningRequest, reason: str, by: User, at: dt.datetime
) -> SigningDecision:
    """The leader sends it back to the clerk with a reason, kept for ever."""
    report = waiting(request)
    check_leader(report, by, at, "退回")
    if not reason.strip():
        raise Refused("退回要写明理由，经办人才知道改什么。")
    return ended(request, report, Verdict.RETURNED, reason.strip(), by, at)


@in_turn("request.report.period.programme_id")
def take_back(*, request: SigningRequest, by: User, at: dt.datetime) -> SigningDecision:
    """The unit's clerk, or who put it there, takes it back before it is signed."""
    report = waiting(request)
    clerk = scope.holds(by, report.project, UnitMember.Post.CLERK, timezone.localdate(at))
    if not clerk and by != request.by:
        raise Refused("只有本单位经办人或送审签的本人可以收回；负责人请退回并写明理由。")
    return ended(request, report, Verdict.TAKEN_BACK, "", by, at)


def lapse(period: Period, by: User | None, at: dt.datetime) -> list[SigningDecision]:
    """What nobody signed before the month closed was not handed in; a correction may wait on.

    Gives the rows it added. Runs inside the transaction that closes the month.
    """
    requests = SigningRequest.objects.filter(
        report__period=period, correction="", decision__isnull=True
    )
    decisions = []
    for request in requests.select_related("report"):
        decisions.append(decide(request, Verdict.LAPSED, "", by, at))
        give_back(request.report, by, at)
    return decisions


def waiting(request: SigningRequest) -> Report:
    """The request's report, locked, unless somebody decided on the request already."""
    Period.everything.select_for_update().get(pk=request.report.period_id)
    report = Report.objects.select_for_update(of=("self",)).select_related(
        "period__programme", "unit", "project"
    )
    report = report.get(pk=request.report_id)
    decided = SigningDecision.objects.filter(request=request).select_related("by").first()
    if decided:
        at = timezone.localtime(decided.at)
        when = f"{short(at)} {at:%H:%M}"
        raise Stale(
            f"这份送审签已于{when}办结：{decided.get_verdict_display()}"
            f"{f'（{decided.by}）' if decided.by else ''}，请看现在的内容。"
        )
    return report


def check_leader(report: Report, by: User, at: dt.datetime, what: str) -> None:
    if not scope.holds(by, report.project, UnitMember.Post.LEADER, timezone.localdate(at)):
        raise Refused(f"只有牵头单位在任的分管负责人可以{what}。")


def decide(
    request: SigningRequest, verdict: str, reason: str, by, at, submission: Submission | None = None
) -> SigningDecision:
    return SigningDecision.objects.create(
        request=request, verdict=verdict, reason=reason, submission=submission, by=by, at=at
    )


def ended(
    request: SigningRequest, report: Report, verdict: str, reason: str, by, at
) -> SigningDecision:
    """Not signed: the clerk has it again; a correction leaves the report as it stands."""
    decision = decide(request, verdict, reason, by, at)
    if not request.correction:
        give_back(report, by, at)
    returned = verdict == Verdict.RETURNED
    record(
        action=Act.SEND_BACK_REPORT if returned else Act.TAKE_BACK_REPORT, by=by, at=at,
        rows=[decision], project=report.project, month=report.period.month, public=False,
    )  # fmt: skip
    return decision


def give_back(report: Report, by: User | None, at: dt.datetime) -> None:
    """To be filled in again; what the office had sent back stays sent back."""
    last = report.submissions.select_related("review").order_by("-number").first()
    review = getattr(last, "review", None)
    returned = review is not None and review.verdict == Review.Verdict.RETURNED
    report.state = Report.State.RETURNED if returned else Report.State.DRAFT
    stamp(report, by, at)
