"""Spreadsheets in and out of the admin, put onto the apps' own admin classes.

Only here do both apps meet the writer and the reader. Only xlsx and CSV; what comes in is
bounded and judged by content (supervision.sheets.reading).
"""

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import MediaStorage

from projects.clock import now, today
from projects.models import (
    Assignment,
    Event,
    LeadUnit,
    Programme,
    Project,
    Site,
    Target,
    User,
)
from projects.sheets.outgoing import PlanSheetResource
from projects.sheets.places import PlaceImport
from projects.sheets.plans import PlanImport
from projects.sheets.resources import (
    AssignmentResource,
    EventResource,
    LeadUnitResource,
    PlaceResource,
    ProjectResource,
    TargetResource,
)
from projects.sheets.units import AssignmentImport, LeadUnitImport
from supervision.actions.exports import record_export
from supervision.models import Card, Report
from supervision.spreadsheets import kept
from supervision.spreadsheets.answers import attachment
from supervision.spreadsheets.reading import MEGABYTE, MOST_BYTES, MOST_ROWS, Unreadable, Upload
from supervision.spreadsheets.resources import CardResource, ReportResource
from supervision.spreadsheets.workbook import CSV, XLSX


class Kept(MediaStorage):
    """An upload between preview and confirmation: on shared storage, as any process may answer."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "MEDIA_FOLDER": kept.FOLDER})

    def _configure_storage(self):
        # The library makes a storage of its own, which for some kinds of storage is an empty one.
        self._storage = default_storage

    def save(self, data):
        kept.sweep()
        super().save(data)


class SheetExportForm(ExportForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].label, self.fields["format"].label = "内容", "格式"


class SheetImportForm(ImportForm):
    media = forms.Media()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].label = "内容"
        field = self.fields["import_file"]
        field.label = "文件"
        field.help_text = (
            f"xlsx 或 csv，最大{MOST_BYTES // MEGABYTE}MB、{MOST_ROWS}行，只读第一张表。"
        )
        self.fields["format"].widget = forms.HiddenInput()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件太大，最多{MOST_BYTES // MEGABYTE}MB。")
        return file


class SheetConfirmForm(ConfirmImportForm):
    """The kept file's name comes back signed for its owner: nobody confirms another's file."""

    def __init__(self, *args, owner: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_import_file_name(self):
        try:
            return kept.unsigned(
                self.cleaned_data["import_file_name"], owner=self.owner, purpose="import"
            )
        except kept.Gone as error:
            raise forms.ValidationError(kept.GONE) from error


class SheetExport(ExportMixin):
    """Export of what the list shows, as far as the reader may see it."""

    formats = (XLSX, CSV)
    export_form_class = SheetExportForm
    export_template_name = "admin/sheets/export.html"

    def get_export_resource_kwargs(self, request, **kwargs):
        return {"by": request.user, "day": today()}

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        at, invented = now(), Programme.everything.filter(demonstration=True).exists()
        file_format.sheet_name = "演示数据" if invented else file_format.sheet_name
        content = self.get_export_data(file_format, request, queryset, export_form=export_form)
        name = f"{self.opts.verbose_name}_{timezone.localdate(at)}{'（演示数据）' * invented}"
        name = f"{name}.{file_format.get_extension()}"
        record_export(what=f"{name}，{queryset.count()}行", by=request.user, at=at)
        return attachment(content, file_format.get_content_type(), name, self.opts.model_name)


class SheetImport(ImportMixin):
    """Import by the office: upload, preview, confirm; written whole or not at all."""

    import_formats = (Upload,)
    import_form_class = SheetImportForm
    confirm_form_class = SheetConfirmForm
    import_template_name = "admin/sheets/import.html"
    tmp_storage_class = Kept
    import_resource_classes: list[type] = []

    def get_import_resource_classes(self, request):
        return self.import_resource_classes

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"by": request.user, "at": now()}

    def get_import_context_data(self, **kwargs):
        return {"resources": self.import_resource_classes}

    def get_import_form_initial(self, request):
        return {"format": "0", "resource": "0"}

    def get_confirm_form_kwargs(self, request, import_form=None):
        return {**super().get_confirm_form_kwargs(request, import_form), "owner": request.user}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if name := initial.get("import_file_name"):
            initial["import_file_name"] = kept.signed(name, owner=request.user, purpose="import")
        return initial

    def add_data_read_fail_error_to_form(self, form, e):
        known = str(e) if isinstance(e, Unreadable) else "文件读不出来，请核对后重新上传。"
        form.add_error("import_file", known)

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        context = response.context_data
        context["title"] = f"导入{'、'.join(each.name for each in self.import_resource_classes)}"
        result = context.get("result")
        wrong = result and (result.has_errors() or result.has_validation_errors())
        if wrong or context["form"].errors:
            response.status_code = 400
            self.forget(context["form"])
        return response

    def forget(self, form):
        """A file that cannot be confirmed is not kept."""
        file = form.cleaned_data.get("import_file") or form.files.get("import_file")
        if name := getattr(file, "tmp_storage_name", None):
            Kept(name=name).remove()

    def process_import(self, request, **kwargs):
        try:
            response = super().process_import(request, **kwargs)
        except (FileNotFoundError, Unreadable):
            return self.gone(request)
        if isinstance(response, TemplateResponse) and "confirm_form" in response.context_data:
            return self.gone(request)
        return response

    def gone(self, request):
        messages.error(request, kept.GONE)
        return HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))

    def process_result(self, result, request):
        """Anything wrong at this point means that nothing was written: say so, not 'done'."""
        if result.has_errors() or result.has_validation_errors():
            context = {
                **self.admin_site.each_context(request),
                "title": "没有导入",
                "opts": self.opts,
                "result": result,
            }
            return TemplateResponse(request, self.import_template_name, context, status=400)
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        totals = result.totals
        messages.success(
            request,
            f"已导入：新增{totals['new']}行，更新{totals['update']}行，"
            f"与已有相同而未动{totals['skip']}行。",
        )


class Both(SheetImport, SheetExport):
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"


OUT = {
    Project: [ProjectResource],
    Target: [TargetResource, PlanSheetResource],
    LeadUnit: [LeadUnitResource],
    Assignment: [AssignmentResource],
    Site: [PlaceResource],
    Event: [EventResource],
    Report: [ReportResource],
    Card: [CardResource],
}
IN = {
    Target: [PlanImport],
    LeadUnit: [LeadUnitImport],
    Assignment: [AssignmentImport],
    Site: [PlaceImport],
}


def attach(site) -> None:
    """Give the registered admin classes their spreadsheets; projects may not import from here."""
    for model, resources in OUT.items():
        own = type(site.get_model_admin(model))
        offered = {"resource_classes": resources, "import_resource_classes": IN.get(model, [])}
        mixin = Both if model in IN else SheetExport
        site.unregister(model)
        site.register(model, type(own.__name__, (mixin, own), offered))
