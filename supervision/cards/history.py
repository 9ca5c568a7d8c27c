"""What the office knew on a past day (当时所知), beside what it knows now (现在所知)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from projects.errors import Refused
from projects.models import Programme, Project, ProjectChange
from projects.values.months import in_words, last_day
from supervision.cards import bridge, recorded
from supervision.models import Card, CardOverride, CardPolicy, Period

Board = dict[int, dict[str, Card]]


def card_known(project: Project, period: Period, day: dt.date, at: dt.datetime) -> Card:
    """The card of a project's month as known at the end of `day`.

    The stored version where the month was closed by then; otherwise what the rules would have
    said, not stored (its `pk` is None). Refused while the month was not over.
    """
    stored = Card.everything.filter(
        project=project, period=period, computed_at__lt=recorded.end_of(day)
    )
    card = (
        stored.select_related("period__programme", "project", "policy").order_by("version").last()
    )
    if card is None:
        if day <= last_day(period.month):
            raise Refused(f"到{day}，{in_words(period.month)}还没有结束，没有牌。")
        if not pushed([project], period.month, day):
            raise Refused(f"这个项目{in_words(period.month)}不参加评定，没有牌。")
        [card] = bridge.judged([project], period, day, policy_known(period.month, day), at)
    card.override = override_known(project, period.month, day)
    return card


def policy_known(month: str, day: dt.date) -> CardPolicy:
    """The rules for a month that had been adopted by the end of the day."""
    policy = CardPolicy.objects.adopted_for(month, recorded.end_of(day))
    if policy is None:
        raise Refused(f"到{day}，还没有启用适用于{in_words(month)}的亮牌规则。")
    return policy


def pushed(projects: Iterable[Project], month: str, day: dt.date) -> list[Project]:
    """Those of the projects that were being pushed forward in a month, as known on the day."""
    states = {}
    changes = ProjectChange.objects.filter(
        project__in=projects, effective__lte=month, recorded_at__lt=recorded.end_of(day)
    )
    for change in changes.order_by("recorded_at"):
        states[change.project_id] = change.state
    ongoing = Project.State.ONGOING
    return [project for project in projects if states.get(project.pk, ongoing) == ongoing]


def override_known(project: Project, month: str, day: dt.date) -> CardOverride | None:
    """The override over a month that was confirmed by the end of the day."""
    overrides = confirmed_by(day).filter(project=project, first__lte=month, last__gte=month)
    return overrides.last()


def confirmed_by(day: dt.date):
    """Overrides confirmed by the end of the day, the oldest decision first."""
    overrides = CardOverride.objects.filter(
        decision__confirmed=True, decision__at__lt=recorded.end_of(day)
    )
    return overrides.select_related("decision").order_by("decision__at")


def board_known(
    programme: Programme, day: dt.date, projects: Iterable[Project] | None = None
) -> Board:
    """Stored cards by project key and month, the versions known at the end of the day."""
    known = recorded.end_of(day)
    cards = Card.everything.filter(period__programme=programme, computed_at__lt=known)
    if projects is not None:
        cards = cards.filter(project__in=projects)
    cards = cards.select_related("period").defer("facts", "verdict").order_by("version")
    board: Board = {}
    for card in cards:
        board.setdefault(card.project_id, {})[card.period.month] = card
    return board


@dataclass(frozen=True)
class Cell:
    """A project's month on a board: its card, whether it is a trial, the override over it."""

    card: Card
    override: CardOverride | None

    @property
    def trial(self) -> bool:
        return self.card.pk is None

    @property
    def colour(self) -> str:
        return self.override.colour if self.override else self.card.colour


def periods_known(programme: Programme, day: dt.date) -> list[Period]:
    """The months opened by the end of the day."""
    return list(programme.periods.filter(opened_at__lt=recorded.end_of(day)).order_by("month"))


def cells_known(
    projects: list[Project], periods: list[Period], day: dt.date, at: dt.datetime
) -> dict[int, dict[str, Cell]]:
    """The board of some projects, trial cards of months over but not closed included.

    The number of queries does not grow with the projects, only with the months on trial.
    """
    board = board_known(periods[0].programme, day, projects) if periods else {}
    for period in periods:
        if over_but_open(period, day):
            for card in trial_cards(projects, period, day, at):
                board.setdefault(card.project_id, {})[period.month] = card
    overrides = defaultdict(list)
    for override in confirmed_by(day).filter(project__in=projects):
        overrides[override.project_id].append(override)
    return {
        key: {month: Cell(card, over(overrides[key], month)) for month, card in cards.items()}
        for key, cards in board.items()
    }


def over_but_open(period: Period, day: dt.date) -> bool:
    closed = period.closed_at and period.closed_at < recorded.end_of(day)
    return not closed and day > last_day(period.month)


def trial_cards(projects: list[Project], period: Period, day: dt.date, at: dt.datetime):
    try:
        policy = policy_known(period.month, day)
    except Refused:
        return []
    return bridge.judged(pushed(projects, period.month, day), period, day, policy, at)


def over(overrides: list[CardOverride], month: str) -> CardOverride | None:
    """The last decided of a project's overrides that covers the month."""
    covering = [each for each in overrides if each.first <= month <= each.last]
    return covering[-1] if covering else None
