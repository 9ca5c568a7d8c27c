from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin, in_text, yes_or_no
from projects.admin.papers import handed_out
from projects.clock import today
from projects.errors import Refused
from supervision import scope
from supervision.actions.evidence import withdraw_evidence
from supervision.actions.photos import drawn
from supervision.admin.pages import OfficeOnly
from supervision.models import Evidence

PHOTO = yes_or_no("photo", "照片")
ADDED_BY, WITHDRAWN_BY = in_text("added_by", "上传人"), in_text("withdrawn_by", "撤回人")


class WithdrawPage(ActPage):
    """Taken back by the unit that attached it, after asking once."""

    template_name, action = "admin/reports/evidence_withdraw.html", withdraw_evidence

    def fetch(self, pk):
        own = scope.own_reports(self.request.user, today())
        attached = Evidence.objects.filter(report__in=own, withdrawn_at__isnull=True)
        self.evidence = get_object_or_404(attached, pk=pk)

    def given(self):
        return {"evidence": self.evidence}

    def said(self, result):
        return f"“{self.evidence.name}”已撤回，文件已删除。"

    def onward(self, result):
        return reverse("admin:supervision_report_fill", args=[self.evidence.report_id])

    def context(self):
        return {"title": f"撤回佐证材料：{self.evidence.name}", "file": self.evidence}


def file_page(model_admin, request, pk):
    mine = scope.evidence(request.user, today())
    return handed_out(get_object_or_404(mine, pk=pk))


def picture_page(model_admin, request, pk):
    """A photo as the public would see it: drawn anew, so that it may be shown in the page."""
    row = get_object_or_404(scope.evidence(request.user, today()), pk=pk, photo=True)
    try:
        content, _, _ = drawn(row)
    except Refused as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@admin.register(Evidence)
class EvidenceAdmin(OfficeOnly, SeenOnlyAdmin):
    """佐证材料: handed out one by one, to the unit's people and the office alone."""

    list_display = ["name", "report", "target", PHOTO, "added_at", "added_by"]
    list_filter = ["photo", "report__period"]
    list_select_related = ["report__project", "report__period", "target", "added_by"]
    search_fields = ["name", "report__project__title"]
    search_help_text = "按文件名或项目查找"
    fields = [
        "name", "report", "target", "size", "sha256", "added_at", ADDED_BY,
        "withdrawn_at", WITHDRAWN_BY,
    ]  # fmt: skip
    readonly_fields = [ADDED_BY, WITHDRAWN_BY]
    own_pages = [
        ("<int:pk>/file/", file_page, "supervision_evidence_file"),
        ("<int:pk>/picture/", picture_page, "supervision_evidence_picture"),
        ("<int:pk>/withdraw/", WithdrawPage, "supervision_evidence_withdraw"),
    ]
