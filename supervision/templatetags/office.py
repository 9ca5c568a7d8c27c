"""Marks and numbers for the office's and the units' pages."""

from decimal import ROUND_DOWN, Decimal

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe

from projects.values.months import in_words
from projects.values.numbers import plain
from supervision.admin import badges
from supervision.admin.cards.legend import legend_of

register = template.Library()
register.simple_tag(badges.state_mark, name="state_mark")
register.simple_tag(badges.card_mark, name="card_mark")
register.simple_tag(badges.slip_mark, name="slip_mark")
register.filter("number", plain)
register.filter("month_in_words", in_words)


@register.inclusion_tag("admin/_legend.html")
def legend(policy=None):
    """What the colours mean, wherever cards stand: in the words of their policy."""
    return legend_of(policy)


@register.inclusion_tag("admin/reports/fill/_problem.html")
def problem(key, field, errors):
    """The sentence beside a box that is wrong."""
    return {"id": f"error-{key}-{field}", "text": errors.get(field, "")}


@register.filter
def percent_words(share) -> str:
    """A share as 60.4%, cut rather than rounded: 9.96 is not shown as 10.0."""
    if share is None:
        return "—"
    return f"{plain((share * 100).quantize(Decimal('0.1'), ROUND_DOWN))}%"


@register.filter
def megabytes(size: int) -> str:
    return f"{size / 1048576:.1f}MB" if size >= 1048576 else f"{max(size // 1024, 1)}KB"


@register.filter
def labelled(cells, headers) -> list:
    """A row's cells, each with the name of its column."""
    names = (strip_tags(header["text"]) for header in headers)
    return [named(*each) for each in zip(cells, names, strict=True)]


def named(cell: str, name: str) -> str:
    """Safe: the cell is Django's own, and the name is escaped."""
    label = format_html(' data-label="{}"', name) if name else ""
    return mark_safe(f"{cell[:3]}{label}{cell[3:]}")  # nosec
