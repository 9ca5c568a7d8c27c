"""A unit's month: the form, saving, handing in; two people on one report lose nothing."""

import logging

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from projects import uploads
from projects.admin.fields import Key
from projects.clock import now, today
from projects.errors import Refused, Stale
from supervision import scope
from supervision.actions.evidence import add_evidence
from supervision.actions.reports import lacking, save_draft, submit, unfounded
from supervision.actions.submissions import NotReady
from supervision.admin.pages import page
from supervision.admin.reports.sheet_form import build
from supervision.models import Report, SigningRequest, Submission
from supervision.reports import draft as drafts
from supervision.reports import signings
from supervision.reports.entry import read, sheet
from supervision.reports.narratives import former_narrative

MOST_FILES = 10
logger = logging.getLogger(__name__)


def fill_page(model_admin, request, pk):
    at = now()
    report = get_object_or_404(enterable(request.user, at), pk=pk)
    lines = sheet(report.project, report.period, timezone.localdate(at))
    if request.method == "POST":
        return posted(model_admin, request, report, lines, at)
    if not report.editable or report.period.closed_at:
        return HttpResponseRedirect(reverse("admin:supervision_report_change", args=[pk]))
    return form_page(model_admin, request, report, lines, report.draft or drafts.blank(lines))


def own(person, at):
    return with_related(scope.own_reports(person, timezone.localdate(at)))


def enterable(person, at):
    return with_related(scope.enterable(person, timezone.localdate(at)))


def with_related(reports):
    return reports.select_related("project__programme", "period", "unit", "changed_by")


def on_behalf(request, report) -> str | None:
    """Why the office enters it for the unit, as typed; None where the person is of the unit."""
    if scope.own_project(request.user, report.project, today()):
        return None
    return drafts.text(request.POST, "on_behalf")


def posted(model_admin, request, report, lines, at):
    """Save the draft, then the files, then hand in; whatever goes wrong, what was typed stays."""
    draft = drafts.from_post(lines, request.POST)
    draft = drafts.settled(lines, draft, report.draft, request.POST)
    change = {
        "report": report,
        "draft": draft,
        "version": version_in(request),
        "by": request.user,
        "at": at,
    }
    again = {"model_admin": model_admin, "request": request, "lines": lines, "draft": draft}
    for sentence in drafts.remarks(request.POST):
        messages.warning(request, sentence)
    try:
        if request.FILES:
            change["report"] = save_draft(**change)
            change["version"] = change["report"].version
        refused = keep_files(request, report, lines, at)
        return saved(request, change, again, refused)
    except Stale as stale:
        if request.FILES:
            messages.warning(request, "选的文件还没有上传，核对内容以后请再选一次。")
        return conflict(**again, report=report, sentence=str(stale))
    except Refused as no:
        messages.error(request, str(no))
        report = enterable(request.user, at).get(pk=report.pk)
        return form_page(**again, report=report, locked=True, status=409)


class SentForm(forms.Form):
    """What goes with a sheet: the version of the report that was read."""

    version = Key()


def version_in(request) -> int | None:
    form = SentForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def saved(request, change, again, refused: list[str]):
    report = change["report"]
    if "submit" in request.POST and not refused:
        try:
            given = submit(**change, on_behalf=on_behalf(request, report))
        except NotReady as not_ready:
            report = draft_saved(request, change)
            messages.error(request, f"{not_ready} 已填的内容存为草稿。")
            return form_page(**again, report=report, every_error=True, status=400)
        return handed_in(request, report, given)
    report = draft_saved(request, change)
    if "autosave" in request.POST:
        return JsonResponse({"version": report.version})
    if refused:
        refused = [*refused, "已填的内容和其余的文件都已保存。"]
        full = any(isinstance(each, Unkept) for each in refused)
        response = form_page(**again, report=report, refused=refused, status=503 if full else 400)
        if full:
            response["Retry-After"] = "300"
        return response
    messages.success(request, "草稿已保存，还没有报送。")
    return HttpResponseRedirect(reverse("admin:supervision_report_fill", args=[report.pk]))


def draft_saved(request, change) -> Report:
    """The report with its draft saved, which it is already where files came with it."""
    return change["report"] if request.FILES else save_draft(**change)


def handed_in(request, report, given: Submission | SigningRequest):
    """What comes next: the office's review, or first the leader's signature."""
    if isinstance(given, Submission) and given.on_behalf:
        said = f"“{report.project}”{report.period}已代填报送，等待另一位督查人员审核。"
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:index"))
    if isinstance(given, Submission):
        messages.success(request, f"“{report.project}”{report.period}已报送，等待审核。")
        return HttpResponseRedirect(reverse("admin:index"))
    day = timezone.localdate(given.at)
    leaders = scope.leaders_of(report.project, day)
    names = "、".join(str(leader) for leader in leaders)
    messages.success(request, f"“{report.project}”{report.period}已送审签，等待{names}审签。")
    if request.user in leaders:
        return HttpResponseRedirect(reverse("admin:supervision_report_sign", args=[report.pk]))
    return HttpResponseRedirect(reverse("admin:index"))


def keep_files(request, report: Report, lines, at) -> list[str]:
    """Attach what may be attached; the sentences for what may not."""
    targets = {line.key: line.target for line in lines}
    [target] = [targets.get(key) for key in request.POST.getlist("evidence-target")[:1]] or [None]
    kinds = {"evidence": {"target": target}, "scan": {"target": None, "scan": True}}
    refused = []
    for field, kind in kinds.items():
        for upload in request.FILES.getlist(field)[:MOST_FILES]:
            refused += attach(request, report, upload, at, kind)
        if len(request.FILES.getlist(field)) > MOST_FILES:
            refused.append(f"一次最多上传{MOST_FILES}个文件，其余请再传一次。")
    return refused


def attach(request, report: Report, upload, at, kind: dict) -> list[str]:
    """Attach one file; the sentence why not, where it may not be."""
    try:
        return checked_and_kept(request, report, upload, at, kind)
    except Refused as no:
        return [str(no)]
    except OSError as error:
        logger.error("%s: a file was not kept: %r", request.path, error)
        name = uploads.file_name(upload.name)
        return [Unkept(f"服务器的磁盘写不进去，“{name}”没有存下，请告诉系统管理员，稍后再传。")]


class Unkept(str):
    """Why a file was not kept, where that is not the file's fault."""


def checked_and_kept(request, report: Report, upload, at, kind: dict) -> list[str]:
    checked = uploads.check(
        upload, photos=not report.project.sensitive, scan=kind.get("scan", False)
    )
    if same := report.holding(checked.content, **kind):
        messages.warning(request, f"“{checked.name}”与已上传的“{same}”内容相同，没有再存一份。")
        return []
    add_evidence(
        report=report,
        name=checked.name,
        content=checked.content,
        photo=checked.photo,
        by=request.user,
        at=at,
        **kind,
    )
    return []


def conflict(model_admin, request, lines, draft, *, report, sentence: str):
    """Somebody else changed it first: both versions side by side, and mine still in the boxes."""
    report = enterable(request.user, now()).get(pk=report.pk)
    differing = drafts.differences(lines, draft, report.draft)
    for field in differing:
        field["pick"] = "theirs" if not field["mine"].strip() else "mine"
    extra = {"differing": differing, "stale": sentence, "locked": not report.editable}
    return form_page(model_admin, request, report, lines, draft, status=409, **extra)


def form_page(
    model_admin, request, report, lines, draft, *, every_error=False, status=200, **extra
):
    entry = read(lines, draft, former_narrative(report), report.encloses)
    wanting, behalf = lacking(report, today()), on_behalf(request, report)
    if behalf is not None:
        wanting = {key: text for key, text in wanting.items() if key != "leader"}
        wanting |= unfounded(behalf)
    entry.errors |= wanting if every_error else {}
    context = {
        "title": f"填报{report.period.covers}进展：{report.project}",
        "report": report,
        "form": build(lines, draft, entry, every_error=every_error, touched=bool(report.draft)),
        "evidence": report.attached(),
        "plain": not report.project.sensitive,
        "returned": returned(report),
        "sent_back": signings.sent_back([report]).get(report.pk) if report.editable else None,
        "lacking": wanting,
        "behalf": behalf,
        "late": timezone.localdate(now()) > report.period.due,
        **extra,
    }
    return page(model_admin, request, "reports/fill.html", context, status=status)


def returned(report: Report):
    """The review that sent the report back, while it has not been handed in again."""
    if report.state != Report.State.RETURNED:
        return None
    return report.submissions.select_related("review__by").latest("number").review
