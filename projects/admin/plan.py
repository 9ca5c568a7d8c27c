"""The plan page: the office gives steps, sees the months filled, and approves."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from projects.actions.plans import approve_plan, door
from projects.admin.planform import PlanForm
from projects.clock import now
from projects.errors import Refused
from projects.models import Target


def plan_page(model_admin, request, pk):
    if not request.user.has_perm("projects.change_target"):
        raise Http404
    targets = Target.everything.select_related("project__programme")
    target = get_object_or_404(targets, pk=pk)
    terms = target.terms.order_by("-version").first()
    if terms is None or target.parts.exists():
        raise Http404("no terms to plan for, or a whole that is the sum of its parts")
    first = door.first_month(target.project.programme, terms.start)
    form = PlanForm(target, terms, request.POST or None, first)
    asked = request.method == "POST" and form.is_valid() and request.POST.get("do") == "approve"
    if asked and approved(form, target, request):
        return HttpResponseRedirect(reverse("admin:projects_target_change", args=[pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"制定计划：{target}",
        "opts": model_admin.opts,
        "target": target,
        "terms": terms,
        "form": form,
        "plans": target.plans.prefetch_related("points__milestone").order_by("-version"),
    }
    status = 400 if form.problems else 200
    return TemplateResponse(request, "admin/projects/plan.html", context, status=status)


def approved(form: PlanForm, target: Target, request) -> bool:
    try:
        plan = approve_plan(
            target=target,
            points=form.points,
            document=form.document,
            effective=form.effective,
            reason=form.reason,
            by=request.user,
            at=now(),
        )
    except Refused as refused:
        form.problems.append(str(refused))
        return False
    messages.success(request, f"已批准“{target}”第{plan.version}版计划。")
    return True
