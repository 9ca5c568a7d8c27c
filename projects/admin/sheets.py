"""Spreadsheets out of and into the admin, as mixins of the classes that offer them."""

import io

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from import_export.admin import ExportMixin
from import_export.forms import ExportForm

from projects.actions.exports import record_export
from projects.clock import now, today
from projects.models import Programme, User
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.upload import Upload
from projects.spreadsheets.workbook import CSV, MIME, XLSX, printable, write


class SheetExportForm(ExportForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].label, self.fields["format"].label = "内容", "格式"


class SheetExportAdmin(ExportMixin):
    """Export of what the list shows, as far as the reader may see it."""

    formats = (XLSX, CSV)
    export_form_class = SheetExportForm
    export_template_name = "admin/sheets/export.html"

    def export_action(self, request):
        """Of the list as its address narrows it; an address that no list has is told as that.

        Rows are never picked one by one here: keys that are sent along count for nothing.
        """
        request.POST = request.POST.copy()
        request.POST.pop("export_items", None)
        try:
            with transaction.atomic():
                return super().export_action(request)
        except (IncorrectLookupParameters, FieldError, ValidationError, DataError, OverflowError):
            messages.warning(request, "网址里的筛选条件看不懂，已经去掉，请重新选好再导出。")
            return HttpResponseRedirect(request.path)

    def get_export_resource_kwargs(self, request, **kwargs):
        return {"by": request.user, "day": today()}

    def words_for(self, request, form) -> str:
        """What the file is called: by the list, or by the one of several sheets that was chosen."""
        offered = self.get_export_resource_classes(request)
        if len(offered) == 1:
            return str(self.opts.verbose_name)
        return offered[self.get_resource_index(form)].name.partition("（")[0]

    def get_data_for_export(self, request, queryset, **kwargs):
        """The rows, counted as they leave: a resource has its own idea of whose they are."""
        data = super().get_data_for_export(request, queryset, **kwargs)
        request.rows_taken_out = len(data)
        return data

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        at, invented = now(), Programme.everything.filter(demonstration=True).exists()
        file_format.sheet_name = "演示数据" if invented else file_format.sheet_name
        name = f"{self.words_for(request, export_form)}_{timezone.localdate(at)}"
        name += "（演示数据）" * invented
        file_format.title = name.replace("_", "　")
        content = self.get_export_data(file_format, request, queryset, export_form=export_form)
        name = f"{name}.{file_format.get_extension()}"
        record_export(what=f"{name}，{request.rows_taken_out}行", by=request.user, at=at)
        return attachment(content, file_format.get_content_type(), name, self.opts.model_name)


class SheetImportAdmin(SheetExportAdmin):
    """Import by the office beside the export: upload, preview, confirm; whole or not at all."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_class: type

    def has_import_permission(self, request) -> bool:
        return request.user.has_perm(self.import_class.permission)

    def changelist_view(self, request, extra_context=None):
        extra = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view(self.import_view)
        confirm = self.admin_site.admin_view(self.confirm_view)
        sheet = self.admin_site.admin_view(self.sheet_view)
        return [
            path("import/", view, name=f"{name}_import"),
            path("process_import/", confirm, name=f"{name}_process_import"),
            path("import/sheet.xlsx", sheet, name=f"{name}_sheet"),
            *super().get_urls(),
        ]

    def upload_of(self, request) -> Upload:
        if not self.has_import_permission(request):
            raise PermissionDenied
        by, at = request.user, now()
        return Upload(request, "import", lambda: self.import_class(by=by, at=at))

    def import_view(self, request):
        upload = self.upload_of(request)
        if request.method == "POST":
            upload.look()
        return self.import_page(request, upload)

    def confirm_view(self, request):
        upload = self.upload_of(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if upload.confirm():
            upload.thank(f"已导入：{upload.counted}。")
            address = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(address))
        return self.import_page(request, upload)

    @staticmethod
    def to_fill(kind: type, by: User) -> tuple[list[str], list[list]]:
        return [*kind.required, *kind.optional], []

    def sheet_view(self, request):
        """The import's columns with what is known already, to be filled in and brought back."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        headers, rows = self.to_fill(self.import_class, request.user)
        name, out = f"{self.import_class.name}（填好后可导入）", io.BytesIO()
        write(out, headers, rows, printable(headers, rows, self.import_class.name, name))
        record_export(what=f"{name}.xlsx，{len(rows)}行", by=request.user, at=now())
        return attachment(out.getvalue(), MIME, f"{name}.xlsx", self.opts.model_name)

    def import_page(self, request, upload: Upload):
        context = {
            **self.admin_site.each_context(request),
            "title": f"导入{self.import_class.name}",
            "opts": self.opts,
            "importer": upload.make(),
            "upload": upload,
        }
        template = "admin/sheets/import.html"
        return TemplateResponse(request, template, context, status=upload.status)
