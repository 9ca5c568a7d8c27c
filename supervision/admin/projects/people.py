"""本单位人员: a leader sees who works for the unit, and whether their accounts are in order."""

from django.contrib.admin import site
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from projects.accounts.two_step import secured
from projects.clock import today
from projects.models import UnitMember, current
from supervision import scope


@require_safe
def people(request, pk: int):
    """Only those in post today; of each no more than a leader needs to keep order."""
    day = today()
    unit = get_object_or_404(scope.headed(request.user, day), pk=pk)
    posts = UnitMember.objects.filter(current(day), unit=unit).select_related("person")
    context = {
        **site.each_context(request),
        "title": "本单位人员",
        "unit": unit,
        "posts": posts.annotate(secured=secured("person")).order_by("post", "person__name", "pk"),
    }
    return TemplateResponse(request, "admin/projects/people.html", context)


def urls(site) -> list:
    return [path("people/<int:pk>/", site.admin_view(people), name="unit_people")]
