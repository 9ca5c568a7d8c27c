"""Pages of the record: true whoever looks."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.verbatim import lines


@require_safe
def explanation(request, year):
    programme = Programme.public.filter(year=year).first()
    if programme is None:
        raise Http404(f"没有找到{year}年的民生实事清单，可能还没有公布。")
    numbers = set(programme.projects.values_list("number", flat=True))
    sections = [(section, lines(section.text)) for section in programme.sections.all()]
    context = {"programme": programme, "sections": sections, "numbers": numbers}
    return render(request, "public/explanation.html", context)
