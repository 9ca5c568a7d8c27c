"""Marks for the office's pages, where a colour stands without a stored card."""

from django import template
from django.utils.html import format_html

from projects.months import in_words
from supervision.admin.marks import SHAPES
from supervision.models import Card
from supervision.public.wording import UNRATED

register = template.Library()


@register.simple_tag
def colour_mark(colour: str, label: str = "") -> str:
    """A colour with its shape and words."""
    return format_html(
        '<span class="card-mark card-{}"><span aria-hidden="true">{}</span> {}</span>',
        colour or "unrated",
        SHAPES[colour],
        label or Card.Colour(colour).label,
    )


@register.simple_tag
def grade_mark(grade) -> str:
    """A card as the public is shown it: in full, in words alone, or not at all."""
    if grade is None:
        return "只公开进度，不公开牌"
    if not grade.shape:
        return grade.words
    colour = "" if grade.colour == UNRATED else grade.colour
    return colour_mark(colour, f"{grade.name} {grade.words}".strip())


@register.filter
def months_in_words(months) -> str:
    """2023年8月、9月: the year only where it changes."""
    said, year = [], ""
    for month in months:
        said.append(f"{int(month[5:])}月" if month[:4] == year else in_words(month))
        year = month[:4]
    return "、".join(said)
