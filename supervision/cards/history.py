"""A card as the office knew it on a past day (当时所知)."""

import datetime as dt

from projects.errors import Refused
from projects.models import Project
from projects.values.days import end_of
from projects.values.months import in_words, last_day
from supervision.cards import bridge
from supervision.cards.counted import pushed
from supervision.models import Card, CardOverride, CardPolicy, Period


def card_as_of(project: Project, period: Period, day: dt.date, at: dt.datetime) -> Card:
    """The card of a project's month as known at the end of `day`.

    The stored version where the month was closed by then; otherwise what the rules would have
    said, not stored (its `pk` is None). Refused while the month was not over.
    """
    stored = Card.everything.filter(project=project, period=period, computed_at__lt=end_of(day))
    card = (
        stored.select_related("period__programme", "project", "policy").order_by("version").last()
    )
    if card is None:
        if day <= last_day(period.month):
            raise Refused(f"到{day}，{in_words(period.month)}还没有结束，没有牌。")
        if not pushed([project], period.month, end_of(day)):
            raise Refused(f"这个项目{in_words(period.month)}不参加评定，没有牌。")
        [card] = bridge.judged([project], period, day, policy_as_of(period.month, day), at)
    card.override = override_as_of(project, period.month, day)
    return card


def policy_as_of(month: str, day: dt.date) -> CardPolicy:
    """The rules for a month that had been adopted by the end of the day."""
    policy = CardPolicy.objects.adopted_for(month, end_of(day))
    if policy is None:
        raise Refused(f"到{day}，还没有启用适用于{in_words(month)}的亮牌规则。")
    return policy


def override_as_of(project: Project, month: str, day: dt.date) -> CardOverride | None:
    """The override over a month that was confirmed by the end of the day."""
    own = CardOverride.objects.filter(project=project).covering(month)
    return own.confirmed(at__lt=end_of(day)).last()
