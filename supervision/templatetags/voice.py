"""What a resident can act on: the guide, and numbers to call."""

from django import template

from projects.models import GuideLine

register = template.Library()


@register.inclusion_tag("public/_guide.html")
def guide(confirmed, phone=""):
    """与我有关: what the unit has confirmed, and in one sentence what it has not."""
    standing = {line.kind: line for line in confirmed}
    lines = [standing.get(kind, GuideLine(kind=kind)) for kind in GuideLine.Kind.values]
    waits = [line.get_kind_display() for line in lines if not line.shown]
    said = [line for line in lines if line.shown]
    return {"lines": lines if standing else [], "said": said, "waits": waits, "phone": phone}


@register.filter
def dial(text: str) -> str:
    """A number as a telephone dials it: digits alone."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
