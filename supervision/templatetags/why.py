"""Cards as known on a day: decided ones say 经认定."""

from django import template
from django.utils.html import format_html

from supervision.admin.badges import card_mark, override_mark

register = template.Library()
register.simple_tag(override_mark)


@register.simple_tag
def card_under(card, override):
    """A card under the override over it: the decided colour first, the computed one beside it."""
    if override is None:
        return card_mark(card)
    return format_html(
        "{} 经认定，按规则计算是{}", override_mark(override), card_mark(card)
    )  # fmt: skip
