"""承诺调整: every change of a programme's promises, and the pages that make one."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.actions import changes
from projects.clock import now
from projects.errors import Refused
from projects.models import Project, Target
from supervision.admin.office.frame import closed_periods, office_page, page, programme_of, years_of
from supervision.admin.projects.change_forms import ChangeForm, ProjectForm
from supervision.admin.projects.promises import changes_of


@require_safe
@office_page
def change_list(request):
    """All changes so far; with `?target=` or `?project=`, on to the page that makes one."""
    for name in ("target", "project"):
        if (key := request.GET.get(name, "")).isdecimal() and len(key) < 19:
            return HttpResponseRedirect(reverse(f"admin:office_change_{name}", args=[key]))
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


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def change_target(request, pk: int):
    targets = Target.everything.select_related("project__programme")
    target = get_object_or_404(targets.filter(parts__isnull=True), pk=pk)
    if not target.terms.exists():
        raise Http404
    form = ChangeForm(target, request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    if valid and not form.preview and changed(request, form):
        return back(target.project)
    context = {
        "title": f"调整承诺：{target}",
        "target": target,
        "form": form,
        **closing(target.project),
    }
    wrong = form.terms.errors or form.plan.problems
    return page(request, "projects/change_target.html", context, status=400 if wrong else 200)


def changed(request, form: ChangeForm) -> bool:
    """Whether the change was made; if not, the sentence why stands with the terms."""
    act = {"target": form.target, "points": form.points, "by": request.user, "at": now()}
    act["approval"] = form.terms.approval
    try:
        if form.changed or form.points is None:
            changes.change_terms(**act, **form.changed)
        else:
            changes.change_plan(**act)
    except Refused as refused:
        form.terms.add_error(None, str(refused))
        return False
    messages.success(request, f"已登记对“{form.target}”的调整，原来的承诺并列保留。")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def change_project(request, pk: int):
    project = get_object_or_404(Project.everything.select_related("programme"), pk=pk)
    form = ProjectForm(project, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and project_changed(request, project, form):
        return back(project)
    context = {
        "title": f"变更项目：{project}",
        "project": project,
        "form": form,
        **closing(project),
    }
    return page(
        request, "projects/change_project.html", context, status=400 if form.errors else 200
    )


def project_changed(request, project: Project, form: ProjectForm) -> bool:
    try:
        changes.change_project(
            project=project,
            state=form.cleaned_data["state"],
            merged_into=form.cleaned_data["merged_into"],
            approval=form.approval,
            by=request.user,
            at=now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"已登记“{project}”的变更。")
    return True


def closing(project: Project) -> dict:
    return {"last_closed": next(reversed(closed_periods(project.programme)), None)}


def back(project: Project):
    address = reverse("admin:office_changes")
    return HttpResponseRedirect(f"{address}?year={project.programme.year}")
