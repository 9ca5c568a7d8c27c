"""Which colour of which card is public for a month, how many of each, and the data's version."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from supervision.models import Card, CardOverride, Period, ShownCard

COLOURS = ("blue", "yellow", "red", "none", "unrated")


def tally(colours) -> dict[str, int]:
    """How many projects stand in each colour, 未评 as "unrated"."""
    counts = Counter(colour or "unrated" for colour in colours)
    return {colour: counts[colour] for colour in COLOURS}


def version_of(states) -> str:
    """数据版本号: twelve digits over the (digest, colour) of a month's cards in their order.

    Keyed, as it need only tell one state from another: from a bare hash, whatever small count a
    sensitive project withholds could be guessed.
    """
    text = "".join(f"{digest} {colour}\n" for digest, colour in states)
    return salted_hmac("data version", text, algorithm="sha256").hexdigest()[:12]


def confirmed(month: str) -> QuerySet[CardOverride]:
    """Overrides in force for a month, oldest decision first."""
    overrides = CardOverride.objects.filter(first__lte=month, last__gte=month)
    return overrides.filter(decision__confirmed=True).order_by("decision__at")


def shown_as(period: Period, card: Card, override: CardOverride | None) -> ShownCard:
    return ShownCard(
        period=period,
        project_id=card.project_id,
        card=card,
        override=override,
        colour=override.colour if override else card.colour,
    )
