from django import forms
from django.urls import reverse

from projects.admin.acts import Button
from projects.admin.fields import Words
from projects.clock import now
from projects.models import Programme
from supervision.actions.years import archive_year, take_back
from supervision.admin.office.frame import programme_of


def address_of(programme: Programme) -> str:
    return f"{reverse('admin:office_yearend')}?year={programme.year}"


class StateForm(forms.Form):
    reason = Words(label="原因", max_length=300, required=False)


class StatePage(Button):
    """Freeze the year, or take that back with a reason."""

    form_class = StateForm

    def fetch(self):
        self.programme = programme_of(self.request)

    def act(self, form):
        act = {"programme": self.programme, "by": self.request.user, "at": now()}
        if "archive" in self.request.POST:
            archive_year(**act)
            return "已归档，不再启动调度和受理报送；公众页面保留。"
        take_back(**act, **form.cleaned_data)
        return "已取消归档。"

    def said(self, what):
        return f"{self.programme}{what}"

    def onward(self, result):
        return address_of(self.programme)
