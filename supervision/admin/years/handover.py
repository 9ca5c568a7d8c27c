"""移交经办: one screen that says what a unit has in hand and hands it on."""

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.clock import today
from projects.models import LeadUnit, User, current
from projects.values.days import Day
from supervision.actions import handover


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


class HandoverPage(ButtonsPage):
    """Two forms of one unit, the whole of it or one person's post; no unit picked, none."""

    template_name = "admin/years/handover.html"
    buttons = {
        "all": (UnitForm, handover.hand_over_unit, ""),
        "one": (PostForm, handover.hand_over_post, ""),
    }

    def fetch(self):
        key = self.request.GET.get("unit", "")
        picked = key.isdecimal() and len(key) < 19
        self.unit = get_object_or_404(LeadUnit, pk=key) if picked else None
        if not picked and self.request.method == "POST":
            return redirect("admin:office_handover")

    def get_form(self, form_class=None):
        kind = self.get_form_class()
        return kind(self.unit, self.request.POST) if self.pressed else kind()

    def arguments(self):
        return {"unit": self.unit}

    def said(self, counts):
        return f"已移交：{handover.in_short(counts)}，已记入操作留痕。"

    def onward(self, result):
        return reverse("admin:office_handover")

    def get_context_data(self, form=None, **kw):
        context = super().get_context_data(form=form or forms.Form(), **kw)
        if self.unit:
            context |= {"whole": UnitForm(self.unit), "post": PostForm(self.unit)}
            context |= {"whole": form} if self.pressed == "all" else {}
            context |= {"post": form} if self.pressed == "one" else {}
        return context

    def context(self):
        units = LeadUnit.objects.filter(until__isnull=True).order_by("name")
        if self.unit is None:
            return {"title": "移交经办", "units": units}
        title = f"移交经办：{self.unit}"
        return {"title": title, "units": units, "unit": self.unit, **in_hand(self.unit)}


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
