"""满意度测评: how deputies and residents found the year's projects."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Project
from projects.views import programme_or_404
from supervision.models import Poll, PollCount


@require_safe
def satisfaction(request, year):
    programme = programme_or_404(year)
    polls = Poll.public.filter(programme=programme).prefetch_related("counts__project")
    return render(request, "public/satisfaction.html", {"programme": programme, "polls": polls})


def found_of(project: Project) -> list[PollCount]:
    """What each confirmed poll found of a project, the last first."""
    counts = PollCount.objects.filter(project=project, poll__decision__confirmed=True)
    return list(counts.select_related("poll").order_by("-poll__held_on", "-poll__pk"))
