"""怎么来的 of one promise: what the record knows of how it came to stand in its list."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.drafting.origins import origin_of
from projects.models import Project
from projects.views import programme_or_404


@require_safe
def origin(request, year, number):
    programme = programme_or_404(year)
    project = Project.everything.filter(programme=programme, number=number).first()
    if project is None:
        raise Http404(f"{year}年清单没有第{number}项。")
    context = {
        "origin": origin_of(project),
        "project": project,
        "programme": programme,
        "year": year,
        "here": f"第{number}项",
    }
    return render(request, "public/making/project.html", context)
