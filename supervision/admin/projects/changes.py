"""承诺调整: every change of a programme's promises, and the pages that make one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.actions import changes
from projects.admin.acts import ActPage
from projects.clock import now
from projects.models import Project, Target
from supervision.admin.office.frame import closed_periods, page, programme_of, years_of
from supervision.admin.projects.change_forms import ChangeForm, ProjectForm
from supervision.admin.projects.promises import changes_of


@require_safe
def change_list(request):
    """All changes so far; with `?target=` or `?project=`, on to the page that makes one."""
    for name in ("target", "project"):
        if (key := request.GET.get(name, "")).isdecimal() and len(key) < 19:
            return redirect(f"admin:office_change_{name}", key)
    programme = programme_of(request)
    targets = Target.everything.filter(
        project__programme=programme, parts__isnull=True, terms__isnull=False
    )
    context = {
        "title": "承诺调整",
        "rows": changes_of(programme),
        "projects": programme.projects.order_by("number"),
        "targets": targets.select_related("project")
        .order_by("project__number", "number")
        .distinct(),
        **years_of(programme),
    }
    return page(request, "projects/changes.html", context)


class ChangePage(ActPage):
    """A change of a project's promises; the list of the year's changes comes after it."""

    def onward(self, result):
        return f"{reverse('admin:office_changes')}?year={self.project.programme.year}"

    def context(self):
        closed = closed_periods(self.project.programme)
        return {"last_closed": next(reversed(closed), None)}


class TargetPage(ChangePage):
    template_name = "admin/projects/change_target.html"

    def fetch(self, pk):
        targets = Target.everything.select_related("project__programme")
        self.target = get_object_or_404(targets.filter(parts__isnull=True), pk=pk)
        self.project = self.target.project
        if not self.target.terms.exists():
            raise Http404

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return ChangeForm(self.target, data)

    def act(self, form):
        if form.preview:
            return self.shown_again(form)
        act = {"target": self.target, "points": form.points, "approval": form.approval}
        act |= {"by": self.request.user, "at": now(), "answer": form.answer}
        if form.changed or form.points is None:
            return changes.change_terms(**act, **form.changed)
        return changes.change_plan(**act)

    def said(self, result):
        return f"已登记对“{self.target}”的调整，原来的承诺并列保留。"

    def context(self):
        title = f"调整承诺：{self.target}"
        return {**super().context(), "title": title, "target": self.target}


class ProjectPage(ChangePage):
    template_name = "admin/projects/change_project.html"

    def fetch(self, pk):
        projects = Project.everything.select_related("programme")
        self.project = get_object_or_404(projects, pk=pk)

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return ProjectForm(self.project, data)

    def act(self, form):
        return changes.change_project(
            project=self.project,
            state=form.cleaned_data["state"],
            merged_into=form.cleaned_data["merged_into"],
            approval=form.approval,
            by=self.request.user,
            at=now(),
        )

    def said(self, result):
        return f"已登记“{self.project}”的变更。"

    def context(self):
        title = f"变更项目：{self.project}"
        return {**super().context(), "title": title, "project": self.project}
