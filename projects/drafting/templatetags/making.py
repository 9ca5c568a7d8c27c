"""What drafting says on pages of others: an open call, where a promise came from."""

from django import template

from projects.clock import today
from projects.drafting import desk
from projects.drafting.consulted import told_of
from projects.drafting.models import Call, TextCorrection
from projects.drafting.public.consultation import takes

register = template.Library()


@register.inclusion_tag("public/making/_open.html", takes_context=True)
def open_call(context):
    """The call that residents may answer today, if any."""
    rows = Call.objects.open_on(today()).filter(audience=Call.Audience.RESIDENTS)
    call = rows.select_related("drafting").first()
    return {"call": call, "keep": context.get("keep", "")}


@register.simple_tag
def asked_of(person):
    """What drafting asks of a person just now, where another page is their first."""
    return desk.asked_of(person, today())


@register.inclusion_tag("public/making/_consulted.html", takes_context=True)
def consulted(context, drafting):
    """Who was asked about a list's versions, and what came of it.

    Until a list is issued the consultations of the public alone.
    """
    issued = drafting.state == drafting.State.ISSUED
    rows = [(each, takes(each.row)) for each in told_of(drafting) if issued or each.row.public]
    return {"rows": rows, "year": drafting.year, "keep": context.get("keep", "")}


@register.inclusion_tag("public/making/_origin.html", takes_context=True)
def how_it_came(context, project, programme):
    """A link to 怎么来的: at the least the document that it stands in."""
    return {"project": project, "programme": programme, "keep": context.get("keep", "")}


@register.inclusion_tag("public/making/_text_corrections.html", takes_context=True)
def text_corrections(context, project):
    """What the issuer corrected in a project's text, under it; one query."""
    rows = TextCorrection.objects.in_force().filter(project=project)
    return {"rows": rows, "keep": context.get("keep", "")}


@register.simple_tag
def all_text_corrections(programme):
    """What the issuer corrected in a list's texts, the last first."""
    rows = TextCorrection.objects.in_force().filter(project__programme=programme)
    return list(rows.select_related("project__programme"))
