from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.clock import now, today
from supervision.actions.reports import accept, return_to_unit
from supervision.actions.taking_back import open_review
from supervision.admin.pages import OfficeOnly
from supervision.admin.reports.figures import history
from supervision.desk.correcting import cards_changed
from supervision.desk.hearings import leads_to
from supervision.models import Report, Submission
from supervision.reports.asked_anew import asked_anew
from supervision.reports.entry import sheet


class ReasonForm(forms.Form):
    reason = Words(
        label="退回理由或通过意见",
        required=False,
        help_text="退回时必填，写清要改什么；报送以后又有疑点的，通过也要写明为什么。"
        "牵头单位看得到，永久保留。",
    )


class ReviewPage(ActPage):
    template_name, form_class = "admin/reports/review.html", ReasonForm

    def fetch(self, pk):
        self.submission = self.model_admin.found(self.request, pk)

    def get(self, request, *args, **kwargs):
        open_review(submission=self.submission, by=request.user, at=now())
        return super().get(request, *args, **kwargs)

    def act(self, form):
        act = {"submission": self.submission, "by": self.request.user, "at": now()}
        if "accept" in self.request.POST:
            accept(**act, **form.cleaned_data)
            return f"已通过：{self.submission}。"
        return_to_unit(**act, **form.cleaned_data)
        return f"已退回：{self.submission}。"

    def said(self, result):
        return result

    def onward(self, result):
        """To the next report of the month that waits, so that a run of them is not a list."""
        report = self.submission.report
        waiting = report.period.reports.filter(state=Report.State.SUBMITTED)
        after = waiting.filter(project__number__gt=report.project.number)
        follows = ((after.exists() and after) or waiting).order_by("project__number").first()
        if follows is None:
            return reverse("admin:supervision_waitingreport_changelist")
        last = follows.submissions.order_by("-number").first()
        return reverse("admin:supervision_submission_change", args=[last.pk])

    def context(self):
        report = self.submission.report
        entries = history(report, self.request.GET.get("p", ""))
        waits = report.state == Report.State.SUBMITTED
        waits = waits and report.submissions.latest("number").pk == self.submission.pk
        lines = sheet(report.project, report.period, today())
        given = {"submission": self.submission, "by": self.request.user, "at": now()}
        return {
            "leads_to": leads_to(self.model_admin.found(self.request, self.submission.pk), now())
            if waits
            else None,
            "changes": cards_changed(**given) if waits else None,
            "placed": [line for line in lines if line.places],
            "asked": asked_anew(self.submission, now()) if waits else [],
            "title": f"审核：{report.project}　{report.period}",
            "report": report,
            "submission": self.submission,
            "history": entries,
            "waits": waits,
            "evidence": report.attached(),
            "wanted": [
                (line.target.name, line.terms.evidence) for line in lines if line.terms.evidence
            ],
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
