"""What one person of the office proposes and another confirms or declines."""

from django import forms
from django.contrib import admin
from django.db.models import Q

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from supervision.admin.pages import OfficeOnly
from supervision.admin.stages import Stages


class Proposals(OfficeOnly, SeenOnlyAdmin):
    """All proposals of a kind on one page, whatever became of them."""

    list_select_related = ["project", "proposed_by", "decision"]

    @admin.display(description="状态")
    def state(self, proposal):
        return state_of(proposal)


class Decided(Stages):
    title, parameter_name = "状态", "state"
    stages = {
        "waiting": ("待确认", Q(decision__isnull=True)),
        "confirmed": ("已确认", Q(decision__confirmed=True)),
        "declined": ("不同意", Q(decision__confirmed=False)),
    }


def state_of(proposal) -> str:
    decision = getattr(proposal, "decision", None)
    if decision is None:
        return "待确认"
    return "已确认" if decision.confirmed else "不同意"


class DecisionForm(forms.Form):
    reason = Words(
        label="意见",
        max_length=300,
        required=False,
        help_text="不同意时必填；只在内部可见，永久保留。",
    )


class DecisionPage(ActPage):
    """A proposal as `name`, and what another person decides on it."""

    form_class = DecisionForm
    name = confirmed = declined = ""

    def fetch(self, pk):
        self.row = self.model_admin.found(self.request, pk)

    def arguments(self):
        return {self.name: self.row, "confirmed": "confirm" in self.request.POST}

    def said(self, decision):
        return self.confirmed if decision.confirmed else self.declined

    def subject(self):
        return self.row.project

    def context(self):
        return {
            "title": f"{self.title}：{self.subject()}",
            self.name: self.row,
            "state": state_of(self.row),
            "decision": getattr(self.row, "decision", None),
            "own": self.row.proposed_by_id == self.request.user.pk,
        }
