"""The cards that a 督办单 was drafted for: how they stand now."""

from projects.errors import Refused
from projects.values.months import in_words
from supervision.models import Card, CardOverride, Slip, SlipStep


def check_stands(slip: Slip) -> None:
    """Refused where the card it was drafted for is another now and asks for no slip."""
    if gone := no_longer(slip):
        raise Refused(
            f"{gone}这张督办单不再成立，请选“不予签发”；仍要督办的，以领导批示等事由另拟。"
        )


def no_longer(slip: Slip) -> str:
    """Why a draft from a card stands no more, as a sentence; "" where it does."""
    if slip.source != Slip.Source.CARD:
        return ""
    raised = slip.steps.filter(kind=SlipStep.Kind.RAISED).select_related("card__period")
    present = [present_card(step.card) for step in raised]
    if not present or any(colour in Card.RAISED for colour, _ in present):
        return ""
    return present[-1][1]


def present_card(card: Card) -> tuple[str, str]:
    """The colour that holds now for a card's project and month, and what it is in words."""
    cards = Card.everything.filter(period=card.period_id, project=card.project_id)
    now = cards.in_force().get()
    override = CardOverride.objects.over(card.period.month).get(card.project_id)
    month = in_words(card.period.month)
    if override:
        return override.colour, f"{month}的牌经认定为{override.get_colour_display()}。"
    return now.colour, f"{month}的牌现为{now.label or '未评'}。"
