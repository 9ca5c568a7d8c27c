from django import forms
from django.urls import reverse

from projects.actions.nextyear import start_next_year
from projects.admin.acts import ActPage, Button
from projects.admin.fields import Words
from projects.clock import now
from projects.models import Programme, Project
from supervision.actions.years import archive_year, take_back
from supervision.admin.office.frame import programme_of, years_of


class ChoiceForm(forms.Form):
    projects = forms.ModelMultipleChoiceField(
        None,
        label="带到下一年的项目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少要选一个项目。"},
    )

    def __init__(self, programme: Programme, data=None):
        standing = programme.projects.order_by("number")
        ongoing = standing.filter(state=Project.State.ONGOING).values_list("pk", flat=True)
        super().__init__(data, initial={"projects": list(ongoing)})
        self.fields["projects"].queryset = standing


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


class NextYearPage(ActPage):
    """Tick what goes on, and get a draft of the following year."""

    template_name, action = "admin/years/nextyear.html", start_next_year
    done = "已起草{}（草稿，不对外），请照新文件填写原文和数字。"

    def fetch(self):
        self.programme = programme_of(self.request)

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return ChoiceForm(self.programme, data)

    def given(self):
        return {"programme": self.programme}

    def onward(self, fresh):
        return address_of(fresh)

    def context(self):
        coming = self.programme.year + 1
        return {
            "title": f"起草{coming}年清单",
            "next": coming,
            "there": Programme.everything.of_year(coming),
            **years_of(self.programme),
        }
