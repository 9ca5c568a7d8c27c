"""The open month, one row a project: its state, its timing, its trial card, what it moved."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from projects.models import Programme
from supervision.actions import periods
from supervision.cards.discipline import Handed, stood_when_due
from supervision.models import Card, CardOverride, Period, Report, Submission, cards_of
from supervision.published import public_state
from supervision.reports.doubts import doubted_now, doubts_of, with_doubts
from supervision.reports.since_last_month import Moved, moved_in

PER_PAGE = 50
OWED, DOUBTED = "owed", "doubted"


@dataclass(frozen=True)
class Standing:
    """A project's colour in a month: its card, and the override over it."""

    card: Card
    override: CardOverride | None = None

    @property
    def colour(self) -> str:
        return self.override.colour if self.override else self.card.colour


@dataclass(frozen=True)
class Row:
    """`trial` is None where no card can be tried; `former` is last month's, None without one."""

    report: Report
    moved: Moved
    timing: str
    late: bool
    trial: Standing | None
    former: Standing | None
    reason: str
    doubts: int

    @property
    def turned(self) -> bool:
        """Whether the trial colour is another than last month's."""
        return bool(self.trial and self.former) and self.trial.colour != self.former.colour


@dataclass(frozen=True)
class Choice:
    """A filter as a plain link, with how many reports it leaves."""

    key: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the table is narrowed to; what means nothing is left out."""

    state: str = ""
    unit: int = 0
    page: str = ""

    @classmethod
    def of(cls, given) -> "Asked":
        state, unit = given.get("state", ""), given.get("unit", "")
        return cls(
            state=state if state in (*Report.State.values, OWED, DOUBTED) else "",
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else 0,
            page=given.get("p", ""),
        )


@dataclass(frozen=True)
class Matrix:
    rows: list[Row]
    page: Page
    states: list[Choice]
    units: list[Choice]
    asked: Asked
    before: Period | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.asked.state or self.asked.unit)

    @property
    def unit_name(self) -> str:
        return next((choice.words for choice in self.units if choice.chosen), "")

    @property
    def state_name(self) -> str:
        return next((choice.words for choice in self.states if choice.chosen), "")


def matrix(period: Period, asked: Asked, trials: dict[int, tuple[Card, str]], at) -> Matrix:
    """A page of the month's reports. `trials` are trial cards with their main reason, by project.

    The number of queries does not grow with the projects.
    """
    page = Paginator(narrowed(period, asked), PER_PAGE).get_page(asked.page)
    before = closed_before(period)
    return Matrix(
        rows=rows_of(list(page), period, before, trials, at),
        page=page,
        states=state_choices(period, asked, timezone.localdate(at)),
        units=unit_choices(period, asked),
        asked=asked,
        before=before,
    )


def narrowed(period: Period, asked: Asked) -> QuerySet[Report]:
    reports = period.reports.select_related("project", "unit", "period__programme")
    if asked.unit:
        reports = reports.filter(unit=asked.unit)
    if asked.state == OWED:
        reports = reports.filter(pk__in=periods.missing(period).values("pk"))
    elif asked.state == DOUBTED:
        reports = reports.filter(pk__in=doubted_now(period).values("report"))
    elif asked.state:
        reports = reports.filter(state=asked.state)
    return reports.order_by("project__number")


def closed_before(period: Period) -> Period | None:
    """The last closed month before this one."""
    closed = period.programme.periods.filter(month__lt=period.month, closed_at__isnull=False)
    return closed.order_by("month").last()


def rows_of(reports, period, before, trials, at) -> list[Row]:
    day = timezone.localdate(at)
    projects = [report.project for report in reports]
    moved = moved_in(period, projects, day)
    handed_in = submissions_of(reports)
    former = standings(before, projects) if before else {}
    overrides = overrides_in(period.month, projects)
    rows = []
    for report in reports:
        key, own = report.project_id, handed_in[report.pk]
        card, reason = trials.get(key, (None, ""))
        timing, late = timing_of(moved[key], own, period, day)
        rows.append(
            Row(
                report=report,
                moved=moved[key],
                timing=timing,
                late=late,
                trial=Standing(card, overrides.get(key)) if card else None,
                former=former.get(key),
                reason=reason,
                doubts=len(doubts_of(own[-1])) if own else 0,
            )
        )
    return rows


def submissions_of(reports: list[Report]) -> dict[int, list[Submission]]:
    """What was handed in for each, in order, with its review and its doubts."""
    rows = Submission.objects.filter(report__in=reports).select_related("review")
    found = defaultdict(list)
    for submission in with_doubts(rows).order_by("number"):
        found[submission.report_id].append(submission)
    return found


def timing_of(moved: Moved, handed_in: list[Submission], period: Period, day: dt.date):
    """When the report came beside its due day, in words, and whether that is late."""
    first_time = [Handed.of(submission) for submission in handed_in if not submission.correction]
    on_time = stood_when_due(first_time, period)
    if moved.submission:
        return ("按时", False) if on_time else ("迟报", True)
    if day > period.due:
        return f"逾期{(day - period.due).days}天", True
    return ("今天截止" if day == period.due else f"还有{(period.due - day).days}天"), False


def standings(period: Period, projects) -> dict[int, Standing]:
    overrides = overrides_in(period.month, projects)
    cards = cards_of(period).filter(project__in=projects).defer("facts", "verdict")
    return {card.project_id: Standing(card, overrides.get(card.project_id)) for card in cards}


def overrides_in(month: str, projects) -> dict[int, CardOverride]:
    confirmed = public_state.confirmed(month).filter(project__in=projects)
    return {override.project_id: override for override in confirmed}


def state_choices(period: Period, asked: Asked, day: dt.date) -> list[Choice]:
    """All, each state, what is still owed, what raised a doubt."""
    states = dict(period.reports.order_by().values_list("state").annotate(Count("pk")))
    owed = "逾期未报" if day > period.due else "尚未报送"
    counts = [
        ("", "全部", sum(states.values())),
        *((state, words, states.get(state, 0)) for state, words in shown_states(period, states)),
        (OWED, owed, periods.missing(period).count()),
        (DOUBTED, "有疑点", doubted_now(period).count()),
    ]
    return [Choice(*each, chosen=each[0] == asked.state) for each in counts]


def shown_states(period: Period, counts: dict[str, int]) -> list[tuple[str, str]]:
    """待审签 only where units sign online, or something still waits for a signature."""
    unsigned = Report.State.UNSIGNED
    online = period.programme.signing == Programme.Signing.LEADER or counts.get(unsigned)
    return [choice for choice in Report.State.choices if choice[0] != unsigned or online]


def unit_choices(period: Period, asked: Asked) -> list[Choice]:
    """The month's units with how many reports each still owes, those that owe most first."""
    owed = Count("pk", filter=Q(pk__in=periods.missing(period).values("pk")))
    rows = period.reports.order_by().values_list("unit", "unit__name").annotate(owed=owed)
    choices = [Choice(str(key), name, count, chosen=key == asked.unit) for key, name, count in rows]
    return sorted(choices, key=lambda choice: (-choice.count, int(choice.key)))
