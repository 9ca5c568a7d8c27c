"""Cards, bars and numbers, for pages of judgement and of the record alike."""

from django import template

from projects.months import in_words
from supervision.public import wording

register = template.Library()
register.filter("month_words", in_words)
register.filter("percent", wording.percent)
register.filter("points", wording.points)


@register.inclusion_tag("public/_badge.html")
def badge(grade):
    """A card's badge; nothing where the programme shows bars only."""
    return {"grade": grade}


@register.inclusion_tag("public/_bar.html")
def bar(actual, planned):
    """A progress bar with the plan's mark; shares of 1, drawn between 0 and 100."""
    return {
        "actual": wording.percent(actual),
        "planned": wording.percent(planned),
        "done": drawn(actual),
        "mark": drawn(planned),
        "gap": actual is not None and planned is not None and actual < planned,
    }


@register.filter
def month_short(month: str) -> str:
    """2023-09 as 9月."""
    return f"{int(month[5:])}月"


@register.filter
def day_short(text: str) -> str:
    """2023-10-31 as 10月31日."""
    return f"{int(text[5:7])}月{int(text[8:10])}日"


def drawn(share) -> str:
    if share is None:
        return ""
    return wording.percent(max(min(share, 1), 0 * share))
