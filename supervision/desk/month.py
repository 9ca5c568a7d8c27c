"""The open month on the desk: a row a project, trial cards, replies, what is still missing."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone

from projects.errors import Refused
from projects.models import Programme
from supervision.actions import periods
from supervision.cards.discipline import Handed, stood_when_due
from supervision.desk import hearings
from supervision.desk.chasing import Owing, for_chat, owing
from supervision.desk.checklist import Check, checks
from supervision.models import (
    Card,
    CardOverride,
    Period,
    Report,
    ShownCard,
    Submission,
    TrialReply,
    cards_of,
)
from supervision.reports.doubts import doubted_now, doubts_of, with_doubts
from supervision.reports.since_last_month import Moved, moved_in

PER_PAGE = 50
OWED, DOUBTED = "owed", "doubted"


@dataclass(frozen=True)
class Row:
    """`trial` is None where no card can be tried; `former` is last month's, None without one."""

    report: Report
    moved: Moved
    timing: str
    late: bool
    trial: ShownCard | None
    former: ShownCard | None
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
class Narrowing:
    """What the table is narrowed to; what means nothing is left out."""

    state: str = ""
    unit: int = 0
    page: str = ""

    @classmethod
    def of(cls, given) -> "Narrowing":
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
    narrowing: Narrowing
    before: Period | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.narrowing.state or self.narrowing.unit)

    @property
    def unit_name(self) -> str:
        return next((choice.words for choice in self.units if choice.chosen), "")

    @property
    def state_name(self) -> str:
        return next((choice.words for choice in self.states if choice.chosen), "")


def matrix(period: Period, narrowing: Narrowing, trials: dict[int, tuple[Card, str]], at) -> Matrix:
    """A page of the month's reports. `trials` are trial cards with their main reason, by project.

    The number of queries does not grow with the projects.
    """
    page = Paginator(narrowed(period, narrowing), PER_PAGE).get_page(narrowing.page)
    before, reports = closed_before(period), by_state_and_unit(period)
    return Matrix(
        rows=rows_of(list(page), period, before, trials, at),
        page=page,
        states=state_choices(period, reports, narrowing, timezone.localdate(at)),
        units=unit_choices(reports, narrowing),
        narrowing=narrowing,
        before=before,
    )


def narrowed(period: Period, narrowing: Narrowing) -> QuerySet[Report]:
    reports = period.reports.select_related("project", "unit", "period__programme")
    if narrowing.unit:
        reports = reports.filter(unit=narrowing.unit)
    if narrowing.state == OWED:
        reports = reports.filter(pk__in=periods.missing(period).values("pk"))
    elif narrowing.state == DOUBTED:
        reports = reports.filter(pk__in=doubted_now(period).values("report"))
    elif narrowing.state:
        reports = reports.filter(state=narrowing.state)
    return reports.order_by("project__number")


def closed_before(period: Period) -> Period | None:
    """The last closed month before this one."""
    return period.programme.periods.closed().filter(month__lt=period.month).last()


def rows_of(reports, period, before, trials, at) -> list[Row]:
    day = timezone.localdate(at)
    projects = [report.project for report in reports]
    moved = moved_in(period, projects, day)
    handed_in = submissions_of(reports)
    former = standings(before, projects) if before else {}
    overrides = CardOverride.objects.filter(project__in=projects).over(period.month)
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
                trial=ShownCard.of(card, overrides.get(key)) if card else None,
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


def standings(period: Period, projects) -> dict[int, ShownCard]:
    overrides = CardOverride.objects.filter(project__in=projects).over(period.month)
    cards = cards_of(period).filter(project__in=projects).defer("facts", "verdict")
    return {card.project_id: ShownCard.of(card, overrides.get(card.project_id)) for card in cards}


def by_state_and_unit(period: Period) -> list[tuple[str, int, str, int]]:
    """The month's reports counted: state, key and name of the unit, how many."""
    rows = period.reports.order_by().values_list("state", "unit", "unit__name")
    return list(rows.annotate(Count("pk")))


def state_choices(
    period: Period, reports: list, narrowing: Narrowing, day: dt.date
) -> list[Choice]:
    """All, each state, what is still owed, what raised a doubt."""
    states = Counter()
    for state, *_, count in reports:
        states[state] += count
    owed = "逾期未报" if day > period.due else "尚未报送"
    counts = [
        ("", "全部", states.total()),
        *((state, words, states[state]) for state, words in shown_states(period, states)),
        (OWED, owed, sum(states[state] for state in Report.ABSENT)),
        (DOUBTED, "有疑点", doubted_now(period).count()),
    ]
    return [Choice(*each, chosen=each[0] == narrowing.state) for each in counts]


def shown_states(period: Period, counts: dict[str, int]) -> list[tuple[str, str]]:
    """待审签 only where units sign online, or something still waits for a signature."""
    unsigned = Report.State.UNSIGNED
    online = period.programme.signing == Programme.Signing.LEADER or counts.get(unsigned)
    hidden = {Report.State.EXCUSED} - set(counts) | (set() if online else {unsigned})
    return [choice for choice in Report.State.choices if choice[0] not in hidden]


def unit_choices(reports: list, narrowing: Narrowing) -> list[Choice]:
    """The month's units with how many reports each still owes, those that owe most first."""
    owed = Counter()
    for state, key, name, count in reports:
        owed[key, name] += count if state in Report.ABSENT else 0
    choices = [
        Choice(str(key), name, count, chosen=key == narrowing.unit)
        for (key, name), count in owed.items()
    ]
    return sorted(choices, key=lambda choice: (-choice.count, int(choice.key)))


MOST_LISTED = 50
MOST_TRIED = 300


@dataclass
class Trial:
    """拟亮牌: a card as it would be now, and why."""

    card: Card
    reasons: list[str]


@dataclass
class Month:
    """An open month as the office sees it."""

    period: Period
    matrix: Matrix
    trial: list[Trial] = field(default_factory=list)
    replies: list[TrialReply] = field(default_factory=list)
    trial_refused: str = ""
    owing: list[Owing] = field(default_factory=list)
    chat: str = ""
    checks: list[Check] = field(default_factory=list)

    @property
    def missing(self) -> list[Check]:
        """What is still open before closing."""
        return [check for check in self.checks if not check.done]

    @property
    def blocked(self) -> bool:
        return any(check.blocks for check in self.missing)


def month(period: Period, params, at) -> Month:
    """`params` is the query string that narrows the table of reports."""
    cards, refused = tried(period, at)
    day = timezone.localdate(at)
    owed = owing(period, day)
    said = {card.project_id: (card, main_reason(card)) for card in cards}
    return Month(
        period=period,
        matrix=matrix(period, Narrowing.of(params), said, at),
        trial=noteworthy(cards),
        replies=list(hearings.replies_in(period)[:MOST_LISTED]),
        trial_refused=refused,
        owing=owed,
        chat=for_chat(period, owed, day),
        checks=checks(period, at),
    )


def tried(period: Period, at) -> tuple[list[Card], str]:
    """The month's trial cards, or the sentence why there are none."""
    try:
        if period.reports.count() > MOST_TRIED:
            raise Refused(f"项目超过{MOST_TRIED}个，试算请用命令 evaluate_cards。")
        return periods.trial_cards(period, at), ""
    except Refused as refused:
        return [], str(refused)


def noteworthy(cards: list[Card]) -> list[Trial]:
    """What the rules could not read, then worst first; blue cards need no one's attention."""
    order = {"red": 1, "yellow": 2}
    raised = [card for card in cards if card.refused or card.colour in order]
    raised.sort(key=lambda card: 0 if card.refused else order[card.colour])
    return [Trial(card, reasons(card)) for card in raised]


def reasons(card: Card) -> list[str]:
    """What the rules found worse than a note, or why they could not judge."""
    if card.refused:
        return [card.refused, "本月按未评处理；请更正指标的名称、口径或计划，或者退回填报。"]
    return card.reasons


def main_reason(card: Card) -> str:
    """The worst finding that counts."""
    counting = [found for found in card.findings if found["severity"]]
    return max(counting, key=lambda found: found["severity"], default={"text": ""})["text"]
