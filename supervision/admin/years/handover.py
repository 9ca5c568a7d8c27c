"""移交经办: one screen that says what a unit has in hand and hands it on."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.clock import now, today
from projects.errors import Refused
from projects.models import LeadUnit, User, current
from projects.values.days import Day
from supervision.actions import handover
from supervision.admin.office.frame import office_page, page


class DayForm(forms.Form):
    since = Day(
        label="自哪天起",
        help_text="不能晚于今天，也不能在已定稿的月份；以前各月仍用原来的名称。",
    )


class UnitForm(DayForm):
    successor = forms.ModelChoiceField(LeadUnit.objects.none(), label="接收单位")
    ends = forms.BooleanField(
        label="原单位同时撤销（合并或更名）",
        required=False,
        help_text="勾选后原单位到前一天为止，接收单位记为由它而来。",
    )
    field_order = ("successor", "since", "ends")

    def __init__(self, unit: LeadUnit, data=None):
        super().__init__(data, prefix="unit", initial={"since": today().isoformat(), "ends": True})
        others = LeadUnit.objects.filter(until__isnull=True).exclude(pk=unit.pk)
        self.fields["successor"].queryset = others.order_by("name")


class PostForm(DayForm):
    giver = forms.ModelChoiceField(User.objects.none(), label="移交人")
    taker = forms.ModelChoiceField(User.objects.none(), label="接手人")
    field_order = ("giver", "taker", "since")

    def __init__(self, unit: LeadUnit, data=None):
        super().__init__(data, prefix="post", initial={"since": today().isoformat()})
        posts = unit.members.filter(current(today()))
        self.fields["giver"].queryset = User.objects.filter(pk__in=posts.values("person"))
        fillers = Q(groups__permissions__codename="fill", is_active=True)
        self.fields["taker"].queryset = User.objects.filter(fillers).distinct().order_by("name")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def handover_page(request):
    units = LeadUnit.objects.filter(until__isnull=True).order_by("name")
    key = request.GET.get("unit", "")
    if not (key.isdecimal() and len(key) < 19):
        return page(request, "years/handover.html", {"title": "移交经办", "units": units})
    unit = get_object_or_404(LeadUnit, pk=key)
    given = request.POST if request.method == "POST" else None
    whole = UnitForm(unit, given if given and "all" in given else None)
    post = PostForm(unit, given if given and "one" in given else None)
    if (whole.is_valid() and handed(request, unit, whole, handover.hand_over_unit)) or (
        post.is_valid() and handed(request, unit, post, handover.hand_over_post)
    ):
        return HttpResponseRedirect(reverse("admin:office_handover"))
    context = {"title": f"移交经办：{unit}", "units": units, "unit": unit, **in_hand(unit)}
    forms_ = {"whole": whole, "post": post}
    wrong = whole.errors or post.errors
    return page(request, "years/handover.html", context | forms_, status=400 if wrong else 200)


def handed(request, unit: LeadUnit, form, act) -> bool:
    """Whether it was handed over; if not, the sentence why stands on the form."""
    try:
        counts = act(unit=unit, by=request.user, at=now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"已移交：{handover.in_short(counts)}，已记入操作留痕。")
    return True


def in_hand(unit: LeadUnit) -> dict:
    """What a unit leads, supports and has open, and its people."""
    assignments = unit.assignments.filter(current(today())).select_related("project")
    reports = handover.open_reports(unit).select_related("project", "period")
    return {
        "assignments": assignments.order_by("role", "project__number"),
        "reports": reports.order_by("period__month", "project__number"),
        "slips": handover.open_slips(unit).select_related("programme", "project", "target"),
        "people": unit.members.filter(current(today())).select_related("person"),
    }
