"""清单项目表 and 清单指标表: out, and back by way of a preview."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now
from projects.drafting.admin.importing import uploaded
from projects.drafting.admin.of_drafting import page_of
from projects.drafting.list_sheets import SHEETS, workbook
from projects.errors import Refused
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME


def sheet_out(model_admin, request, pk, what) -> HttpResponse:
    drafting = model_admin.found(request, pk)
    if what not in SHEETS:
        raise Http404
    try:
        made = workbook(SHEETS[what], drafting)
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(page_of(drafting))
    name = f"{drafting}{SHEETS[what].name}.xlsx"
    record_export(what=name, by=request.user, at=now())
    return attachment(made, MIME, name, f"list-{drafting.year}-{what}")


def sheet_back(model_admin, request, pk, what) -> HttpResponse:
    drafting = model_admin.found(request, pk)
    if what not in SHEETS or not drafting.open:
        raise Http404
    given = {"drafting": drafting, "by": request.user, "at": now()}
    return uploaded(
        request,
        f"list {pk} {what}",
        lambda: SHEETS[what](**given),
        onward=page_of(drafting),
        title=f"{drafting}：导入{SHEETS[what].name}",
        sheet=reverse("admin:drafting_list_sheet", args=[pk, what]),
        sheet_words="下载现有的表",
        crumb=str(drafting),
    )
