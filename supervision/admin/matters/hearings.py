from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from supervision import scope
from supervision.actions import hearings
from supervision.admin.matters.slip_forms import Words
from supervision.admin.pages import OfficeOnly, found, page
from supervision.desk import hearings as heard
from supervision.models import Appeal, AppealStep, TrialAnswer, TrialReply

Kind = AppealStep.Kind


class SaidForm(forms.Form):
    text = Words(rows=5, max_length=2000, label="内容")

    def __init__(self, label: str, hint: str, data=None):
        super().__init__(data)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


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


@admin.register(TrialReply)
class TrialReplyAdmin(OfficeOnly, SeenOnlyAdmin):
    """拟亮牌申辩: all listed for the office; each report has a page, its unit's too."""

    list_display = ["report", "unit", "short", "at", "by", "verdict"]
    list_filter = ["report__period"]
    list_select_related = ["report__project", "report__period", "report__unit", "by", "answer"]
    search_fields = ["report__project__title", "text"]
    search_help_text = "按项目或文字查找"
    ordering = ["-at"]

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

    def get_urls(self):
        trial = self.admin_site.admin_view(self.trial_view)
        answer = self.admin_site.admin_view(self.answer_view)
        own = [
            path("report/<int:pk>/", trial, name="supervision_trial"),
            path("<int:pk>/answer/", answer, name="supervision_trial_answer"),
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return to_trial(found(self, request, object_id).report)

    def trial_view(self, request, pk):
        """The unit's own trial card with its reasons, and what was said to it."""
        reports = scope.reports(request.user, today())
        report = get_object_or_404(reports.select_related("project__programme", "period"), pk=pk)
        own = scope.own_reports(request.user, today()).filter(pk=pk).exists()
        if request.method == "POST" and not own:
            raise Http404
        hint = "写清事实和理由；督查人员在定稿前答复，答复和申辩都永久保留。"
        form = SaidForm("申辩内容", hint, request.POST or None)
        act = {"report": report, "by": request.user, "at": now()}
        if form.is_valid() and heard_out(
            request, form, hearings.reply_to_trial, act, "已提交申辩。"
        ):
            return to_trial(report)
        return self.trial_page(request, report, form, own=own)

    def trial_page(self, request, report, form, *, own=False, judged=None, judging=None):
        """`judging` is the form for the reply with the key `judged`, where it was filled in."""
        trial, refused = heard.trial_of(report, now())
        office = scope.supervises(request.user) and not report.period.closed_at
        context = {
            "title": f"拟亮牌：{report.project}　{report.period}",
            "report": report,
            "trial": trial,
            "refused": refused,
            "form": form if own and trial else None,
            "rows": [
                (reply, judging if reply.pk == judged else VerdictForm(auto_id=f"id_{reply.pk}_%s"))
                for reply in heard.replies_to(report)
            ],
            "office": office,
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "matters/hearings/trial.html", context, status=status)

    def answer_view(self, request, pk):
        reply = found(self, request, pk)
        if request.method != "POST":
            return to_trial(reply.report)
        form = VerdictForm(request.POST, auto_id=f"id_{reply.pk}_%s")
        act = {"reply": reply, "by": request.user, "at": now()}
        if form.is_valid() and heard_out(request, form, hearings.answer_reply, act, "已答复申辩。"):
            return to_trial(reply.report)
        return self.trial_page(request, reply.report, None, judged=reply.pk, judging=form)


class OutcomeFilter(admin.SimpleListFilter):
    title, parameter_name = "结论", "outcome"

    def lookups(self, request, model_admin):
        return [("waiting", "待受理"), *Kind.choices]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(last_kind__isnull=True)
        return queryset.filter(last_kind=self.value()) if self.value() in Kind else queryset


@admin.register(Appeal)
class AppealAdmin(SeenOnlyAdmin):
    """复核申请: made from the card's page, taken up and decided on its own."""

    list_display = ["project", "month", "unit", "at", "last"]
    list_filter = [OutcomeFilter]
    list_select_related = ["card__project", "card__period", "unit"]
    search_fields = ["card__project__title", "unit__name", "text"]
    search_help_text = "按项目、单位或文字查找"
    ordering = ["-at"]

    def get_queryset(self, request):
        mine = scope.appeals(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk")).with_outcome()

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user) or scope.fills(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="项目")
    def project(self, appeal):
        return appeal.card.project

    @admin.display(description="月份", ordering="card__period__month")
    def month(self, appeal):
        return appeal.card.period.month

    @admin.display(description="结论")
    def last(self, appeal):
        return Kind(appeal.last_kind).label if appeal.last_kind else "待受理"

    def get_urls(self):
        card = self.admin_site.admin_view(self.card_view)
        return [path("card/<int:pk>/", card, name="supervision_appeal_card"), *super().get_urls()]

    def card_view(self, request, pk):
        """A unit's closed card: why, how to clear it, and until when it may be appealed."""
        cards = scope.cards(request.user, today()).select_related("project__programme", "period")
        card = get_object_or_404(cards, pk=pk)
        own = scope.own_cards(request.user, today()).filter(pk=pk).exists()
        if request.method == "POST" and not own:
            raise Http404
        form = SaidForm("申请复核的理由", "写清哪里不符合事实或规则。", request.POST or None)
        if form.is_valid() and self.applied(request, card, form):
            return HttpResponseRedirect(reverse("admin:supervision_appeal_card", args=[pk]))
        until = hearings.last_day_to_appeal(card.period)
        appeal = heard.appeal_of(card)
        context = {
            "title": f"亮牌：{card.project}　{card.period}",
            "card": card,
            "findings": card.findings,
            "until": until,
            "appeal": appeal,
            "form": form if own and not appeal and today() <= until else None,
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "matters/hearings/card.html", context, status=status)

    def applied(self, request, card, form) -> bool:
        unit = heard.unit_of(request.user, card, today())
        act = {"card": card, "unit": unit, "by": request.user, "at": now()}
        return heard_out(request, form, hearings.appeal, act, "复核申请已提交。")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        appeal = found(self, request, object_id)
        office = scope.supervises(request.user)
        if request.method == "POST" and not office:
            raise Http404
        form = OutcomeForm(request.POST if "decide" in request.POST else None)
        if request.method == "POST" and self.stepped(request, appeal, form):
            return HttpResponseRedirect(request.path)
        context = {
            "title": f"复核申请：{appeal.card.project}　{appeal.card.period}",
            "appeal": appeal,
            "card": appeal.card,
            "findings": appeal.card.findings,
            "steps": appeal.steps.select_related("by"),
            "may_take_up": office and appeal.last_kind is None,
            "form": form if office and appeal.last_kind == Kind.TAKEN_UP else None,
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "matters/hearings/appeal.html", context, status=status)

    def stepped(self, request, appeal: Appeal, form) -> bool:
        act = {"appeal": appeal, "by": request.user, "at": now()}
        if "take_up" in request.POST:
            return heard_out(request, None, hearings.take_up, act, "已受理。")
        return form.is_valid() and heard_out(request, form, hearings.decide, act, "结论已记录。")


def heard_out(request, form, act, given: dict, said: str) -> bool:
    """Whether it was done; if not, the sentence why stands on the page."""
    try:
        act(**given, **(form.cleaned_data if form else {}))
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True


def to_trial(report):
    return HttpResponseRedirect(reverse("admin:supervision_trial", args=[report.pk]))
