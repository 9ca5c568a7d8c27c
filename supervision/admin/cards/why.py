"""“为什么是这张牌”, and what was known on a past day of a card, a project, the board."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

import projects.converters  # noqa: F401
from projects.clock import now, today
from projects.errors import Refused
from projects.models import Programme
from projects.values.months import in_words, last_day
from supervision import scope
from supervision.admin.cards.as_of_day import (
    day_asked,
    programme_or_404,
    project_or_404,
    says_bad_days,
)
from supervision.admin.cards.as_of_day import refusal as refused_page
from supervision.admin.cards.why_board import rows_of
from supervision.admin.cards.why_card import told, year_of
from supervision.admin.cards.why_project import sides_of
from supervision.admin.pages import page
from supervision.cards.history import card_known, cells_known, periods_known
from supervision.models import Period, Report

PER_PAGE = 50


def urls(model_admin) -> list:
    """Addresses below the list of cards; each view checks for itself who may see what."""
    pages = [
        ("board/", latest_board, "board_latest"),
        ("<year:year>/board/", board_page, "board_known"),
        ("<year:year>/<number:number>/", project_page, "project_known"),
        ("<year:year>/<number:number>/<month:month>/", card_page, "card_why"),
        ("<year:year>/<number:number>/<month:month>/<str:name>.json", card_file, "card_file"),
    ]
    return [path(at, bound(model_admin, view), name=name) for at, view, name in pages]


def bound(model_admin, view):
    def answered(request, **kwargs):
        return view(model_admin, request, **kwargs)

    return model_admin.admin_site.admin_view(answered)


@says_bad_days
def card_page(model_admin, request, year, number, month):
    project = project_or_404(request, year, number)
    period = get_object_or_404(Period.everything, programme=project.programme, month=month)
    known = day_asked(request)
    title = f"为什么是这张牌：{project}　{in_words(month)}"
    try:
        then = told(card_known(project, period, known or today(), now()))
    except Refused as refused:
        return refused_page(model_admin, request, str(refused), status=404, title=title)
    context = {
        "title": title,
        "project": project,
        "period": period,
        "known": known,
        "told": then,
        "present": told(card_known(project, period, today(), now())) if known else None,
        "year": year_of(then, known or today()),
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
        card = card_known(project, period, day_asked(request) or today(), now())
    except Refused as refused:
        return refused_page(model_admin, request, str(refused), status=404)
    contents = {"facts": card.facts, "verdict": card.verdict, "policy": card.policy.body}
    if name not in contents:
        return refused_page(model_admin, request, "没有这个文件。", status=404)
    response = HttpResponse(contents[name], content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@says_bad_days
def project_page(model_admin, request, year, number):
    project, known = project_or_404(request, year, number), day_asked(request)
    context = {
        "title": f"当时所知：{project}",
        "project": project,
        "known": known,
        "sides": sides_of(project, known, today(), now()),
    }
    return page(model_admin, request, "cards/why/project.html", context)


def latest_board(model_admin, request):
    """To the board of the latest year that has months."""
    programmes = Programme.everything.filter(periods__isnull=False).order_by("-year")
    programme = programmes.first()
    if programme is None or not scope.supervises(request.user):
        raise Http404
    return HttpResponseRedirect(reverse("admin:board_known", args=[programme.year]))


@says_bad_days
def board_page(model_admin, request, year):
    programme, known = programme_or_404(request, year), day_asked(request)
    projects = programme.projects.order_by("number").select_related("programme")
    shown = Paginator(projects, PER_PAGE).get_page(request.GET.get("p"))
    periods = periods_known(programme, known or today())
    cells = cells_known(list(shown), periods, known or today(), now())
    context = {
        "title": f"{programme}看板",
        "programme": programme,
        "known": known,
        "periods": periods,
        "rows": rows_of(shown, periods, cells),
        "shown": shown,
    }
    return page(model_admin, request, "cards/why/board.html", context)
