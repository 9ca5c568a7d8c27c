"""验收 in the admin: one person of the office enters it, another confirms or sends it away."""

from django import forms
from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Words
from projects.admin.papers import WithPaper, handed_out
from projects.clock import now
from projects.models import Project
from projects.values.days import Day
from supervision.actions.acceptances import Finding, decide_acceptance, propose_acceptance
from supervision.admin.two_people import Decided, DecisionPage, Proposals
from supervision.models import Acceptance


class AcceptanceForm(WithPaper):
    project = forms.ModelChoiceField(
        Project.everything.select_related("programme"), label="实事项目"
    )
    passed = forms.TypedChoiceField(
        label="结论",
        choices=[("", "请选择"), ("1", "通过"), ("0", "不通过")],
        coerce=lambda text: text == "1",
    )
    body = Line(label="验收单位", max_length=100, help_text="会在公众页面显示。")
    held_on = Day(label="验收日期")
    document = Line(label="验收文号", max_length=100, help_text="会在公众页面显示。")
    reason = Words(
        label="理由",
        max_length=300,
        required=False,
        help_text="不通过、指标未全部完成而通过、再次验收时必填。会在公众页面显示，不写个人信息。",
    )
    paper, stamped = "验收文件", "盖章的验收意见或纪要。"

    def photos(self) -> bool:
        """Where the project allows any."""
        project = self.cleaned_data.get("project")
        return project is not None and not project.sensitive


class ProposePage(ActPage):
    template_name = "admin/matters/acceptance_propose.html"
    form_class, title = AcceptanceForm, "登记验收"
    done = "验收已登记，请另一位督查人员确认。"

    def get_initial(self):
        return {"project": self.request.GET.get("project", "")}

    def act(self, form):
        typed = dict(form.cleaned_data)
        project, file = typed.pop("project"), typed.pop("file")
        finding = Finding(**typed)
        return propose_acceptance(
            project=project, finding=finding, file=file, by=self.request.user, at=now()
        )

    def onward(self, acceptance):
        return reverse("admin:supervision_acceptance_change", args=[acceptance.pk])


class AcceptancePage(DecisionPage):
    template_name, action = "admin/matters/acceptance.html", decide_acceptance
    title, name = "验收", "acceptance"
    confirmed, declined = "已确认，公布当月进展后在公众页面显示。", "已退回。"

    def context(self):
        others = self.row.project.acceptances.exclude(pk=self.row.pk)
        return {**super().context(), "others": others.select_related("decision")}


def file_page(model_admin, request, pk):
    return handed_out(get_object_or_404(Acceptance, pk=pk))


@admin.register(Acceptance)
class AcceptanceAdmin(Proposals):
    list_display = ["project", "outcome", "body", "held_on", "document", "state", "proposed_by"]
    list_filter = ["project__programme", Decided]
    search_fields = ["project__title", "document", "body"]
    search_help_text = "按项目、文号或验收单位查找"
    change_list_template = "admin/matters/acceptance_list.html"
    pages = [
        ("propose/", ProposePage, "supervision_acceptance_propose"),
        ("<int:pk>/file/", file_page, "supervision_acceptance_file"),
    ]
    change_page = AcceptancePage

    @admin.display(description="结论")
    def outcome(self, acceptance):
        return acceptance.outcome
