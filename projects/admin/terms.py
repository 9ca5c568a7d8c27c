"""登记口径: the page on which a target's first terms are entered, last year's beside it."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from projects.actions.terms import FirstTerms, set_first_terms
from projects.clock import now
from projects.errors import Refused
from projects.models import Target, TargetTerms
from projects.models.fields import validate_month
from projects.values.days import Day
from projects.values.numbers import BadNumber, read_number
from projects.values.text import clean


class Number(forms.CharField):
    """A number read as strictly as everywhere else; full-width digits are taken."""

    def __init__(self, **kw):
        super().__init__(max_length=20, **kw)

    def clean(self, value):
        typed = super().clean(value)
        try:
            return read_number(typed)
        except BadNumber as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class TermsForm(forms.Form):
    baseline = Number(label="基数", help_text="起算时已有多少；从零算起填0。")
    value = Number(label="目标值", help_text="连基数在内的总数。")
    comparison = forms.ChoiceField(label="要求", choices=TargetTerms.Comparison)
    start = forms.CharField(
        label="起算月份", max_length=7, validators=[validate_month], help_text="写成 2024-01。"
    )
    due = Day(label="完成时限")
    definition = forms.CharField(
        label="口径说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="怎样才算一个：开工、完工还是投用。",
    )
    evidence = forms.CharField(label="应附佐证", required=False, max_length=200)

    def __init__(self, target: Target, data=None):
        super().__init__(data, initial=start_from(target))
        if not target.counted:
            for name in ("baseline", "value", "comparison"):
                del self.fields[name]
        else:
            for name in ("baseline", "value"):
                self.fields[name].label += f"（{target.measure}）"

    def clean_definition(self):
        return clean(self.cleaned_data["definition"])

    def clean_evidence(self):
        return clean(self.cleaned_data["evidence"])


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


def terms_page(model_admin, request, pk):
    if not request.user.has_perm("projects.change_target"):
        raise Http404
    targets = Target.everything.select_related("project__programme", "follows")
    target = get_object_or_404(targets, pk=pk)
    form = TermsForm(target, request.POST or None)
    if request.method == "POST" and form.is_valid() and entered(form, target, request):
        return HttpResponseRedirect(reverse("admin:projects_target_change", args=[pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"登记口径：{target}",
        "opts": model_admin.opts,
        "target": target,
        "former": former_terms(target),
        "standing": target.terms.exists(),
        "form": form,
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "admin/projects/terms.html", context, status=status)


def entered(form: TermsForm, target: Target, request) -> bool:
    given = FirstTerms(**form.cleaned_data)
    try:
        set_first_terms(target=target, given=given, by=request.user, at=now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"已登记“{target}”的口径，可以制定计划了。")
    return True
