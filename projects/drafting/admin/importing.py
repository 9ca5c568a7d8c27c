"""征集表 back in: looked at, then confirmed; by a unit for its call, by the office for a list."""

from django.contrib import admin
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now, today
from projects.drafting.admin.unit_call import own_call, page_of_call
from projects.drafting.sheets import (
    OfficeImport,
    ProposalsImport,
    form_workbook,
    summary_workbook,
)
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.upload import Upload
from projects.spreadsheets.workbook import MIME


def uploaded(
    request,
    purpose: str,
    make,
    *,
    onward: str,
    title: str,
    sheet: str,
    sheet_words: str = "下载空表",
    crumb: str = "提建议",
) -> HttpResponse:
    """One step of an import: the page, its preview, or what was confirmed."""
    upload = Upload(request, purpose, make)
    if request.method == "POST" and "token" in request.POST:
        if upload.confirm():
            upload.thank(f"已导入：{upload.counted}。")
            return HttpResponseRedirect(onward)
    elif request.method == "POST":
        upload.look()
    context = {
        **admin.site.each_context(request),
        "title": title,
        "upload": upload,
        "importer": make(),
        "onward": onward,
        "sheet": sheet,
        "sheet_words": sheet_words,
        "crumb": crumb,
    }
    return TemplateResponse(request, "admin/drafting/import.html", context, status=upload.status)


def unit_import(model_admin, request, call, unit) -> HttpResponse:
    own_unit, row = own_call(request, call, unit)
    given = {"call": row, "unit": own_unit, "by": request.user, "at": now()}
    return uploaded(
        request,
        f"proposals of {call} {unit}",
        lambda: ProposalsImport(**given),
        onward=page_of_call(row, own_unit),
        title=f"{own_unit}：上传建议征集表",
        sheet=reverse("admin:drafting_unit_sheet", args=[call, unit]),
    )


def office_import(model_admin, request, pk) -> HttpResponse:
    drafting = model_admin.found(request, pk)
    if not drafting.open:
        raise Http404
    given = {"drafting": drafting, "by": request.user, "at": now()}
    return uploaded(
        request,
        f"proposals {pk}",
        lambda: OfficeImport(**given),
        onward=reverse("admin:drafting_proposals", args=[pk]),
        title=f"{drafting}：导入建议征集表",
        sheet=reverse("admin:drafting_form_sheet", args=[pk]),
    )


def form_sheet(model_admin, request, pk) -> HttpResponse:
    model_admin.found(request, pk)
    return attachment(form_workbook(), MIME, "建议征集表.xlsx", "proposals")


def summary(model_admin, request, pk) -> HttpResponse:
    drafting = model_admin.found(request, pk)
    at, name = now(), f"{drafting.year}年建议汇总表_{today()}.xlsx"
    record_export(what=name, by=request.user, at=at)
    return attachment(summary_workbook(drafting), MIME, name, "proposals")
