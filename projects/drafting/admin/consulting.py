"""征求意见: versions sent out, who has answered, and the last day moved forward."""

from django import forms
from django.http import Http404
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Key, Line, Several
from projects.clock import now, today
from projects.drafting.actions import consulting
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.models import Consultation, Drafting
from projects.models import LeadUnit, current
from projects.values.days import Day


class ConsultForm(forms.Form):
    draft = forms.ModelChoiceField(None, label="征求意见的稿", empty_label="请选择")
    units = Several(None, label="单位", required=False, widget=forms.CheckboxSelectMultiple)
    leaders = forms.BooleanField(label="征求区领导意见", required=False)
    public = forms.BooleanField(
        label="向社会公开征求意见",
        required=False,
        help_text="这一稿会放到公众网页上，每一项下面都能提意见。",
    )
    until = Day(label="截止日期", help_text="当天24时前都收。")
    reason = Line(
        label="期限不足30天的理由",
        max_length=200,
        required=False,
        help_text="公开征求意见不足30天时必填，会公开。",
    )
    letter = Line(label="函号", max_length=50, required=False)

    def __init__(self, *args, drafting: Drafting, **kw):
        super().__init__(*args, **kw)
        self.fields["draft"].queryset = drafting.drafts.order_by("-number")
        self.fields["units"].queryset = LeadUnit.objects.filter(current(today()))
        if drafting.extends_id:
            del self.fields["public"], self.fields["reason"]

    def clean(self):
        return {"public": False, "reason": ""} | super().clean()


class EndForm(forms.Form):
    consultation = Key()
    reason = Line(label="提前截止的理由", max_length=200)


class ConsultationsPage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/consultations.html"
    usual = "consult"
    buttons = {
        "consult": (ConsultForm, consulting.consult, "已发出{}。"),
        "end": (EndForm, consulting.end, "已提前截止。"),
    }

    def fetch_more(self):
        self.rows = list(
            self.drafting.consultations.select_related("draft", "end").order_by("-number")
        )

    def get_form_kwargs(self):
        own = {"drafting": self.drafting} if self.pressed == "consult" else {}
        return super().get_form_kwargs() | own

    def act(self, form):
        if self.pressed == "consult":
            return super().act(form)
        asked = form.cleaned_data["consultation"]
        row = next((row for row in self.rows if row.pk == asked), None)
        if row is None:
            raise Http404
        return consulting.end(
            consultation=row, reason=form.cleaned_data["reason"], by=self.request.user, at=now()
        )

    def onward(self, result):
        return reverse("admin:drafting_consultations", args=[self.drafting.pk])

    def get_context_data(self, form=None, **kw):
        """One form stands on the page; that of an end is shown beside its consultation."""
        form = form or self.get_form()
        ending = isinstance(form, EndForm)
        context = super().get_context_data(form=form, **kw)
        fresh = ConsultForm(drafting=self.drafting) if ending else form
        return context | {"consult_form": fresh, "end_form": form if ending else EndForm()}

    def context(self):
        return {
            "title": f"{self.drafting}：征求意见",
            "drafting": self.drafting,
            "consultations": [shown(row) for row in self.rows],
        }


def shown(row: Consultation) -> dict:
    asked = [each.unit for each in row.units.select_related("unit")]
    silent = consulting.silent(row)
    opinions = row.opinions.to_rule()
    return {
        "row": row,
        "running": row.open_on(today()),
        "asked": asked,
        "answered": [unit for unit in asked if unit not in silent],
        "silent": silent,
        "opinions": opinions.count(),
        "unruled": opinions.filter(rulings=None).count(),
        "none": row.opinions.filter(none=True).count(),
    }
