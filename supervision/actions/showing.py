"""What the public sees of the cards: kept in step by publishing, corrections and overrides."""

from supervision.models import Card, CardOverride, Period, ShownCard, cards_of


def show(period: Period) -> None:
    """Make a closed month's cards public, under the overrides in force."""
    cards = cards_of(period).defer("facts", "verdict")
    overrides = CardOverride.objects.over(period.month)
    ShownCard.everything.bulk_create(
        (ShownCard.of(card, overrides.get(card.project_id)) for card in cards),
        batch_size=500,
    )
    count_again(period)


def replace_card(card: Card) -> None:
    """Show a newer version of a public card; an override stays over it."""
    shown = (
        ShownCard.everything.select_for_update(of=("self",))
        .select_related("card", "override", "period")
        .get(period=card.period_id, project=card.project_id)
    )
    if shown.card.version >= card.version:
        return
    shown.card, shown.colour = card, ShownCard.of(card, shown.override).colour
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
    period.take_stock(states)
    period.save(update_fields=["counts", "data_version"])
