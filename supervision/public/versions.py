"""Every state of a month that was ever public, found again by its 数据版本号.

Whoever quoted a number can fetch the file it stood in, whatever was corrected since.
"""

import datetime as dt

from django.db.models import F, Q

from supervision.actions import showing
from supervision.models import Card, CardOverride, Period

State = dict[int, tuple[Card, CardOverride | None]]


def state_of(period: Period, version: str) -> State | None:
    """By project the card and the override over it; None where no state had this version."""
    cards, overrides = ever_public(period), decided_for(period)
    for at in moments(period, cards, overrides):
        state = state_at(period, cards, overrides, at)
        known = ((card.digest, colour(card, override)) for card, override in state.values())
        if showing.version_of(known) == version:
            return with_facts(period, state)
    return None


def colour(card: Card, override: CardOverride | None) -> str:
    return override.colour if override else card.colour


def ever_public(period: Period) -> list[Card]:
    """All versions that were public at some time, facts left in the database."""
    first = Q(computed_at__lte=F("period__published_at"))
    corrected = Q(corrected_by__correction__published_at__isnull=False)
    cards = Card.everything.filter(first | corrected, period=period).defer("facts", "verdict")
    related = cards.select_related("period", "policy", "corrected_by__correction")
    return list(related.order_by("project__number", "version"))


def decided_for(period: Period) -> list[CardOverride]:
    decided = CardOverride.objects.filter(
        project__programme=period.programme, decision__confirmed=True
    )
    covering = decided.filter(first__lte=period.month, last__gte=period.month)
    return list(covering.select_related("decision").order_by("decision__at"))


def shown_from(period: Period, card: Card) -> dt.datetime:
    """When a version became public."""
    if card.computed_at <= period.published_at:
        return period.published_at
    return card.corrected_by.correction.published_at


def moments(period: Period, cards: list[Card], overrides: list[CardOverride]) -> list[dt.datetime]:
    """When the public state of the month was another than before, the latest first."""
    turned = {shown_from(period, card) for card in cards}
    turned |= {period.published_at, *(each.decision.at for each in overrides)}
    return sorted((at for at in turned if at >= period.published_at), reverse=True)


def state_at(
    period: Period, cards: list[Card], overrides: list[CardOverride], at: dt.datetime
) -> State:
    over = {each.project_id: each for each in overrides if each.decision.at <= at}
    latest = {card.project_id: card for card in cards if shown_from(period, card) <= at}
    return {project: (card, over.get(project)) for project, card in latest.items()}


def with_facts(period: Period, state: State) -> State:
    cards = {card.pk: card for card, _ in state.values()}
    stored = Card.everything.filter(period=period).values_list("pk", "facts", "verdict")
    for key, facts, verdict in stored:
        if key in cards:
            cards[key].facts, cards[key].verdict = facts, verdict
    return state
