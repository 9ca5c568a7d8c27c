"""What a resident can act on: the guide, and numbers to call."""

from django import template

from projects.models import GuideLine

register = template.Library()


@register.inclusion_tag("public/_guide.html")
def guide(confirmed, phone=""):
    """与我有关: every kind of line, those that the unit has not confirmed as 待单位填写."""
    standing = {line.kind: line for line in confirmed}
    lines = [standing.get(kind, GuideLine(kind=kind)) for kind in GuideLine.Kind.values]
    waits = not all(line.shown for line in lines)
    return {"lines": lines if standing else [], "waits": waits, "phone": phone}


@register.filter
def dial(text: str) -> str:
    """A number as a telephone dials it: digits alone."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
