"""What stands on a project's page besides its figures: guide, places, residents' voice."""

from django import template

from projects.models import GuideLine
from supervision.models import Feedback
from supervision.public.places import places_of

register = template.Library()
MOST_ANSWERS = 5


@register.inclusion_tag("public/_guide.html")
def guide(project):
    """与我有关: every kind of line, those that the unit has not confirmed as 待单位填写."""
    standing = {line.kind: line for line in project.guide.all()}
    lines = [standing.get(kind, GuideLine(kind=kind)) for kind in GuideLine.Kind.values]
    return {"lines": lines if standing else [], "waits": not all(line.shown for line in lines)}


@register.inclusion_tag("public/_places.html", takes_context=True)
def places(context, project, period):
    """The project's public places, as known in its last published month."""
    return {
        "places": places_of(project, period.month if period else ""),
        "project": project,
        "programme": context["programme"],
        "keep": context.get("keep", ""),
    }


@register.inclusion_tag("public/_voice.html", takes_context=True)
def voice(context, project):
    """Where to speak up, and what the office has answered in public."""
    programme = context["programme"]
    answers = Feedback.public.filter(project=project).order_by("-answered_at")
    return {
        "answers": answers[:MOST_ANSWERS] if programme.feedback else [],
        "project": project,
        "programme": programme,
        "keep": context.get("keep", ""),
    }


@register.filter
def dial(text: str) -> str:
    """A number as a telephone dials it: digits alone."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
