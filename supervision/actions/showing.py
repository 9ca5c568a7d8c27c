"""What the public sees of the cards: kept in step by publishing, corrections and overrides."""

from supervision.models import Card, CardOverride, Period, Release, ShownCard, cards_of
from supervision.published.former import rewordings, traces
from supervision.published.placeholders import fill
from supervision.published.released import in_force, standing_in


def show(period: Period) -> None:
    """Make a closed month's cards public, under the overrides in force."""
    cards = cards_of(period).defer("facts", "verdict")
    overrides = CardOverride.objects.over(period.month)
    ShownCard.everything.bulk_create(
        (ShownCard.of(card, overrides.get(card.project_id)) for card in cards),
        batch_size=500,
    )
    tell_again(period)
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
    tell_again(shown.period, shown.project_id)
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
        tell_again(shown.period, shown.project_id)
        count_again(shown.period)


def tell_again(period: Period, project: int | None = None) -> None:
    """Fill the signed sentences of a public month from the cards that the public is shown now."""
    signed = Release.everything.filter(period=period, signed_at__isnull=False)
    if project:
        signed = signed.filter(project=project)
    releases = list(signed)
    found = standing_in(period, [each.project_id for each in releases]) if releases else {}
    for release in releases:
        standing = found.get(release.project_id)
        said = fill(in_force(release)[0], standing.values if standing else {})
        if said != release.said:
            release.said = said
            release.save(update_fields=["said"])


def count_again(period: Period) -> None:
    shown = ShownCard.everything.filter(period=period)
    states = list(shown.order_by("project__number").values_list("card__digest", "colour"))
    period.take_stock(states, traces(rewordings(period)))
    period.save(update_fields=["counts", "data_version"])
