"""The first page after signing in: what this person has to do, and by when."""

import json
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from projects.clock import now
from projects.errors import Refused
from projects.models import Programme, User
from supervision import heard, scope, slips
from supervision.actions import periods
from supervision.heard import Appealable, OwnTrial
from supervision.models import Card, Feedback, Period, Report, Review, TrialReply
from supervision.slips import Counts, Slip

State = Report.State
MOST_LISTED = 50
MOST_TRIED = 300


@dataclass
class ToDo:
    """A report that the person's unit still owes, with its time limit."""

    report: Report
    overdue: bool
    days: int
    reason: str = ""

    @property
    def returned(self) -> bool:
        return self.report.state == State.RETURNED

    @property
    def deadline(self) -> str:
        if self.overdue:
            return f"已逾期{-self.days}天，仍可报送"
        return "今天24时前报送" if self.days == 0 else f"还有{self.days}天"


@dataclass
class Trial:
    """拟亮牌: a card as it would be now, and why."""

    card: Card
    reasons: list[str]


@dataclass
class Group:
    """The reports of a month in one stage: all counted, the first of them listed."""

    key: str
    label: str
    count: int
    reports: list[Report]

    @property
    def rest(self) -> int:
        return self.count - len(self.reports)


@dataclass
class Month:
    """An open month as the office sees it."""

    period: Period
    groups: list[Group]
    past_due: bool
    trial: list[Trial] = field(default_factory=list)
    replies: list[TrialReply] = field(default_factory=list)
    trial_refused: str = ""


@dataclass
class Desk:
    todo: list[ToDo] | None = None
    handed_in: list[Report] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    trials: list[OwnTrial] = field(default_factory=list)
    appealable: list[Appealable] = field(default_factory=list)
    slip_counts: Counts | None = None
    waiting_appeals: int = 0
    months: list[Month] | None = None
    unpublished: list[Period] = field(default_factory=list)
    accounts: bool = False
    units: list[str] = field(default_factory=list)

    @property
    def slips_count(self) -> int:
        return len(self.slips)

    voices: list[Feedback] = field(default_factory=list)


def desk(person: User) -> Desk:
    at = now()
    day = timezone.localdate(at)
    found = Desk(accounts=person.has_perm("projects.view_user"))
    posts = scope.posts_of(person, day).select_related("unit")
    found.units = [f"{post.unit}　{post.get_post_display()}" for post in posts]
    if scope.fills(person) and found.units:
        owed = scope.own_reports(person, day).filter(period__closed_at__isnull=True)
        owed = owed.select_related("project", "period", "unit").order_by(
            "period__due", "project__number"
        )
        reports = list(owed)
        reasons = return_reasons([report for report in reports if report.state == State.RETURNED])
        found.todo = [to_do(report, day, reasons) for report in reports if report.editable]
        found.handed_in = [report for report in reports if not report.editable]
        found.slips = slips.to_answer(person, day)
        found.trials = heard.trials_for(person, at)
        found.appealable = heard.appealable(person, at)
    found.voices = voices(person, day)
    if scope.supervises(person):
        found.months = [month(period, at) for period in open_periods()]
        found.slip_counts, found.waiting_appeals = slips.counts(day), heard.waiting_appeals()
        found.unpublished = list(
            Period.everything.filter(
                closed_at__isnull=False, published_at__isnull=True
            ).select_related("programme")
        )
    return found


def voices(person: User, day) -> list[Feedback]:
    """Residents' messages that wait for this person: the most pressing first."""
    own = [Feedback.State.ASSIGNED]
    if scope.supervises(person):
        own = [Feedback.State.WAITING, Feedback.State.DRAFTED]
    waiting = scope.feedback(person, day).filter(state__in=own).select_related("project")
    return list(waiting.order_by("due", "pk")[:MOST_LISTED])


def to_do(report: Report, day, reasons: dict[int, str]) -> ToDo:
    days = (report.period.due - day).days
    return ToDo(report, overdue=days < 0, days=days, reason=reasons.get(report.pk, ""))


def return_reasons(reports: list[Report]) -> dict[int, str]:
    """Why each was last sent back, by report key."""
    reviews = Review.objects.filter(submission__report__in=reports, verdict=Review.Verdict.RETURNED)
    reviews = reviews.order_by("submission__number")
    return dict(reviews.values_list("submission__report_id", "reason"))


def open_periods():
    periods_ = Period.everything.filter(closed_at__isnull=True).select_related("programme")
    return periods_.order_by("month")


def month(period: Period, at) -> Month:
    past_due = timezone.localdate(at) > period.due
    found = Month(period, groups(period, past_due), past_due)
    found.replies = list(heard.replies_in(period)[:MOST_LISTED])
    try:
        if sum(group.count for group in found.groups) > MOST_TRIED:
            raise Refused(f"项目超过{MOST_TRIED}个，试算请用命令 evaluate_cards。")
        found.trial = noteworthy(periods.trial_cards(period, at))
    except Refused as refused:
        found.trial_refused = str(refused)
    return found


def groups(period: Period, past_due: bool) -> list[Group]:
    absent = ("overdue", "逾期未报") if past_due else ("missing", "尚未报送")
    stages = [
        (*absent, [State.MISSING, State.DRAFT]),
        ("returned", "退回未重报", [State.RETURNED]),
        ("waiting", "待审核", [State.SUBMITTED]),
        ("accepted", "已通过", [State.ACCEPTED]),
    ]
    counts = dict(period.reports.order_by().values_list("state").annotate(Count("pk")))
    reports = period.reports.select_related("project", "unit").order_by("project__number")
    return [
        Group(
            key,
            label,
            sum(counts.get(state, 0) for state in states),
            list(reports.filter(state__in=states)[:MOST_LISTED]),
        )
        for key, label, states in stages
    ]


def noteworthy(cards: list[Card]) -> list[Trial]:
    """Worst first; a good month's blue cards need no one's attention."""
    order = {"red": 0, "yellow": 1}
    raised = sorted((c for c in cards if c.colour in order), key=lambda card: order[card.colour])
    return [Trial(card, reasons(card)) for card in raised]


def reasons(card: Card) -> list[str]:
    """What the rules found worse than a note."""
    findings = json.loads(card.verdict)["findings"]
    return [found["text"] for found in findings if found["severity"] > 1]


def surroundings(person: User) -> dict:
    """What every signed-in page may link to, as booleans, and whether it shows invented data."""
    known = person.is_authenticated
    return {
        "may_fill": known and scope.fills(person),
        "may_supervise": known and scope.supervises(person),
        "demonstration": Programme.everything.filter(demonstration=True).exists(),
    }
