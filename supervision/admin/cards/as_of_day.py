"""`?known=2023-10-06`: the day whose knowledge a page shows, and refusals in plain words."""

import datetime as dt
import re
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404

from projects.clock import today
from projects.models import Programme
from supervision import scope
from supervision.admin.pages import page

DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


class BadDay(Exception):
    """A day that cannot be asked about, with the sentence that says so."""


def day_asked(request) -> dt.date | None:
    """The day asked about; None where the page is to show the present."""
    text = request.GET.get("known", "").strip()
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise BadDay(f"“{printable(text)}”不是日期，请写成 2023-10-06 这样的年月日。")
    if day > today():
        raise BadDay(f"{day.year}年{day.month}月{day.day}日还没有到，只能看今天和以前所知。")
    return day


def printable(text: str) -> str:
    return "".join(sign for sign in text[:20] if sign.isprintable())


def project_or_404(request, year: int, number: int):
    """A project that the person may have explained: the office any, a unit what it leads."""
    projects = scope.projects(request.user, today()).select_related("programme")
    return get_object_or_404(projects, programme__year=year, number=number)


def programme_or_404(request, year: int) -> Programme:
    if not scope.supervises(request.user):
        raise Http404
    return get_object_or_404(Programme.everything, year=year)


def says_bad_days(view):
    """Answers 400 with a sentence where the day asked about is none."""

    @wraps(view)
    def answered(model_admin, request, *args, **kwargs):
        try:
            return view(model_admin, request, *args, **kwargs)
        except BadDay as bad:
            return refusal(model_admin, request, str(bad), status=400)

    return answered


def refusal(model_admin, request, sentence: str, *, status: int, **context):
    context = {"title": "当时所知", "sentence": sentence, "back": request.path, **context}
    return page(model_admin, request, "cards/why/refused.html", context, status=status)
