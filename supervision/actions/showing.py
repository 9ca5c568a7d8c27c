"""What the public sees of the cards: kept in step by publishing, corrections and overrides."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from supervision.models import Card, CardOverride, Period, ShownCard, cards_of

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


def show(period: Period) -> None:
    """Make a closed month's cards public, under the overrides in force."""
    cards = cards_of(period).defer("facts", "verdict")
    overrides = {override.project_id: override for override in confirmed(period.month)}
    ShownCard.everything.bulk_create(
        (shown_as(period, card, overrides.get(card.project_id)) for card in cards),
        batch_size=500,
    )
    count_again(period)


def shown_as(period: Period, card: Card, override: CardOverride | None) -> ShownCard:
    return ShownCard(
        period=period,
        project_id=card.project_id,
        card=card,
        override=override,
        colour=override.colour if override else card.colour,
    )


def replace_card(card: Card) -> None:
    """Show a newer version of a public card; an override stays over it."""
    shown = (
        ShownCard.everything.select_for_update(of=("self",))
        .select_related("card", "override", "period")
        .get(period=card.period_id, project=card.project_id)
    )
    if shown.card.version >= card.version:
        return
    shown.card = card
    shown.colour = shown.override.colour if shown.override else card.colour
    shown.save(update_fields=["card", "colour"])
    count_again(shown.period)


def apply_override(override: CardOverride) -> None:
    """Put a confirmed override over every public month it covers."""
    covered = ShownCard.everything.select_for_update(of=("self",)).filter(
        project=override.project_id,
        period__month__gte=override.first,
        period__month__lte=override.last,
    )
    for shown in covered.select_related("period"):
        shown.override, shown.colour = override, override.colour
        shown.save(update_fields=["override", "colour"])
        count_again(shown.period)


def count_again(period: Period) -> None:
    shown = ShownCard.everything.filter(period=period)
    states = list(shown.order_by("project__number").values_list("card__digest", "colour"))
    period.counts = tally(colour for _, colour in states)
    period.data_version = version_of(states)
    period.save(update_fields=["counts", "data_version"])
