"""用表格填报: a unit's month as a workbook goes out, comes back, is looked at, lies as drafts."""

import io
from collections.abc import Iterable
from functools import wraps
from tempfile import TemporaryFile

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from projects.clock import now
from projects.errors import Refused
from projects.values.months import in_words
from supervision.actions.exports import record_export
from supervision.actions.reports import save_workbook
from supervision.admin.pages import page
from supervision.models import Period
from supervision.reports.workbook.incoming import MOST_ROWS, opened
from supervision.reports.workbook.marked import marked
from supervision.reports.workbook.month import reports_of
from supervision.reports.workbook.outgoing import filename, workbook
from supervision.reports.workbook.preview import picked, preview
from supervision.spreadsheets import kept
from supervision.spreadsheets.answers import attachment
from supervision.spreadsheets.archive import MEGABYTE, Unreadable
from supervision.spreadsheets.reading import MOST_BYTES
from supervision.spreadsheets.workbook import MIME

PURPOSE = "workbook"
CLOSED = "本月已经定稿，不能再填报；如需更正，请在项目的月度进展里办理。"
NOTHING = "本月的项目都已报送，没有还要填报的，不用再下载表格。"


def month_of(request, pk, at) -> Period:
    """A month in which the person's units have reports; without any it is not there."""
    period = get_object_or_404(Period.everything.select_related("programme"), pk=pk)
    if not reports_of(request.user, period, timezone.localdate(at)).exists():
        raise Http404
    return period


def workbook_page(model_admin, request, pk):
    """The month's projects with the download and the upload; a posted file is previewed."""
    at = now()
    period = month_of(request, pk, at)
    if request.method == "POST" and not period.closed_at:
        return uploaded(model_admin, request, period, at)
    return start(model_admin, request, period, status=409 if request.method == "POST" else 200)


def step(view):
    """A step of an open month: only posted; what was uploaded may be gone or unreadable."""

    @wraps(view)
    def answered(model_admin, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        at = now()
        period = month_of(request, pk, at)
        if period.closed_at:
            return start(model_admin, request, period, status=409)
        try:
            return view(model_admin, request, period, at)
        except kept.Gone:
            return start(model_admin, request, period, problem=kept.GONE, status=400)
        except Unreadable as error:
            return start(model_admin, request, period, problem=str(error), status=400)

    return answered


def start(model_admin, request, period, *, problem="", status=200):
    reports = reports_of(request.user, period, timezone.localdate(now())).defer("draft")
    open_ = [report for report in reports if report.editable]
    blocked = CLOSED if period.closed_at else "" if open_ else NOTHING
    context = {
        "title": f"用表格填报：{in_words(period.month)}",
        "period": period,
        "reports": reports,
        "open": len(open_),
        "blocked": blocked,
        "problem": problem,
        "most_bytes": MOST_BYTES // MEGABYTE,
        "most_rows": MOST_ROWS,
    }
    return page(model_admin, request, "reports/workbook.html", context, status=status)


@step
def download(model_admin, request, period, at):
    reports = reports_of(request.user, period, timezone.localdate(at))
    if not any(report.editable for report in reports):
        return start(model_admin, request, period, status=409)
    name, content = filename(period), workbook(request.user, period, at)
    record_export(what=name, by=request.user, at=at)
    return attachment(content, MIME, name, f"workbook-{period.month}")


def uploaded(model_admin, request, period, at):
    file = request.FILES.get("file")
    if file is None:
        return start(model_admin, request, period, problem="请先选择要上传的文件。", status=400)
    if file.size > MOST_BYTES:
        problem = f"文件有{file.size / MEGABYTE:.1f}MB，最多{MOST_BYTES // MEGABYTE}MB。"
        return start(model_admin, request, period, problem=problem, status=400)
    data = file.read()
    return previewed(model_admin, request, period, at, data, file.name)


def previewed(model_admin, request, period, at, data, name, *, said="", status=200):
    """The preview page. The file and the drafts it would make are kept for an hour, under names
    signed for this person; the next step takes them from there."""
    with TemporaryFile() as drafts:
        try:
            with opened(data) as book:
                found = preview(book, request.user, period, timezone.localdate(at), drafts)
        except Unreadable as error:
            return start(model_admin, request, period, problem=str(error), status=400)
        what = {
            "file": kept.keep(io.BytesIO(data)),
            "drafts": "" if found.problems else kept.keep(drafts),
            "name": name[:200],
            "period": period.pk,
        }
    context = {
        "title": f"核对填报表：{in_words(period.month)}",
        "period": period,
        "preview": found,
        "name": name,
        "said": said,
        "token": kept.signed(what, owner=request.user, purpose=PURPOSE),
    }
    status = 400 if found.problems else status
    return page(model_admin, request, "reports/workbook_preview.html", context, status=status)


def came_back(request, period) -> dict:
    """What was signed at the preview; Gone where it is too late."""
    token = request.POST.get("token", "")
    what = kept.unsigned(token, owner=request.user, purpose=PURPOSE)
    if what["period"] != period.pk:
        raise kept.Gone
    return what


@step
def confirm(model_admin, request, period, at):
    what = came_back(request, period)
    if not what["drafts"]:  # a workbook with errors, whatever was posted
        data = kept.fetch(what["file"])
        return previewed(model_admin, request, period, at, data, what["name"])
    try:
        with kept.opened(what["drafts"]) as lines:
            saved = save(request, period, at, lines)
    except Refused as no:
        said = f"{no}这次一行也没有写入，请核对下面的最新对照。"
        data = kept.fetch(what["file"])
        answer = previewed(
            model_admin, request, period, at, data, what["name"], said=said, status=409
        )
    else:
        tell(request, saved)
        address = reverse("admin:supervision_report_workbook", args=[period.pk])
        answer = HttpResponseRedirect(address)
    kept.drop(what["file"])
    kept.drop(what["drafts"])
    return answer


def save(request, period, at, lines: Iterable[bytes]) -> int:
    """Save what was previewed, at the versions that were shown; all of it or nothing."""
    reports = reports_of(request.user, period, timezone.localdate(at))
    mine = set(reports.values_list("pk", flat=True))

    def wanted():
        for key, version, draft in picked(lines, request.POST):
            if key not in mine:
                raise Refused("有项目不再由您单位牵头。")
            yield key, version, draft

    return save_workbook(period=period, drafts=wanted(), by=request.user, at=at)


def tell(request, saved: int) -> None:
    if saved:
        messages.success(
            request, f"已把{saved}个项目存为草稿，还没有报送。请逐个核对，补上佐证材料后报送。"
        )
    else:
        messages.info(request, "您选择都保留平台上的草稿，没有写入。")


@step
def marked_back(model_admin, request, period, at):
    """The uploaded workbook with its problems marked."""
    data = kept.fetch(came_back(request, period)["file"])
    content = marked(data, request.user, period, timezone.localdate(at))
    name = f"标出问题的{filename(period)}"
    record_export(what=name, by=request.user, at=at)
    return attachment(content, MIME, name, f"workbook-{period.month}-marked")


PAGES = [
    ("", workbook_page, "supervision_report_workbook"),
    ("download/", download, "supervision_report_workbook_download"),
    ("confirm/", confirm, "supervision_report_workbook_confirm"),
    ("marked/", marked_back, "supervision_report_workbook_marked"),
]
