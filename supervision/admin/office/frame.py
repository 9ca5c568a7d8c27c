"""What the office's pages share: who they are for, their frame, the year they speak of."""

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse

from projects.models import Programme
from supervision.models import Period


def page(request, template: str, context: dict, *, status: int = 200):
    frame = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/{template}", frame | context, status=status)


def programme_of(request) -> Programme:
    """The year asked for by `?year=`, else the latest with months, else the latest."""
    programmes = Programme.everything.all()
    if "year" in request.GET:
        year = request.GET["year"]
        found = programmes.of_year(int(year)) if is_year(year) else None
    else:
        found = programmes.filter(periods__isnull=False).latest_year() or programmes.latest_year()
    if found is None:
        raise Http404
    return found


def is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def years_of(programme: Programme) -> dict:
    """The year shown and the others there are, for the head of a page."""
    years = Programme.everything.order_by("-year").values_list("year", flat=True)
    return {"programme": programme, "other_years": [y for y in years if y != programme.year]}


def closed_periods(programme: Programme) -> list[Period]:
    """The months closed so far, in order."""
    return list(programme.periods.closed())


def choice_or_404(request, name: str, choices) -> str:
    """Return what was chosen by a button of a form that takes a file out of the portal."""
    chosen = request.POST.getlist(name)
    if len(chosen) != 1 or chosen[0] not in choices:
        raise Http404
    return chosen[0]
