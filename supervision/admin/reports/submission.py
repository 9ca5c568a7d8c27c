from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.clock import now
from supervision.actions.reports import accept, return_to_unit
from supervision.admin.pages import OfficeOnly
from supervision.admin.reports.figures import history
from supervision.models import Report, Submission


class ReasonForm(forms.Form):
    reason = Words(
        label="退回理由",
        required=False,
        help_text="退回时必填，写清要改什么；牵头单位看得到，永久保留。",
    )


class ReviewPage(ActPage):
    template_name, form_class = "admin/reports/review.html", ReasonForm

    def fetch(self, pk):
        self.submission = self.model_admin.found(self.request, pk)

    def act(self, form):
        act = {"submission": self.submission, "by": self.request.user, "at": now()}
        if "accept" in self.request.POST:
            accept(**act)
            return f"已通过：{self.submission}。"
        return_to_unit(**act, **form.cleaned_data)
        return f"已退回：{self.submission}。"

    def said(self, result):
        return result

    def onward(self, result):
        return reverse("admin:supervision_waitingreport_changelist")

    def context(self):
        report = self.submission.report
        entries = history(report)
        return {
            "title": f"审核：{report.project}　{report.period}",
            "report": report,
            "submission": self.submission,
            "history": entries,
            "waits": report.state == Report.State.SUBMITTED
            and entries[0]["submission"].pk == self.submission.pk,
            "evidence": report.attached(),
        }


@admin.register(Submission)
class SubmissionAdmin(OfficeOnly, SeenOnlyAdmin):
    """报送: looked at beside plan and last month, then accepted or sent back with a reason."""

    list_display = ["report", "number", "unit_name", "at", "by", "verdict"]
    list_filter = ["report__period", "unit_name"]
    list_select_related = ["report__project", "report__period", "by", "review"]
    search_fields = ["report__project__title", "unit_name"]
    search_help_text = "按项目或单位查找"
    date_hierarchy = "at"
    ordering = ["-at"]
    change_page = ReviewPage

    @admin.display(description="审核")
    def verdict(self, submission):
        review = getattr(submission, "review", None)
        return review.get_verdict_display() if review else "待审核"
