"""报送计划: the page on which a lead unit drafts a plan, and the office's page of all that wait."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.fields import Line, Words
from projects.admin.planform import AnsweredPlan, PlanRows
from projects.clock import now, today
from supervision import scope
from supervision.actions.plan_drafts import decide_plan_drafts, draft_plan
from supervision.admin.two_people import Decided, Proposals
from supervision.models import PlanDraft


class DraftForm(AnsweredPlan):
    sends, onward = "send", "报送"


class PlanDraftPage(ActPage):
    """A target of the person's own unit that has no plan yet."""

    template_name = "admin/projects/plan_draft.html"

    def fetch(self, pk):
        found = scope.to_plan(self.request.user, today()).select_related("project__programme")
        self.target = found.filter(pk=pk).first()
        if self.target is None:
            raise Http404
        self.terms = self.target.terms.order_by("-version").first()

    def get_form(self, form_class=None):
        data = self.request.POST or None
        return DraftForm(data, rows=PlanRows(self.target, self.terms, data), at=now())

    def act(self, form):
        if "send" not in self.request.POST.getlist("do"):
            return self.shown_again(form)
        given = {"points": form.plan.points, "answer": form.cleaned_data["answer"]}
        unit = scope.leading_unit(self.request.user, self.target.project, today())
        return draft_plan(target=self.target, unit=unit, **given, by=self.request.user, at=now())

    def said(self, draft):
        return f"已报送“{self.target}”的计划，等办公室核对批准；批准以前可以再报一版。"

    def onward(self, draft):
        return reverse("admin:index")

    def context(self):
        drafts = self.target.plan_drafts.select_related("proposed_by", "decision")
        return {
            "title": f"报送计划：{self.target}",
            "target": self.target,
            "terms": self.terms,
            "drafts": drafts.order_by("-pk"),
        }


class ApproveForm(forms.Form):
    document = Line(
        label="批准依据",
        max_length=100,
        help_text="哪次会议或哪份文件，如：管委会办公会议纪要〔2023〕3号。",
        error_messages={"required": "请填写批准依据（哪次会议或哪份文件）。"},
    )


class ReturnForm(forms.Form):
    reason = Words(
        label="退回原因",
        max_length=300,
        rows=2,
        help_text="单位会看到，照此改了再报。",
        error_messages={"required": "退回要写明原因，单位会看到。"},
    )


class PlanDraftsPage(ButtonsPage):
    """All that wait, with what was asked about each and said to it; those ticked are decided."""

    template_name = "admin/projects/plan_drafts.html"
    usual = "approve"
    buttons = {
        "approve": (ApproveForm, None, "已批准{}个指标的计划。"),
        "back": (ReturnForm, None, "已退回{}个指标的计划。"),
    }

    def fetch(self):
        if not scope.supervises(self.request.user):
            raise Http404
        related = ("target__project__programme", "unit", "proposed_by")
        rows = PlanDraft.objects.filter(decision__isnull=True).select_related(*related)
        self.rows = list(rows.order_by("unit", "target__project__number", "target__number"))
        self.ticked = set(self.request.POST.getlist("pick"))

    def act(self, form):
        chosen = [row for row in self.rows if str(row.pk) in self.ticked]
        drafts = chosen if len(chosen) == len(self.ticked) else []
        given = {"confirmed": self.pressed == "approve", **form.cleaned_data}
        return decide_plan_drafts(drafts=drafts, **given, by=self.request.user, at=now())

    def said(self, result):
        return super().said(len(result))

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        back = isinstance(form, ReturnForm)
        return super().get_context_data(form=form, **kw) | {
            "approve_form": ApproveForm() if back else form,
            "back_form": form if back else ReturnForm(),
        }

    def context(self):
        return {"title": "单位报的计划", "rows": self.rows, "ticked": self.ticked}


@admin.register(PlanDraft)
class PlanDraftAdmin(Proposals):
    list_display = ["target", "unit", "said", "state", "proposed_by", "proposed_at"]
    list_filter = ["target__project__programme", Decided]
    list_select_related = ["target", "unit", "proposed_by", "decision"]
    search_fields = ["target__name", "target__project__title", "unit__name"]
    search_help_text = "按指标、项目或单位查找"
    fields = ["target", "unit", "planned", "answer", "proposed_at", "proposed_by"]
    own_pages = [
        ("target/<int:pk>/", PlanDraftPage, "supervision_plan_draft"),
        ("waiting/", PlanDraftsPage, "supervision_plan_drafts"),
    ]

    @admin.display(description="计划")
    def planned(self, draft):
        lines = format_html_join("", "<li>{}：{}</li>", draft.lines)
        return format_html('<ul class="plain-list">{}</ul>', lines)
