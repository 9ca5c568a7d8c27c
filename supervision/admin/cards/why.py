"""“为什么是这张牌”, as known now or on a past day (`?known=2023-10-06`)."""

import datetime as dt
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

import projects.converters  # noqa: F401
from projects.clock import now, today
from projects.errors import Refused
from projects.values import days
from projects.values.months import in_words, last_day
from supervision import scope
from supervision.admin.cards.why_card import explained, year_of
from supervision.admin.pages import page
from supervision.cards.history import card_as_of
from supervision.models import Period, Report


def day_asked(request) -> dt.date | None:
    """Return the day whose knowledge the page is to show; None for the present."""
    text = request.GET.get("known", "").strip()
    day = days.read_day(text) if text else None
    if day and day > today():
        raise days.BadDay(f"{days.in_words(day)}还没有到，只能看今天和以前所知。")
    return day


def project_or_404(request, year: int, number: int):
    """Return a project that the person may have explained: the office any, a unit what it leads."""
    projects = scope.projects(request.user, today()).select_related("programme")
    return get_object_or_404(projects, programme__year=year, number=number)


def says_bad_days(view):
    """Answer 400 with a sentence where the day asked about is none."""

    @wraps(view)
    def answered(model_admin, request, *args, **kwargs):
        try:
            return view(model_admin, request, *args, **kwargs)
        except days.BadDay as bad:
            return refusal(model_admin, request, str(bad), status=400)

    return answered


def refusal(model_admin, request, sentence: str, *, status: int, **context):
    context = {"title": "当时所知", "sentence": sentence, "back": request.path, **context}
    return page(model_admin, request, "cards/why/refused.html", context, status=status)


@says_bad_days
def card_page(model_admin, request, year, number, month):
    project = project_or_404(request, year, number)
    period = get_object_or_404(Period.everything, programme=project.programme, month=month)
    as_of = day_asked(request)
    title = f"为什么是这张牌：{project}　{in_words(month)}"
    try:
        then = explained(card_as_of(project, period, as_of or today(), now()))
    except Refused as refused:
        return refusal(model_admin, request, str(refused), status=404, title=title)
    context = {
        "title": title,
        "project": project,
        "period": period,
        "known": as_of,
        "told": then,
        "present": explained(card_as_of(project, period, today(), now())) if as_of else None,
        "year": year_of(then, as_of or today()),
        "report": report_of(request, project, period),
    }
    return page(model_admin, request, "cards/why/card.html", context)


def why_link(report: Report) -> str:
    """Where the month's card is explained; empty until the month is over."""
    period, project = report.period, report.project
    if today() <= last_day(period.month):
        return ""
    return reverse("admin:card_why", args=[project.programme.year, project.number, period.month])


def report_of(request, project, period) -> Report | None:
    return scope.reports(request.user, today()).filter(project=project, period=period).first()


@says_bad_days
def card_file(model_admin, request, year, number, month, name):
    """What a card rests on, as stored: facts, verdict and policy, so that it can be replayed."""
    project = project_or_404(request, year, number)
    period = get_object_or_404(Period.everything, programme=project.programme, month=month)
    try:
        card = card_as_of(project, period, day_asked(request) or today(), now())
    except Refused as refused:
        return refusal(model_admin, request, str(refused), status=404)
    contents = {"facts": card.facts, "verdict": card.verdict, "policy": card.policy.body}
    if name not in contents:
        return refusal(model_admin, request, "没有这个文件。", status=404)
    response = HttpResponse(contents[name], content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


# Below the list of cards; each page checks for itself who may see what.
PAGES = [
    ("<year:year>/<number:number>/<month:month>/", card_page, "card_why"),
    ("<year:year>/<number:number>/<month:month>/<str:name>.json", card_file, "card_file"),
]
