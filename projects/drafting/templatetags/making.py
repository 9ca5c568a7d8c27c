"""What pages of other apps show of how lists come to be."""

from django import template

from projects.clock import today
from projects.drafting.models import Call

register = template.Library()


@register.inclusion_tag("public/making/_open.html", takes_context=True)
def open_call(context):
    """The call that residents may answer today, if any."""
    rows = Call.objects.open_on(today()).filter(audience=Call.Audience.RESIDENTS)
    call = rows.select_related("drafting").first()
    return {"call": call, "keep": context.get("keep", "")}
