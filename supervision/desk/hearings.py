"""The unit's right to be heard, as pages show it: trial cards, replies, appeals."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from projects.errors import Refused
from projects.models import Assignment, LeadUnit, Project, User, current
from projects.values.months import last_day
from supervision import scope
from supervision.actions import hearings, periods, policies
from supervision.calendar import entered
from supervision.cards import bridge
from supervision.models import Appeal, AppealStep, Card, Period, Report, Submission, TrialReply

# Five working days never take longer than this, holidays included.
APPEAL_REACH = dt.timedelta(days=31)


@dataclass(frozen=True)
class OwnTrial:
    """拟亮牌 of one report, with the reasons found."""

    report: Report
    card: Card

    @property
    def reasons(self) -> list[str]:
        return self.card.reasons

    @property
    def outdated(self) -> bool:
        """Whether figures handed in since are not in it yet: it is judged by accepted ones."""
        return self.report.state == Report.State.SUBMITTED

    @property
    def until(self) -> dt.date:
        """The day by which the unit should have looked at it."""
        return hearings.shown_until(self.report.period)


@dataclass(frozen=True)
class Appealable:
    card: Card
    until: dt.date


def trials_of(period: Period, reports: list[Report], at: dt.datetime) -> list[OwnTrial]:
    """The trial cards of these reports of an open month that is over; Refused before that."""
    periods.check_month_over(period, at)
    judged = set(periods.counted(period))
    by_project: dict[Project, Report] = {
        report.project: report for report in reports if report.project_id in judged
    }
    if not by_project:
        return []
    policy, day = policies.in_force(period.month), timezone.localdate(at)
    cards = bridge.judged(list(by_project), period, day, policy, at)
    return [OwnTrial(by_project[card.project], card) for card in cards]


def leads_to(submission: Submission, at: dt.datetime) -> Card | None:
    """The trial card that accepting a submission leads to; None where the month has none."""
    report = submission.report
    period = report.period
    if period.closed_at or report.project_id not in periods.counted(period):
        return None
    try:
        periods.check_month_over(period, at)
        policy = policies.in_force(period.month)
    except Refused:
        return None
    return bridge.if_accepted(submission, policy, at)


def trial_of(report: Report, at: dt.datetime) -> tuple[OwnTrial | None, str]:
    """The report's trial card, or the sentence why there is none."""
    if report.period.closed_at:
        return None, "本月已经定稿，亮牌以定稿的结果为准；有异议的，可以申请复核。"
    try:
        found = trials_of(report.period, [report], at)
    except Refused as refused:
        return None, str(refused)
    return (found[0], "") if found else (None, "这个项目本月不亮牌。")


def trials_for(person: User, at: dt.datetime) -> list[OwnTrial]:
    """Yellow and red trial cards of the person's own projects, the worst first."""
    day = timezone.localdate(at)
    owned = scope.own_reports(person, day).filter(period__closed_at__isnull=True)
    reports = owned.select_related("project__programme", "period__programme", "unit")
    found = []
    by_period: dict[int, list[Report]] = {}
    for report in reports.order_by("period__month", "project__number"):
        by_period.setdefault(report.period_id, []).append(report)
    for group in by_period.values():
        period = group[0].period
        if day <= last_day(period.month):
            continue
        try:
            found += trials_of(period, group, at)
        except Refused:
            continue  # no rules are adopted for the month: the office's desk says so
    raised = [trial for trial in found if trial.card.colour in Card.RAISED]
    return sorted(raised, key=lambda trial: Card.RAISED.index(trial.card.colour))


def replies_in(period: Period):
    return replies().filter(report__period=period).order_by("report__project__number", "pk")


def replies_to(report: Report):
    return replies().filter(report=report).order_by("pk")


def replies():
    return TrialReply.objects.select_related("report__project", "report__unit", "by", "answer__by")


def appealable(person: User, at: dt.datetime) -> list[Appealable]:
    """Yellow and red cards of own projects that may still be appealed."""
    day = timezone.localdate(at)
    cards = scope.own_cards(person, day).in_force().filter(colour__in=Card.RAISED)
    cards = cards.filter(period__closed_at__gte=at - APPEAL_REACH)
    cards = cards.select_related("project__programme", "period").defer("facts", "verdict")
    asked = set(Appeal.objects.filter(card__in=cards).values_list("card__project", "card__period"))
    own = entered()
    open_ones = [
        Appealable(card, hearings.last_day_to_appeal(card.period, own))
        for card in cards.order_by("period__month", "project__number")
        if (card.project_id, card.period_id) not in asked
    ]
    return [each for each in open_ones if day <= each.until]


def appeal_of(card: Card) -> Appeal | None:
    return appeal_over(card.project_id, card.period_id)


def appeal_over(project: int, period: int) -> Appeal | None:
    """The appeal over a project's month, whichever version of its card it names."""
    same = Appeal.objects.filter(card__period=period, card__project=project)
    return same.select_related("unit", "by").prefetch_related("steps__by").first()


def undecided_appeals():
    """Those that the office has not decided."""
    waiting = Q(last_kind__isnull=True) | Q(last_kind=AppealStep.Kind.TAKEN_UP)
    return Appeal.objects.with_outcome().filter(waiting)


def unit_of(person: User, card: Card, day: dt.date) -> LeadUnit:
    """The person's unit that leads the card's project on the day."""
    leads = Assignment.objects.filter(
        current(day), project=card.project_id, role=Assignment.Role.LEAD
    )
    mine = leads.filter(unit__in=scope.posts_of(person, day).values("unit"))
    return mine.select_related("unit").get().unit
