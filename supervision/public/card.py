"""Why this card: the page of a project's month, with its facts and verdict as files beside it."""

import json
from dataclasses import dataclass

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import (
    Programme,
    Project,
)
from projects.values.months import in_words
from supervision.models import CorrectedCard
from supervision.public.corrections import Change, changes_of
from supervision.public.picture_addresses import project_pictures
from supervision.public.project import project_or_404, reasons_of
from supervision.public.status import for_any_site
from supervision.published import sentences
from supervision.published.figures import Figure
from supervision.published.promised import published_figures
from supervision.published.shown import PublicCard, public_card, shown_cards


@dataclass(frozen=True)
class CardPage:
    """`reasons` are the findings that count, `notes` those that do not."""

    project: Project
    card: PublicCard
    answer: str
    reasons: list[dict]
    notes: list[dict]
    figures: list[Figure]
    margins: list[str]
    corrections: list[Change]

    @property
    def question(self) -> str:
        """为什么是黄牌, or by its words where colours are not shown."""
        grade = self.card.grade
        return f"{in_words(self.card.month)}为什么是{grade.name or f'“{grade.words}”'}"

    @property
    def here(self) -> str:
        return f"{in_words(self.card.month)}亮牌依据"


def find_card(project: Project, month: str) -> PublicCard | None:
    """The card in force of a published month; None where it may not be seen."""
    programme = project.programme
    if programme.card_display == Programme.CardDisplay.BAR:
        return None
    shown = shown_cards().filter(project=project, period__month=month).first()
    return shown and public_card(shown, project, programme)


def card_page(project: Project, card: PublicCard) -> CardPage:
    reasons = reasons_of(card)
    return CardPage(
        project=project,
        card=card,
        answer=sentences.answer(card, reasons),
        reasons=reasons,
        notes=[each for each in card.told["findings"] if each["severity"] == 0],
        figures=list(published_figures(card).values()),
        margins=sentences.margins(card),
        corrections=corrections_of(project, card),
    )


def corrections_of(project: Project, card: PublicCard) -> list[Change]:
    """What was published in place of an earlier result of this month, the first one first."""
    if not card.corrected:
        return []
    made = CorrectedCard.objects.filter(card__project=project, card__period__month=card.month)
    return changes_of(made, project.programme)


@require_safe
def card(request, year, number, month):
    project, card = card_or_404(year, number, month)
    context = {
        "programme": project.programme,
        "page": card_page(project, card),
        "pictures": project_pictures(project.programme, number, month),
    }
    return render(request, "public/card.html", context)


@require_safe
def facts(request, year, number, month):
    project, card = card_or_404(year, number, month)
    return json_answer(card.facts, project.programme)


@require_safe
def verdict(request, year, number, month):
    project, card = card_or_404(year, number, month)
    return json_answer(card.verdict, project.programme)


@require_safe
def policy(request, year, number, month):
    """The rules that judged a card, for who replays it; not where colours are not shown."""
    project = project_or_404(year, number)
    shown = shown_cards().filter(project=project, period__month=month).first()
    if shown is None or project.programme.card_display != Programme.CardDisplay.FULL:
        raise Http404(f"第{number}项{in_words(month)}没有公开的规则文件。")
    return json_answer(json.loads(shown.card.policy.body), project.programme)


def json_answer(content: dict, programme: Programme) -> JsonResponse:
    """A file beside a card page, readable as it stands; a header says where it is 演示."""
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    if programme.demonstration:
        answer["X-Demonstration"] = "true"
    return for_any_site(answer)


def card_or_404(year, number, month):
    project = project_or_404(year, number)
    card = find_card(project, month)
    if card is None:
        raise Http404(f"第{number}项{in_words(month)}没有公开的亮牌结果。")
    return project, card
