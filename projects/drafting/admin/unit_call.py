"""A unit's answer to a call: proposals by form or sheet, or that it has none."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.clock import now, today
from projects.drafting.actions import calls, proposals
from projects.drafting.admin.proposals import AnswersForm
from projects.drafting.calling import to_units
from projects.drafting.consulted import units_of
from projects.drafting.models import Outcome
from projects.drafting.sheets import form_workbook
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME


class UnitCallPage(ButtonsPage):
    """Of the person's own unit alone: other units' proposals are not there."""

    template_name = "admin/drafting/unit_call.html"
    usual = "propose"
    buttons = {
        "propose": (AnswersForm, None, "已提出“{}”。还有别的可以接着提。"),
        "none": (forms.Form, None, "已答复：{}。"),
    }

    def fetch(self, call, unit):
        self.unit, self.call = own_call(self.request, call, unit)

    def act(self, form):
        given = {"call": self.call, "unit": self.unit, "by": self.request.user, "at": now()}
        if self.pressed == "none":
            return calls.propose_nothing(**given)
        return proposals.propose(answers=form.answers, **given)

    def context(self):
        rows = list(self.call.proposals.filter(unit=self.unit))
        outcomes = Outcome.objects.standing(self.call.drafting)
        return {
            "title": f"{self.call.drafting}：提建议",
            "call": self.call,
            "unit": self.unit,
            "open": today() <= self.call.last_day,
            "rows": [(row, outcomes.get(row.pk)) for row in rows],
            "none": self.call.answers_of_none.filter(unit=self.unit).first(),
        }

    def get_context_data(self, form=None, **kw):
        form = form or AnswersForm()
        answers = form if isinstance(form, AnswersForm) else AnswersForm()
        return super().get_context_data(form=form, **kw) | {"answers_form": answers}


def own_call(request, call: int, unit: int):
    """The call and the person's own unit, or 404 as for what is not there."""
    own = units_of(request.user, today()).filter(pk=unit).first()
    row = to_units(today()).filter(pk=call).first()
    if own is None or row is None:
        raise Http404
    return own, row


def unit_sheet(model_admin, request, call, unit) -> HttpResponse:
    """The 征集表 to be filled in."""
    own_call(request, call, unit)
    return attachment(form_workbook(), MIME, "建议征集表.xlsx", "proposals")


def page_of_call(call, unit) -> str:
    return reverse("admin:drafting_unit_call", args=[call.pk, unit.pk])
