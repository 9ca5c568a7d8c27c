"""承诺调整: every change of a programme's promises, the pages that propose one and decide on it.

In a draft, of which nothing is public, a change is made at once.
"""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.admin.acts import ActPage
from projects.clock import now
from projects.models import CityTask, Programme, Project, Target
from supervision.actions.adjustments import (
    CourseChange,
    QuotaChange,
    TargetChange,
    decide_adjustment,
    propose_adjustment,
)
from supervision.admin.office.frame import closed_periods, page, programme_of, years_of
from supervision.admin.projects.change_forms import ChangeForm, ProjectForm, QuotaForm
from supervision.admin.projects.promises import changes_of
from supervision.admin.two_people import Decided, DecisionPage, Proposals
from supervision.models import Adjustment


@require_safe
def change_list(request):
    """All changes so far; with `?target=` and the like, on to the page that proposes one."""
    for name in ("target", "project", "quota"):
        if (key := request.GET.get(name, "")).isdecimal() and len(key) < 19:
            return redirect(f"admin:office_change_{name}", key)
    programme = programme_of(request)
    targets = Target.everything.filter(
        project__programme=programme, parts__isnull=True, terms__isnull=False
    )
    context = {
        "title": "承诺调整",
        "rows": changes_of(programme),
        "waiting": programme.adjustments.filter(decision__isnull=True).select_related(
            "project", "target", "quota", "proposed_by"
        ),
        "projects": programme.projects.order_by("number"),
        "targets": targets.select_related("project")
        .order_by("project__number", "number")
        .distinct(),
        "quotas": programme.city_tasks.current(),
        **years_of(programme),
    }
    return page(request, "projects/changes.html", context)


class ChangePage(ActPage):
    """A change of what is public, proposed; another person confirms it on its own page."""

    programme: Programme

    def form_data(self):
        return self.request.POST if self.request.method == "POST" else None

    def act(self, form):
        if form.preview:
            return self.shown_again(form)
        given = {"approval": form.approval, "by": self.request.user, "at": now()}
        change = self.change(form)
        if not self.programme.issued:
            return change.made(answer=form.answer, **given)
        return propose_adjustment(change=change, answer=form.answer, **given)

    def change(self, form):
        raise NotImplementedError

    def said(self, result):
        if isinstance(result, Adjustment):
            return "调整已提出，请另一位督查人员确认；确认以前承诺和计划都不变。"
        return "清单还没有公布，已按此修改。"

    def onward(self, result):
        if isinstance(result, Adjustment):
            return reverse("admin:supervision_adjustment_change", args=[result.pk])
        return f"{reverse('admin:office_changes')}?year={self.programme.year}"

    def context(self):
        closed = closed_periods(self.programme)
        last = next(reversed(closed), None)
        return {"last_closed": last, "public": self.programme.issued}


class TargetPage(ChangePage):
    template_name = "admin/projects/change_target.html"

    def fetch(self, pk):
        targets = Target.everything.select_related("project__programme")
        self.target = get_object_or_404(targets.filter(parts__isnull=True), pk=pk)
        self.project = self.target.project
        self.programme = self.project.programme
        if not self.target.terms.exists():
            raise Http404

    def get_form(self, form_class=None):
        return ChangeForm(self.target, self.form_data())

    def change(self, form):
        return TargetChange(self.target, form.points, form.changed)

    def context(self):
        title = f"调整承诺：{self.target}"
        return {**super().context(), "title": title, "target": self.target}


class ProjectPage(ChangePage):
    template_name = "admin/projects/change_project.html"

    def fetch(self, pk):
        projects = Project.everything.select_related("programme")
        self.project = get_object_or_404(projects, pk=pk)
        self.programme = self.project.programme

    def get_form(self, form_class=None):
        return ProjectForm(self.project, self.form_data())

    def change(self, form):
        given = form.cleaned_data
        return CourseChange(self.project, given["state"], given["merged_into"])

    def context(self):
        title = f"变更项目：{self.project}"
        return {**super().context(), "title": title, "project": self.project}


class QuotaPage(ChangePage):
    template_name = "admin/projects/change_quota.html"

    def fetch(self, pk):
        tasks = CityTask.objects.current().select_related("programme")
        self.task = get_object_or_404(tasks, pk=pk)
        self.programme = self.task.programme
        if not self.programme.issued:
            return redirect("admin:projects_citytask_change", pk)

    def get_form(self, form_class=None):
        return QuotaForm(self.task, self.form_data())

    def change(self, form):
        given = form.cleaned_data
        return QuotaChange(self.task, given["quota"], list(given["targets"]), form.points)

    def context(self):
        return {**super().context(), "title": f"调整市级任务：{self.task}", "task": self.task}


class AdjustmentPage(DecisionPage):
    template_name, action = "admin/projects/adjustment.html", decide_adjustment
    name, confirmed, declined = "adjustment", "已确认，调整已经生效登记。", "已记为不同意。"

    def context(self):
        return {**super().context(), "title": f"承诺调整：{self.row.about}"}


@admin.register(Adjustment)
class AdjustmentAdmin(Proposals):
    list_display = ["about", "document", "effective", "state", "proposed_by", "proposed_at"]
    list_filter = ["programme", "kind", Decided]
    list_select_related = ["project", "target", "quota", "proposed_by", "decision"]
    search_fields = ["project__title", "target__name", "quota__name", "document", "reason"]
    search_help_text = "按项目、指标、文号或原因查找"
    change_list_template = "admin/projects/adjustment_list.html"
    change_page = AdjustmentPage

    @admin.display(description="调整什么")
    def about(self, adjustment):
        return adjustment.about
