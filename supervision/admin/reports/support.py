"""配合单位: they read their projects' month and add their part; nothing of it is public."""

from django import forms
from django.contrib import admin
from django.shortcuts import get_object_or_404

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.clock import today
from supervision import scope
from supervision.actions.support import LONGEST, say_part
from supervision.admin.pages import OfficeOnly
from supervision.admin.reports.figures import history
from supervision.models import SupportPart


class PartForm(forms.Form):
    text = Words(
        label="本月配合情况",
        max_length=LONGEST,
        help_text="一两句话：做了什么、还差什么。只给牵头单位和督查人员看，不公开。",
    )


class PartPage(ActPage):
    """A month as its supporting unit reads it."""

    template_name, form_class = "admin/reports/part.html", PartForm
    action, done = say_part, "已补充，牵头单位填报时看得到。"

    def fetch(self, pk):
        mine = scope.supported_reports(self.request.user, today())
        related = mine.select_related("project__programme", "period", "unit")
        self.report = get_object_or_404(related, pk=pk)

    def arguments(self):
        unit = scope.supporting_unit(self.request.user, self.report.project, today())
        return {"report": self.report, "unit": unit}

    def context(self):
        report = self.report
        return {
            "title": f"配合：{report.project}　{report.period}",
            "report": report,
            "history": history(report, self.request.GET.get("p", "")),
            "may_add": report.editable and not report.period.closed_at,
        }


@admin.register(SupportPart)
class SupportPartAdmin(OfficeOnly, SeenOnlyAdmin):
    list_display = ["report", "unit", "text", "at", "by"]
    list_filter = ["report__period"]
    list_select_related = ["report__project", "report__period", "unit", "by"]
    search_fields = ["report__project__title", "unit__name", "text"]
    search_help_text = "按项目、单位或文字查找"
    own_pages = [("report/<int:pk>/", PartPage, "supervision_part")]
