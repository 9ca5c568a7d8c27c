"""Every state of a month that was ever public, found again by its 数据版本号.

Whoever quoted a number can fetch the file it stood in, whatever was corrected since.
"""

import datetime as dt
from collections.abc import Iterable

from projects.clock import now
from supervision.models import Card, CardOverride, Period, ShownCard
from supervision.published import public_state
from supervision.published.former import corrected_at, ever_public, read, standing


def state_of(period: Period, version: str) -> dict[int, ShownCard] | None:
    """By project what was shown; None where no state of the month had this version."""
    cards, overrides = ever_public(period.programme, [period], now())
    for at in moments(period, cards, overrides.values()):
        state = standing(cards, overrides, at)[period.pk]
        known = ((shown.card.digest, shown.colour) for shown in state.values())
        if public_state.version_of(known) == version:
            read(state.values())
            return state
    return None


def moments(
    period: Period, cards: Iterable[Card], overrides: Iterable[list[CardOverride]]
) -> list[dt.datetime]:
    """When the public state of the month was another than before, the latest first."""
    turned = {at for card in cards if (at := corrected_at(card))}
    turned |= {each.decision.at for own in overrides for each in own}
    later = {at for at in turned if at > period.published_at}
    return sorted({period.published_at, *later}, reverse=True)
