from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import path

from projects.admin.base import SeenOnlyAdmin, yes_or_no
from projects.clock import today
from supervision import scope, uploads
from supervision.models import Evidence

PHOTO = yes_or_no("photo", "照片")


@admin.register(Evidence)
class EvidenceAdmin(SeenOnlyAdmin):
    """佐证材料: handed out one by one, to the unit's people and the office alone."""

    list_display = ["name", "report", "target", PHOTO, "added_at", "added_by"]
    list_filter = ["photo", "report__period"]
    list_select_related = ["report__project", "report__period", "target", "added_by"]
    search_fields = ["name", "report__project__title"]
    search_help_text = "按文件名或项目查找"
    fields = ["name", "report", "target", "size", "sha256", "added_at", "added_by"]

    def has_module_permission(self, request):
        return scope.supervises(request.user)

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user)

    def get_urls(self):
        file = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/", file, name="supervision_evidence_file"), *super().get_urls()]

    def file_view(self, request, pk):
        row = scope.evidence(request.user, today()).filter(pk=pk).first()
        if row is None:
            raise Http404
        try:
            content = row.file.open("rb")
        except OSError as error:
            raise Http404 from error
        kind = uploads.TYPES.get(row.name.rpartition(".")[2].lower(), "application/octet-stream")
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
        return response
