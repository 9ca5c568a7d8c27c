from django.contrib import admin
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from projects.actions.exports import record_export
from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin, in_text, yes_or_no
from projects.admin.papers import handed_out
from projects.clock import now, today
from projects.errors import Refused
from projects.files.packed import handed_on
from projects.values.files import safe
from supervision import scope
from supervision.actions.evidence import withdraw_evidence
from supervision.actions.photos import drawn
from supervision.admin.pages import OfficeOnly
from supervision.models import Evidence

# What evidence is packed by, as the address says it.
PACKED = {"period": "report__period", "report": "report", "project": "report__project"}
PHOTO = yes_or_no("photo", "照片")
ADDED_BY, WITHDRAWN_BY = in_text("added_by", "上传人"), in_text("withdrawn_by", "撤回人")


class WithdrawPage(ActPage):
    """Taken back by the unit that attached it, after asking once."""

    template_name, action = "admin/reports/evidence_withdraw.html", withdraw_evidence

    def fetch(self, pk):
        own = scope.own_reports(self.request.user, today())
        attached = Evidence.objects.filter(report__in=own, withdrawn_at__isnull=True)
        self.evidence = get_object_or_404(attached, pk=pk)

    def arguments(self):
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


def zip_page(model_admin, request):
    """All evidence of a month, a report or a project as one zip, handed out while it is made."""
    asked = [name for name in PACKED if name in request.GET]
    key = request.GET.get(asked[0], "") if len(asked) == 1 else ""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    related = ("report__period", "report__project", "report__unit")
    rows = scope.evidence(request.user, today()).filter(**{PACKED[asked[0]]: key})
    ordered = rows.select_related(*related).order_by(
        "report__period__month", "report__project__number", "pk"
    )
    files = list(ordered)
    if not files:
        raise Http404
    name = f"佐证材料_{packed_name(asked[0], files[0])}"
    record_export(what=f"{name}，{len(files)}个文件", by=request.user, at=now())
    answer = StreamingHttpResponse(handed_on(pieces(files), now()), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def packed_name(asked: str, first: Evidence) -> str:
    report = first.report
    month, number = report.period.month, report.project.number
    return {"period": month, "project": f"第{number}项", "report": f"{month}_第{number}项"}[asked]


def pieces(files: list[Evidence]):
    """Each file under its month and project; one that is not what was kept is named as such."""
    lost = []
    for place, file in enumerate(files, 1):
        report = file.report
        folder = f"{report.period.month}/{report.project.number:02d}-{safe(report.project.title)}"
        name = f"{folder}/{place:04d}-{safe(file.name)}"
        if said := file.fault():
            lost.append(f"{name}：文件{said}\n".encode())
        else:
            yield name, file.chunks()
    if lost:
        yield "没有收入的文件.txt", lost


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
        ("zip/", zip_page, "supervision_evidence_zip"),
        ("<int:pk>/file/", file_page, "supervision_evidence_file"),
        ("<int:pk>/picture/", picture_page, "supervision_evidence_picture"),
        ("<int:pk>/withdraw/", WithdrawPage, "supervision_evidence_withdraw"),
    ]
