"""A unit corrects a month that was accepted or closed: the same sheet, and why."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from projects.clock import now, today
from projects.errors import Refused, Stale
from projects.values.text import clean
from supervision.actions.reports import correct, correctable, lacking
from supervision.actions.submissions import NotReady
from supervision.admin.pages import page
from supervision.admin.reports.fill import keep_files, own
from supervision.admin.reports.sheet_form import build
from supervision.models import Report, Submission
from supervision.reports import draft as drafts
from supervision.reports.entry import read, sheet
from supervision.reports.narratives import former_narrative


def correct_page(model_admin, request, pk):
    at = now()
    report = get_object_or_404(own(request.user, at), pk=pk)
    lines = sheet(report.project, report.period, timezone.localdate(at))
    if request.method == "POST":
        return posted(model_admin, request, report, lines, at)
    if not correctable(report):
        return HttpResponseRedirect(reverse("admin:supervision_report_change", args=[pk]))
    draft = report.draft or drafts.blank(lines)
    return form_page(model_admin, request, report, lines, draft, "")


def posted(model_admin, request, report: Report, lines, at):
    draft, reason = drafts.from_post(lines, request.POST), reason_of(request)
    version = request.POST.get("version", "")
    again = {"model_admin": model_admin, "request": request, "lines": lines}
    again |= {"draft": draft, "reason": reason}
    try:
        if refused := keep_files(request, report, lines, at):
            raise Refused("".join(refused))
        given = correct(
            report=report,
            draft=draft,
            reason=reason,
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            by=request.user,
            at=at,
        )
    except NotReady as not_ready:
        return form_page(**again, report=report, sentence=str(not_ready), every=True, status=400)
    except Stale as stale:
        return conflict(again, str(stale), own(request.user, at).get(pk=report.pk))
    except Refused as refused:
        return form_page(**again, report=report, sentence=str(refused), status=400)
    step = "已报送，等待审核" if isinstance(given, Submission) else "已送审签，等待负责人审签"
    messages.success(request, f"“{report.project}”{report.period}的更正{step}。")
    return HttpResponseRedirect(reverse("admin:supervision_report_change", args=[report.pk]))


def reason_of(request) -> str:
    return clean(request.POST.get("reason", "")).strip()


def conflict(again: dict, sentence: str, report: Report):
    """Somebody else changed it first: what differs is said, and mine stays in the boxes."""
    differing = drafts.differences(again["lines"], again["draft"], report.draft)
    return form_page(**again, report=report, sentence=sentence, differing=differing, status=409)


def form_page(
    model_admin, request, report, lines, draft, reason,
    *, sentence="", every=False, differing=None, status=200,
):  # fmt: skip
    entry = read(lines, draft, former_narrative(report))
    wanting = lacking(report, today())
    entry.errors |= wanting if every else {}
    context = {
        "title": f"更正{report.period.covers}进展：{report.project}",
        "report": report,
        "form": build(lines, draft, entry, every_error=every, touched=True),
        "reason": reason,
        "sentence": sentence,
        "differing": differing,
        "can": correctable(report),
        "lacking": wanting,
        "scans": report.evidence.filter(scan=True, submission=None),
    }
    return page(model_admin, request, "reports/correct.html", context, status=status)
