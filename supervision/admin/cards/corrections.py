"""更正: units hand them in, the office publishes them with signer, basis and a public note."""

import json
from dataclasses import dataclass

from django import forms
from django.contrib import admin

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Line, Words
from projects.errors import Refused
from supervision.actions.corrections import check_can_publish, publish_correction
from supervision.admin.pages import OfficeOnly
from supervision.admin.reports.correcting import CorrectPage
from supervision.models import Card, Correction
from supervision.published.figures import from_facts
from supervision.published.sentences import done_words


class PublishForm(forms.Form):
    signer = Line(label="签发人", max_length=50)
    basis = Line(
        label="公开依据", max_length=200, help_text="如：更正单〔2023〕1号。会显示在公众页面上。"
    )
    public_note = Words(
        label="公开说明",
        max_length=300,
        help_text="公众在更正记录中看到的话：原来是多少，更正为多少，为什么。不写个人信息。",
    )


class CorrectionPage(ActPage):
    template_name = "admin/cards/correction.html"
    form_class, action = PublishForm, publish_correction
    done = "更正已公开，公众页面和更正记录已经更新。"

    def fetch(self, pk):
        self.correction = self.model_admin.found(self.request, pk)

    def arguments(self):
        return {"correction": self.correction}

    def context(self):
        report = self.correction.submission.report
        return {
            "title": f"更正：{report}",
            "correction": self.correction,
            "report": report,
            "changes": changes_of(self.correction),
            "why_not": why_not(self.correction),
        }


@dataclass(frozen=True)
class Changed:
    """A month's card before and after; `lines` are (target, before, after) of what differs."""

    old: Card
    new: Card
    lines: list[tuple[str, str, str]]


@admin.register(Correction)
class CorrectionAdmin(OfficeOnly, SeenOnlyAdmin):
    """更正: made by accepting a corrected report of a closed month; published from here."""

    list_display = ["project", "month", "accepted_at", "accepted_by", "step", "published_at"]
    list_filter = ["submission__report__period", ("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["submission__report__project", "submission__report__period",
                           "accepted_by"]  # fmt: skip
    search_fields = ["submission__report__project__title", "submission__correction"]
    search_help_text = "按项目或更正原因查找"
    ordering = ["-accepted_at"]
    own_pages = [("of/<int:pk>/", CorrectPage, "report_correct")]
    change_page = CorrectionPage

    @admin.display(description="项目")
    def project(self, correction):
        return correction.submission.report.project

    @admin.display(description="月份", ordering="submission__report__period__month")
    def month(self, correction):
        return correction.submission.report.period.month

    @admin.display(description="公开")
    def step(self, correction):
        if correction.published_at:
            return "已公开"
        published = correction.submission.report.period.published_at
        return "待公开" if published else "随本月一起公开"


def why_not(correction: Correction) -> str:
    """Why it cannot be published now; empty where it can."""
    try:
        check_can_publish(correction)
    except Refused as refused:
        return str(refused)
    return ""


def changes_of(correction: Correction) -> list[Changed]:
    """Every month whose card the correction changed, with the version it replaced."""
    made = correction.cards.select_related("card__period", "card__project")
    cards = [each.card for each in made.order_by("card__period__month")]
    versions = Card.everything.filter(
        project__in=[card.project_id for card in cards], period__in=[c.period_id for c in cards]
    )
    former = {(each.project_id, each.period_id, each.version): each for each in versions}
    return [
        changed(former[card.project_id, card.period_id, card.version - 1], card) for card in cards
    ]


def changed(old: Card, new: Card) -> Changed:
    before, after = figures(old, new.period.month), figures(new, new.period.month)
    lines = [
        (name, before.get(name, "没有数据"), words)
        for name, words in after.items()
        if before.get(name) != words
    ]
    return Changed(old, new, lines)


def figures(card: Card, month: str) -> dict[str, str]:
    """Each judged target's figure in words, small counts included: this is inside."""
    judged = {target["name"]: target for target in json.loads(card.verdict)["targets"]}
    told = [
        from_facts(facts, judged[facts["name"]], month)
        for facts in json.loads(card.facts)["targets"]
    ]
    return {figure.name: done_words(figure) for figure in told if not figure.pending}
