from django import forms
from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.admin.sheets import SheetExportAdmin
from projects.clock import now, today
from supervision import scope
from supervision.actions import hearings
from supervision.admin.matters.resource import AppealResource, ReplyResource
from supervision.admin.pages import OfficeAndUnits, OfficeOnly
from supervision.desk import hearings as heard
from supervision.models import Appeal, AppealStep, TrialAnswer, TrialReply

Kind = AppealStep.Kind


class ReplyForm(forms.Form):
    text = Words(
        label="申辩内容",
        rows=5,
        max_length=2000,
        help_text="写清事实和理由；督查人员在定稿前答复，答复和申辩都永久保留。",
    )


class AppealForm(forms.Form):
    text = Words(
        label="申请复核的理由",
        rows=5,
        max_length=2000,
        help_text="写清哪里不符合事实或规则。",
    )


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="结论", choices=[("", "请选择"), *TrialAnswer.Verdict.choices]
    )
    reason = Words(label="理由", help_text="单位看得到；要改牌的，先退回或更正数据。")


class OutcomeForm(forms.Form):
    changed = forms.TypedChoiceField(
        label="结论",
        choices=[("", "请选择"), ("0", "维持"), ("1", "变更")],
        coerce=lambda text: text == "1",
        help_text="变更之前，先更正数据或办理亮牌认定，改出来的牌在这里记明。",
    )
    reason = Words(label="理由", help_text="写清事实和依据，单位看得到，永久保留。")


def trial_context(request, report, form=None, judged=None) -> dict:
    """Return what the page of a trial card shows; `form` answers the reply `judged`."""
    trial, refused = heard.trial_of(report, now())
    return {
        "title": f"拟亮牌：{report.project}　{report.period}",
        "report": report,
        "trial": trial,
        "none": refused,
        "rows": [
            (reply, form if reply == judged else VerdictForm(auto_id=f"id_{reply.pk}_%s"))
            for reply in heard.replies_to(report)
        ],
        "office": scope.supervises(request.user) and not report.period.closed_at,
    }


class TrialPage(ActPage):
    """The unit's own trial card with its reasons, and what was said to it."""

    template_name = "admin/matters/hearings/trial.html"
    form_class, action, done = ReplyForm, hearings.reply_to_trial, "已提交申辩。"

    def fetch(self, pk):
        reports = scope.reports(self.request.user, today())
        self.report = get_object_or_404(
            reports.select_related("project__programme", "period"), pk=pk
        )
        self.own = scope.own_reports(self.request.user, today()).filter(pk=pk).exists()
        if self.request.method == "POST" and not self.own:
            raise Http404

    def arguments(self):
        return {"report": self.report}

    def context(self):
        return {**trial_context(self.request, self.report), "own": self.own}


class AnswerPage(ActPage):
    """What the office says to a reply, on the trial card's page."""

    template_name = "admin/matters/hearings/trial.html"
    form_class, action, done = VerdictForm, hearings.answer_reply, "已答复申辩。"

    def fetch(self, pk):
        self.reply = self.model_admin.found(self.request, pk)
        if self.request.method != "POST":
            return redirect(self.onward(None))

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "auto_id": f"id_{self.reply.pk}_%s"}

    def arguments(self):
        return {"reply": self.reply}

    def onward(self, answer):
        return reverse("admin:supervision_trial", args=[self.reply.report_id])

    def get_context_data(self, **kw):
        own = trial_context(self.request, self.reply.report, kw["form"], self.reply)
        own["answered"] = hasattr(self.reply, "answer")
        return super().get_context_data(**kw) | own


@admin.register(TrialReply)
class TrialReplyAdmin(OfficeOnly, SheetExportAdmin, SeenOnlyAdmin):
    """拟亮牌申辩: all listed for the office; each report has a page, its unit's too."""

    resource_classes = [ReplyResource]
    list_display = ["report", "unit", "short", "at", "by", "verdict"]
    list_filter = ["report__period"]
    list_select_related = ["report__project", "report__period", "report__unit", "by", "answer"]
    search_fields = ["report__project__title", "text"]
    search_help_text = "按项目或文字查找"
    ordering = ["-at"]
    own_pages = [
        ("report/<int:pk>/", TrialPage, "supervision_trial"),
        ("<int:pk>/answer/", AnswerPage, "supervision_trial_answer"),
    ]

    @admin.display(description="单位")
    def unit(self, reply):
        return reply.report.unit

    @admin.display(description="申辩内容")
    def short(self, reply):
        return reply.text if len(reply.text) <= 40 else f"{reply.text[:40]}……"

    @admin.display(description="答复")
    def verdict(self, reply):
        answer = getattr(reply, "answer", None)
        return answer.get_verdict_display() if answer else "待答复"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:supervision_trial", self.found(request, object_id).report_id)


class CardPage(ActPage):
    """A unit's closed card: why, how to clear it, and until when it may be appealed."""

    template_name = "admin/matters/hearings/card.html"
    form_class, action, done = AppealForm, hearings.appeal, "复核申请已提交。"

    def fetch(self, pk):
        cards = scope.cards(self.request.user, today())
        self.card = get_object_or_404(cards.select_related("project__programme", "period"), pk=pk)
        self.own = scope.own_cards(self.request.user, today()).filter(pk=pk).exists()
        if self.request.method == "POST" and not self.own:
            raise Http404

    def arguments(self):
        return {"card": self.card, "unit": heard.unit_of(self.request.user, self.card, today())}

    def context(self):
        until = hearings.last_day_to_appeal(self.card.period)
        appeal = heard.appeal_of(self.card)
        return {
            "title": f"亮牌：{self.card.project}　{self.card.period}",
            "card": self.card,
            "findings": self.card.findings,
            "until": until,
            "appeal": appeal,
            "may_appeal": self.own and not appeal and today() <= until,
        }


class AppealPage(ButtonsPage):
    template_name = "admin/matters/hearings/appeal.html"
    buttons = {
        "decide": (OutcomeForm, hearings.decide, "结论已记录。"),
        "take_up": (forms.Form, hearings.take_up, "已受理。"),
    }
    usual = "decide"

    def fetch(self, pk):
        self.appeal = self.model_admin.found(self.request, pk)
        self.office = scope.supervises(self.request.user)
        if self.request.method == "POST" and not self.office:
            raise Http404

    def arguments(self):
        return {"appeal": self.appeal}

    def context(self):
        appeal = self.appeal
        return {
            "title": f"复核申请：{appeal.card.project}　{appeal.card.period}",
            "appeal": appeal,
            "card": appeal.card,
            "findings": appeal.card.findings,
            "steps": appeal.steps.select_related("by"),
            "may_take_up": self.office and appeal.last_kind is None,
            "may_decide": self.office and appeal.last_kind == Kind.TAKEN_UP,
        }


class OutcomeFilter(admin.SimpleListFilter):
    title, parameter_name = "结论", "outcome"

    def lookups(self, request, model_admin):
        return [("waiting", "待受理"), *Kind.choices]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(last_kind__isnull=True)
        return queryset.filter(last_kind=self.value()) if self.value() in Kind else queryset


@admin.register(Appeal)
class AppealAdmin(OfficeAndUnits, SheetExportAdmin, SeenOnlyAdmin):
    """复核申请: made from the card's page, taken up and decided on its own."""

    resource_classes = [AppealResource]
    list_display = ["project", "month", "unit", "at", "last"]
    list_filter = [OutcomeFilter]
    list_select_related = ["card__project", "card__period", "unit"]
    search_fields = ["card__project__title", "unit__name", "text"]
    search_help_text = "按项目、单位或文字查找"
    ordering = ["-at"]
    own_pages = [("card/<int:pk>/", CardPage, "supervision_appeal_card")]
    change_page = AppealPage

    def get_queryset(self, request):
        mine = scope.appeals(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk")).with_outcome()

    @admin.display(description="项目")
    def project(self, appeal):
        return appeal.card.project

    @admin.display(description="月份", ordering="card__period__month")
    def month(self, appeal):
        return appeal.card.period.month

    @admin.display(description="结论")
    def last(self, appeal):
        return Kind(appeal.last_kind).label if appeal.last_kind else "待受理"
