"""登记口径: the page on which a target's first terms are entered, last year's beside it."""

import datetime as dt

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.actions.terms import FirstTerms, set_first_terms
from projects.admin.acts import ActPage
from projects.admin.fields import Line, Month, Number, Words
from projects.clock import now
from projects.models import Target, TargetTerms
from projects.values.days import Day


class TermsForm(forms.Form):
    baseline = Number(label="基数", help_text="起算时已有多少；从零算起填0。")
    value = Number(label="目标值", help_text="连基数在内的总数。")
    comparison = forms.ChoiceField(label="要求", choices=TargetTerms.Comparison)
    start = Month(label="起算月份", help_text="写成 2024-01。")
    due = Day(label="完成时限")
    definition = Words(
        label="口径说明",
        required=False,
        max_length=2000,
        help_text="怎样才算一个：开工、完工还是投用。",
    )
    evidence = Line(label="应附佐证", required=False, max_length=200)

    def __init__(self, target: Target, data=None):
        super().__init__(data, initial=start_from(target))
        if not target.counted:
            for name in ("baseline", "value", "comparison"):
                del self.fields[name]
        else:
            for name in ("baseline", "value"):
                self.fields[name].label += f"（{target.measure}）"


def start_from(target: Target) -> dict:
    """The year's first month and last day, and last year's words; never its figures."""
    year = target.project.programme.year
    start = {"start": f"{year}-01", "due": dt.date(year, 12, 31).isoformat()}
    former = former_terms(target)
    if former is None:
        return start
    names = ("comparison", "definition", "evidence")
    return start | {name: getattr(former, name) for name in names}


def former_terms(target: Target) -> TargetTerms | None:
    """What the target promised last year, in its last version."""
    return target.follows.terms.order_by("-version").first() if target.follows_id else None


class TermsPage(ActPage):
    template_name = "admin/projects/terms.html"

    def fetch(self, pk):
        if not self.request.user.has_perm("projects.change_target"):
            raise Http404
        targets = Target.everything.select_related("project__programme", "follows")
        self.target = get_object_or_404(targets, pk=pk)

    def get_form(self, form_class=None):
        return TermsForm(self.target, self.request.POST or None)

    def act(self, form):
        given = FirstTerms(**form.cleaned_data)
        return set_first_terms(target=self.target, given=given, by=self.request.user, at=now())

    def said(self, result):
        return f"已登记“{self.target}”的口径，可以制定计划了。"

    def onward(self, result):
        return reverse("admin:projects_target_change", args=[self.target.pk])

    def context(self):
        return {
            "title": f"登记口径：{self.target}",
            "target": self.target,
            "former": former_terms(self.target),
            "standing": self.target.terms.exists(),
        }
