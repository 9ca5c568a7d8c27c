from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from projects.admin.base import SeenOnlyAdmin, in_text, yes_or_no
from projects.clock import now, today
from projects.errors import Refused
from supervision import scope
from supervision.actions.evidence import withdraw_evidence
from supervision.actions.photos import drawn
from supervision.admin.pages import page
from supervision.models import Evidence
from supervision.reports import uploads

PHOTO = yes_or_no("photo", "照片")
ADDED_BY, WITHDRAWN_BY = in_text("added_by", "上传人"), in_text("withdrawn_by", "撤回人")


@admin.register(Evidence)
class EvidenceAdmin(SeenOnlyAdmin):
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

    def has_module_permission(self, request):
        return scope.supervises(request.user)

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user)

    def get_urls(self):
        file = self.admin_site.admin_view(self.file_view)
        picture = self.admin_site.admin_view(self.picture_view)
        withdraw = self.admin_site.admin_view(self.withdraw_view)
        return [
            path("<int:pk>/file/", file, name="supervision_evidence_file"),
            path("<int:pk>/picture/", picture, name="supervision_evidence_picture"),
            path("<int:pk>/withdraw/", withdraw, name="supervision_evidence_withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request, pk):
        """Taken back by the unit that attached it, after asking once."""
        at = now()
        own = scope.own_reports(request.user, timezone.localdate(at))
        row = get_object_or_404(Evidence, pk=pk, report__in=own, withdrawn_at__isnull=True)
        if request.method != "POST":
            title = f"撤回佐证材料：{row.name}"
            return page(
                self, request, "reports/evidence_withdraw.html", {"title": title, "file": row}
            )
        try:
            withdraw_evidence(evidence=row, by=request.user, at=at)
            messages.success(request, f"“{row.name}”已撤回，文件已删除。")
        except Refused as no:
            messages.error(request, str(no))
        return redirect("admin:supervision_report_fill", row.report_id)

    def file_view(self, request, pk):
        mine = scope.evidence(request.user, today())
        return handed_out(get_object_or_404(mine, pk=pk))

    def picture_view(self, request, pk):
        """A photo as the public would see it: drawn anew, so that it may be shown in the page."""
        row = get_object_or_404(scope.evidence(request.user, today()), pk=pk, photo=True)
        try:
            content, _, _ = drawn(row)
        except Refused as error:
            raise Http404 from error
        response = HttpResponse(content, content_type="image/jpeg")
        response["X-Content-Type-Options"] = "nosniff"
        return response


def handed_out(row) -> FileResponse:
    """A stored file to be saved, never shown: whatever is in it, no browser runs it."""
    try:
        content = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    kind = uploads.TYPES.get(row.name.rpartition(".")[2].lower(), "application/octet-stream")
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response
