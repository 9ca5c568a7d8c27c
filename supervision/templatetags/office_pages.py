"""Marks for the office's pages, where a colour stands without a stored card."""

from django import template

from projects.values.months import listed
from supervision.admin.badges import colour_mark
from supervision.published.wording import UNRATED

register = template.Library()
register.simple_tag(colour_mark)
register.filter("months_in_words", listed)


@register.simple_tag
def grade_mark(grade) -> str:
    """A card as the public is shown it: in full, in words alone, or not at all."""
    if grade is None:
        return "只公开进度，不公开牌"
    if not grade.shape:
        return grade.words
    colour = "" if grade.colour == UNRATED else grade.colour
    return colour_mark(colour, f"{grade.name} {grade.words}".strip())
