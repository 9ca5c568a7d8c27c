"""规则的准头: how the rules themselves did in a year."""

from django.views.decorators.http import require_safe

from supervision.admin.office.frame import page, programme_of, years_of
from supervision.yearend.scores import scores


@require_safe
def scores_page(request):
    programme = programme_of(request)
    context = {"title": "规则的准头", "scores": scores(programme), **years_of(programme)}
    return page(request, "years/scores.html", context)
