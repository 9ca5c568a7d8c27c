"""用表格填报: a unit's month as a workbook goes out, comes back, is looked at, lies as drafts."""

from functools import wraps

from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from projects.actions.exports import record_export
from projects.clock import now
from projects.spreadsheets import kept
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.reading import Unreadable, tables
from projects.spreadsheets.upload import Upload
from projects.spreadsheets.workbook import MIME
from projects.values.months import in_words
from supervision.actions.workbook import MonthImport
from supervision.admin.pages import page
from supervision.models import Period
from supervision.reports.workbook.marked import marked
from supervision.reports.workbook.month import reports_of
from supervision.reports.workbook.outgoing import filename, workbook

CLOSED = "本月已经定稿，不能再填报；如需更正，请在项目的月度进展里办理。"
NOTHING = "本月的项目都已报送，没有还要填报的，不用再下载表格。"


def step(view):
    """A step of an open month: only posted, by a person whose units have reports in it."""

    @wraps(view)
    def answered(model_admin, request, pk):
        at = now()
        day = timezone.localdate(at)
        period = get_object_or_404(Period.everything.select_related("programme"), pk=pk)
        if not reports_of(request.user, period, day).exists():
            raise Http404
        if request.method != "POST" and view is not look:
            return HttpResponseNotAllowed(["POST"])

        def make() -> MonthImport:
            return MonthImport(period=period, by=request.user, at=at, day=day)

        upload = Upload(request, f"workbook-{pk}", make)
        if request.method != "POST" or period.closed_at:
            upload.status = 409 if request.method == "POST" else 200
            return start(model_admin, request, period, upload)
        return view(model_admin, request, period, upload, at)

    return answered


def start(model_admin, request, period, upload):
    """The month's projects with the download and the upload, or the preview of what came."""
    reports = reports_of(request.user, period, timezone.localdate(now())).defer("draft")
    open_ = sum(report.editable for report in reports)
    context = {
        "title": f"用表格填报：{in_words(period.month)}",
        "period": period,
        "reports": reports,
        "open": open_,
        "blocked": CLOSED if period.closed_at else "" if open_ else NOTHING,
        "upload": upload,
        "most_rows": MonthImport.most_rows,
    }
    template = "reports/workbook_preview.html" if upload.outcome else "reports/workbook.html"
    return page(model_admin, request, template, context, status=upload.status)


def look(model_admin, request, period, upload, at):
    upload.look()
    return start(model_admin, request, period, upload)


def download(model_admin, request, period, upload, at):
    reports = reports_of(request.user, period, timezone.localdate(at))
    if not any(report.editable for report in reports):
        upload.status = 409
        return start(model_admin, request, period, upload)
    name, content = filename(period), workbook(request.user, period, at)
    record_export(what=name, by=request.user, at=at)
    return attachment(content, MIME, name, f"workbook-{period.month}")


def confirm(model_admin, request, period, upload, at):
    if not upload.confirm():
        return start(model_admin, request, period, upload)
    saved = upload.importer.saved
    upload.thank(
        f"已把{saved}个项目存为草稿，还没有报送。请逐个核对，补上佐证材料后报送。"
        if saved
        else "您选择都保留平台上的草稿，没有写入。"
    )
    return HttpResponseRedirect(reverse("admin:supervision_report_workbook", args=[period.pk]))


def marked_back(model_admin, request, period, upload, at):
    """The uploaded workbook with its problems marked."""
    try:
        what, found, _ = upload.back()
        content = marked(tables(found, what["name"]), request.user, period, timezone.localdate(at))
    except (kept.Gone, Unreadable) as error:
        upload.refuse(str(error) or kept.GONE)
        return start(model_admin, request, period, upload)
    name = f"标出问题的{filename(period)}"
    record_export(what=name, by=request.user, at=at)
    return attachment(content, MIME, name, f"workbook-{period.month}-marked")


PAGES = [
    ("", step(look), "supervision_report_workbook"),
    ("download/", step(download), "supervision_report_workbook_download"),
    ("confirm/", step(confirm), "supervision_report_workbook_confirm"),
    ("marked/", step(marked_back), "supervision_report_workbook_marked"),
]
