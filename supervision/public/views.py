"""Public pages whose content is judgement. What may not be seen is not found: 404."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import Programme
from projects.values.months import in_words
from supervision.public import addresses
from supervision.public.corrections import corrections_page
from supervision.public.lists import Look, list_page
from supervision.public.pages import card_page, find_card, find_project, project_page, told_along
from supervision.public.status import opened


@require_safe
def home(request):
    programme = Programme.public.order_by("-year").first()
    if programme is None:
        return render(request, "public/nothing_yet.html")
    return listing(request, programme)


@require_safe
def year(request, year):
    return listing(request, programme_or_404(year))


def listing(request, programme):
    page = list_page(programme, request.GET, clock.today())
    lasting = reverse("year", args=[programme.year])
    context = {"programme": programme, "list": page, "lasting": lasting}
    return render(request, "public/list.html", context)


@require_safe
def corrections(request, year):
    programme = programme_or_404(year)
    page = corrections_page(programme, Look.of(request.GET))
    return render(request, "public/corrections.html", {"programme": programme, "list": page})


@require_safe
def project(request, year, number):
    page = project_page(project_or_404(year, number, **told_along()), clock.today())
    here = addresses.absolute(request, request.path)
    context = {"programme": page.project.programme, "page": page, "address": here}
    return render(request, "public/project.html", context)


@require_safe
def card(request, year, number, month):
    project, card = card_or_404(year, number, month)
    context = {"programme": project.programme, "page": card_page(project, card)}
    return render(request, "public/card.html", context)


@require_safe
def facts(request, year, number, month):
    project, card = card_or_404(year, number, month)
    return json_answer(card.facts, project.programme)


@require_safe
def verdict(request, year, number, month):
    project, card = card_or_404(year, number, month)
    return json_answer(card.verdict, project.programme)


def json_answer(content: dict, programme: Programme) -> JsonResponse:
    """A file beside a card page, readable as it stands; a header says where it is 演示."""
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    if programme.demonstration:
        answer["X-Demonstration"] = "true"
    return opened(answer)


def programme_or_404(year):
    programme = Programme.public.filter(year=year).first()
    if programme is None:
        raise Http404(f"没有找到{year}年的民生实事清单，可能还没有公布。")
    return programme


def project_or_404(year, number, **along):
    project = find_project(year, number, **along)
    if project is None:
        raise Http404(f"{year}年的清单里没有第{number}项，或清单还没有公布。")
    return project


def card_or_404(year, number, month):
    project = project_or_404(year, number)
    card = find_card(project, month)
    if card is None:
        raise Http404(f"第{number}项{in_words(month)}没有公开的亮牌结果。")
    return project, card
