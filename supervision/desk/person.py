"""The first page after signing in: what this person has to do, and by when."""

from dataclasses import dataclass, field

from django.utils import timezone

from projects.clock import now
from projects.models import LeadUnit, Programme, UnitMember, User
from supervision import scope
from supervision.desk import hearings, slips
from supervision.desk.checklist import Check
from supervision.desk.hearings import Appealable, OwnTrial
from supervision.desk.month import Month, month
from supervision.desk.slips import SlipLine
from supervision.desk.waiting import accounts, waiting_for
from supervision.models import Chase, Feedback, Period, Report, Review
from supervision.reports import signings
from supervision.reports.signings import ToSign

State = Report.State
MOST_LISTED = 50


@dataclass
class ToDo:
    """A report that the person's unit still owes, with its time limit."""

    report: Report
    overdue: bool
    days: int
    reason: str = ""
    chased: Chase | None = None
    sent_back: str = ""

    @property
    def returned(self) -> bool:
        return self.report.state == State.RETURNED

    @property
    def deadline(self) -> str:
        if self.overdue:
            return f"已逾期{-self.days}天，仍可报送"
        return "今天24时前报送" if self.days == 0 else f"还有{self.days}天"


@dataclass
class Desk:
    """`chased` are the office's 催报 for months in which something waits for a signature."""

    todo: list[ToDo] | None = None
    to_sign: list[ToSign] = field(default_factory=list)
    handed_in: list[Report] = field(default_factory=list)
    chased: list[Chase] = field(default_factory=list)
    slips: list[SlipLine] = field(default_factory=list)
    trials: list[OwnTrial] = field(default_factory=list)
    appealable: list[Appealable] = field(default_factory=list)
    month: Month | None = None
    open_months: list[Period] | None = None
    waiting: list[Check] | None = None
    units: list[str] = field(default_factory=list)
    voices: list[Feedback] = field(default_factory=list)
    supports: list[Report] = field(default_factory=list)
    heads: list[LeadUnit] = field(default_factory=list)

    @property
    def waiting_count(self) -> int:
        lists = (self.todo or [], self.to_sign, self.slips, self.voices)
        return sum(len(each) for each in lists)


def desk(person: User, params) -> Desk:
    """`params` is the query string: which month and which of its reports the office looks at."""
    at = now()
    day = timezone.localdate(at)
    found = Desk()
    posts = list(scope.posts_of(person, day).select_related("unit", "person"))
    found.units = [held(post, person) for post in posts]
    if scope.fills(person) and found.units:
        found.heads = [post.unit for post in posts if post.post == post.Post.LEADER]
        of_unit(found, person, at)
    if scope.supervises(person):
        of_office(found, person, params, at)
    if scope.keeps_accounts(person):
        found.waiting = [*(found.waiting or []), *accounts(day)]
    return found


def held(post: UnitMember, person: User) -> str:
    """A post in words, with whose it is where the person only stands in for them."""
    whose = "" if post.person == person else f"（代{post.person}）"
    return f"{post.unit}　{post.get_post_display()}{whose}"


def of_unit(found: Desk, person: User, at) -> None:
    """What the person's units owe, sign, answer and may reply to."""
    day = timezone.localdate(at)
    owed = scope.own_reports(person, day).filter(period__closed_at__isnull=True)
    owed = owed.select_related("project", "period", "unit")
    reports = list(owed.order_by("period__due", "project__number"))
    to_fill = [report for report in reports if report.editable]
    reasons = return_reasons([report for report in reports if report.state == State.RETURNED])
    chases, sent_back = chases_of(reports), signings.sent_back(to_fill)
    found.todo = [to_do(report, day, reasons, chases, sent_back) for report in to_fill]
    found.to_sign = signings.to_sign(person, day)
    to_sign = {each.request.report_id for each in found.to_sign}
    found.handed_in = [r for r in reports if not r.editable and r.pk not in to_sign]
    unsigned = {key_of(report) for report in reports if report.state == State.UNSIGNED}
    found.chased = [chase for key, chase in chases.items() if key in unsigned]
    supported = scope.supported_reports(person, day).filter(period__closed_at__isnull=True)
    supported = supported.select_related("project", "period", "unit")
    found.supports = list(supported.order_by("period__month", "project__number")[:MOST_LISTED])
    found.slips = slips.to_answer(person, day)
    found.voices = voices(person, day)
    found.trials = hearings.trials_for(person, at)
    found.appealable = hearings.appealable(person, at)


def of_office(found: Desk, person: User, params, at) -> None:
    """What waits for the person, and the month that is open."""
    found.waiting = waiting_for(person, timezone.localdate(at))
    found.open_months = list(open_periods())
    if period := chosen(found.open_months, params.get("month", "")):
        found.month = month(period, params, at)


def open_periods():
    periods = Period.everything.still_open().select_related("programme")
    return periods.order_by("programme__year", "month")


def chosen(periods: list[Period], month: str) -> Period | None:
    """The open month asked for, else the first: months are closed in order."""
    return next((period for period in periods if period.month == month), next(iter(periods), None))


def voices(person: User, day) -> list[Feedback]:
    """Residents' messages that wait for the person's units: the most pressing first."""
    handed = scope.handed_to(person, day).filter(state=Feedback.State.ASSIGNED)
    return list(handed.select_related("project").order_by("due", "pk")[:MOST_LISTED])


def to_do(report: Report, day, reasons: dict[int, str], chases: dict, sent_back: dict) -> ToDo:
    days = (report.period.due - day).days
    by_leader = sent_back.get(report.pk)
    return ToDo(
        report,
        overdue=days < 0,
        days=days,
        reason=reasons.get(report.pk, ""),
        chased=chases.get(key_of(report)),
        sent_back=by_leader.reason if by_leader else "",
    )


def key_of(report: Report) -> tuple[int, int]:
    """Month and unit, as a 催报 names them."""
    return report.period_id, report.unit_id


def chases_of(reports: list[Report]) -> dict[tuple[int, int], Chase]:
    """The last 催报 of each month and unit."""
    chases = Chase.objects.filter(
        period__in={report.period_id for report in reports},
        unit__in={report.unit_id for report in reports},
    )
    return {(chase.period_id, chase.unit_id): chase for chase in chases.order_by("at")}


def return_reasons(reports: list[Report]) -> dict[int, str]:
    """Why each was last sent back, by report key."""
    reviews = Review.objects.filter(submission__report__in=reports, verdict=Review.Verdict.RETURNED)
    reviews = reviews.order_by("submission__number")
    return dict(reviews.values_list("submission__report_id", "reason"))


def surroundings(person: User) -> dict:
    """What every signed-in page may link to, as booleans, and whether it shows invented data."""
    known = person.is_authenticated
    return {
        "may_fill": known and scope.fills(person),
        "may_supervise": known and scope.supervises(person),
        "sees_behind": known and scope.only_sees_behind(person),
        "keeps_accounts": known and scope.keeps_accounts(person),
        "demonstration": Programme.everything.filter(demonstration=True).exists(),
    }
