"""What the office knew on a past day (当时所知), beside what it knows now (现在所知)."""

import datetime as dt

from projects.errors import Refused
from projects.models import Programme, Project
from projects.months import in_words, last_day
from supervision import bridge
from supervision.actions import policies
from supervision.models import Card, CardOverride, Period


def card_known(project: Project, period: Period, day: dt.date, at: dt.datetime) -> Card:
    """The card of a project's month as known at the end of `day`.

    The stored version where the month was closed by then; otherwise what the rules would have
    said, not stored (its `pk` is None). Refused while the month was not over.
    """
    stored = Card.everything.filter(
        project=project, period=period, computed_at__lt=bridge.end_of(day)
    )
    card = (
        stored.select_related("period__programme", "project", "policy").order_by("version").last()
    )
    if card is None:
        if day <= last_day(period.month):
            raise Refused(f"到{day}，{in_words(period.month)}还没有结束，没有牌。")
        policy = policies.in_force(period.month)
        [card] = bridge.judged([project], period, day, policy, at)
    card.override = override_known(project, period.month, day)
    return card


def override_known(project: Project, month: str, day: dt.date) -> CardOverride | None:
    """The override over a month that was confirmed by the end of the day."""
    overrides = CardOverride.objects.filter(
        project=project,
        first__lte=month,
        last__gte=month,
        decision__confirmed=True,
        decision__at__lt=bridge.end_of(day),
    )
    return overrides.select_related("decision").order_by("decision__at").last()


def board_known(programme: Programme, day: dt.date) -> dict[int, dict[str, Card]]:
    """Stored cards by project key and month, the versions known at the end of the day."""
    cards = Card.everything.filter(period__programme=programme, computed_at__lt=bridge.end_of(day))
    cards = cards.select_related("period").defer("facts", "verdict").order_by("version")
    board: dict[int, dict[str, Card]] = {}
    for card in cards:
        board.setdefault(card.project_id, {})[card.period.month] = card
    return board
