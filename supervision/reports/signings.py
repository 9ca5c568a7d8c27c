"""审签 as people work through it: what waits for whom, and what a leader sent back."""

import datetime as dt
from dataclasses import dataclass

from projects.models import User
from supervision import scope
from supervision.models import Report, SigningDecision, SigningRequest, Submission


@dataclass
class ToSign:
    """What waits for this leader's signature, with its time limit; a correction has none."""

    request: SigningRequest
    days: int

    @property
    def overdue(self) -> bool:
        return self.days < 0 and not self.request.correction

    @property
    def deadline(self) -> str:
        if self.request.correction:
            return "更正，不计时限"
        if self.overdue:
            return f"已逾期{-self.days}天，仍可审签"
        return "今天24时前审签" if self.days == 0 else f"还有{self.days}天"


def to_sign(person: User, day: dt.date) -> list[ToSign]:
    """What the person has to sign, the most pressing first, corrections last."""
    waiting = scope.to_sign(person, day).select_related("report__project", "report__period", "by")
    rows = [ToSign(each, (each.report.period.due - day).days) for each in waiting]
    return sorted(rows, key=lambda row: (bool(row.request.correction), row.days))


def open_request(report: Report) -> SigningRequest | None:
    """What waits for the leader's signature."""
    waiting = report.signing_requests.filter(decision__isnull=True)
    return waiting.select_related("by").first()


def requests_of(report: Report) -> list[SigningRequest]:
    """Every 送审签 so far and how it ended, newest first."""
    rows = report.signing_requests.select_related("by", "decision__by")
    return list(rows.order_by("-number"))


def sent_back(reports: list[Report]) -> dict[int, SigningDecision]:
    """By report: the leader's decision that sent it back, unless it went further since."""
    decisions = SigningDecision.objects.filter(
        request__report__in=reports, request__correction=""
    ).select_related("request", "by")
    last = {each.request.report_id: each for each in decisions.order_by("request__number")}
    handed_in = Submission.objects.filter(report__in=last).order_by("number")
    later = dict(handed_in.values_list("report_id", "at"))
    return {
        key: each
        for key, each in last.items()
        if each.verdict == SigningDecision.Verdict.RETURNED
        and not (key in later and later[key] > each.at)
    }
