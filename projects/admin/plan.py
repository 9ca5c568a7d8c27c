"""The plan page: the office gives steps, sees the months filled, and approves."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.actions.plans import approve_plan, door
from projects.admin.acts import ActPage
from projects.admin.planform import PlanForm, PlanRows
from projects.clock import now
from projects.models import Target


class PlanPage(ActPage):
    template_name = "admin/projects/plan.html"

    def fetch(self, pk):
        if not self.request.user.has_perm("projects.change_target"):
            raise Http404
        targets = Target.everything.select_related("project__programme")
        self.target = get_object_or_404(targets, pk=pk)
        self.terms = self.target.terms.order_by("-version").first()
        if self.terms is None or self.target.parts.exists():
            raise Http404("no terms to plan for, or a whole that is the sum of its parts")

    def get_form(self, form_class=None):
        first = door.first_month(self.target.project.programme, self.terms.start)
        data = self.request.POST or None
        rows = PlanRows(self.target, self.terms, data)
        return PlanForm(data, rows=rows, effective=first, at=now())

    def act(self, form):
        if "approve" not in self.request.POST.getlist("do"):
            return self.shown_again(form)
        given = {**form.cleaned_data, "points": form.plan.points}
        return approve_plan(target=self.target, **given, by=self.request.user, at=now())

    def said(self, plan):
        return f"已批准“{self.target}”第{plan.version}版计划。"

    def onward(self, plan):
        return reverse("admin:projects_target_change", args=[self.target.pk])

    def context(self):
        plans = self.target.plans.select_related("answer").prefetch_related("points__milestone")
        public = self.target.project.programme.issued
        return {
            "changes": public and self.target.plans.exists(),
            "title": f"制定计划：{self.target}",
            "target": self.target,
            "terms": self.terms,
            "plans": plans.order_by("-version"),
        }
