"""满意度测评: how deputies and residents found the year's projects."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.views import programme_or_404
from supervision.models import Poll


@require_safe
def satisfaction(request, year):
    programme = programme_or_404(year)
    polls = Poll.public.filter(programme=programme).prefetch_related("counts__project")
    return render(request, "public/satisfaction.html", {"programme": programme, "polls": polls})
