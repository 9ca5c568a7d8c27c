"""Cards, bars and numbers, for pages of judgement and of the record alike."""

import datetime as dt
from fractions import Fraction
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from projects.values import days
from projects.values.months import in_words, short
from supervision.published.wording import Grade

register = template.Library()

# By hand: a list has fifty bars, and a template for each was the dearest part of its row.
BAR = (
    '<svg class="bar" height="14" viewBox="0 0 100 14" preserveAspectRatio="none" role="img"'
    ' aria-label="{{said}}">{}</svg>\n'
)
# The page of a project lies under that of its year.
LED = """
        <li><a href="{}">{}</a>{}{}</li>
        """
NOT_REPORTED = ("", mark_safe(" <small>未报</small>"))  # nosec
TRACK = 'class="bar-track" d="M0 7h100"'
DONE = 'class="bar-done" d="M0 7h{done}"'
GAP = 'class="bar-gap" d="M{done} 7H{mark}"'
MARK = 'class="bar-mark" d="M{mark} 0v14"'

register.filter("month_words", in_words)
register.filter("month_short", short)


@register.simple_tag
def badge(grade):
    """A card's badge; nothing where the programme shows bars only."""
    return drawn_badge(grade)


@lru_cache(maxsize=64)
def drawn_badge(grade: Grade | None) -> str:
    """There are a handful of badges, and hundreds of them on a page."""
    return render_to_string("public/_badge.html", {"grade": grade})


@register.simple_tag
def led(projects, year: int, keep: str = ""):
    """A unit's projects, a line each: by hand, as a page may list a hundred thousand."""
    all_of_year = reverse("year", args=[year])
    lines = (
        (
            f"{all_of_year}{each.number}/{keep}",
            f"{each.number}. {each.called}",
            NOT_REPORTED[each.missing],
            drawn_badge(each.grade),
        )
        for each in projects
    )
    return format_html_join("", LED, lines)


@register.simple_tag
def shapes(grades):
    """The shapes of some grades in a row, without their words."""
    return format_html_join("", "{}", ((shape(grade),) for grade in grades))


@lru_cache(maxsize=64)
def shape(grade: Grade) -> str:
    return format_html(
        '<svg class="{}" width="12" height="12"><use href="#{}"/></svg>', grade.colour, grade.shape
    )


@register.simple_tag
def bar(shares):
    """A progress bar with the plan's mark, drawn between 0 and 100."""
    actual, planned = shares.actual, shares.planned
    said = f"完成{shares.percent}%" if actual is not None else "完成情况不公布"
    said += f"，计划{shares.planned_percent}%"
    paths = [TRACK]
    paths += [DONE] if actual is not None else []
    paths += [GAP] if actual is not None and actual < planned else []
    paths += [MARK]
    lines = BAR.format("".join(f'<path vector-effect="non-scaling-stroke" {p}/>' for p in paths))
    return format_html(lines, said=said, done=drawn(actual), mark=drawn(planned))


@register.filter
def day_short(text: str) -> str:
    """Return 10月31日 for 2023-10-31."""
    return days.short(dt.date.fromisoformat(text))


def drawn(share: Fraction | None) -> str:
    """Where a share ends in the bar, in tenths: short of its end unless it is all."""
    if share is None:
        return ""
    return f"{int(max(min(share, 1), 0) * 1000) / 10:g}"
