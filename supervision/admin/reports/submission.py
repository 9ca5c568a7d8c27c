from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now
from projects.errors import Refused
from projects.values.text import clean
from supervision.actions.reports import accept, return_to_unit
from supervision.admin.pages import OfficeOnly, found, page
from supervision.admin.reports.figures import history
from supervision.models import Report, Submission

LONGEST_REASON = 1000


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

    @admin.display(description="审核")
    def verdict(self, submission):
        review = getattr(submission, "review", None)
        return review.get_verdict_display() if review else "待审核"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        submission = found(self, request, object_id)
        reason = clean(request.POST.get("reason", "")).strip()
        if request.method == "POST" and self.judged(request, submission, reason):
            return HttpResponseRedirect(reverse("admin:supervision_waitingreport_changelist"))
        report = submission.report
        entries = history(report)
        context = {
            "title": f"审核：{report.project}　{report.period}",
            "report": report,
            "submission": submission,
            "history": entries,
            "waits": report.state == Report.State.SUBMITTED
            and entries[0]["submission"].pk == submission.pk,
            "evidence": report.attached(),
            "reason": reason,
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "reports/review.html", context, status=status)

    def judged(self, request, submission: Submission, reason: str) -> bool:
        """Whether the review was done; if not, the sentence why stands on the page."""
        act = {"submission": submission, "by": request.user, "at": now()}
        try:
            if "accept" in request.POST:
                accept(**act)
                messages.success(request, f"已通过：{submission}。")
                return True
            if len(reason) > LONGEST_REASON:
                raise Refused(f"理由最多{LONGEST_REASON}字，现有{len(reason)}字。")
            return_to_unit(**act, reason=reason)
        except Refused as refused:
            messages.error(request, str(refused))
            return False
        messages.success(request, f"已退回：{submission}。")
        return True
