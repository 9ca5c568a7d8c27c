"""审签: the leader's page of one report, exactly as it would be handed in."""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from projects.clock import now
from projects.errors import Refused, Stale
from projects.models import UnitMember
from projects.values.text import clean
from supervision import scope
from supervision.actions.signing import send_back, sign, take_back
from supervision.admin.pages import page
from supervision.admin.reports.figures import proposed
from supervision.admin.reports.fill import own
from supervision.models import Report, SigningRequest
from supervision.reports import signings

LONGEST_REASON = 1000


def sign_page(model_admin, request, pk):
    """For the unit's people: the leader signs or sends back, the clerk takes back."""
    report = get_object_or_404(own(request.user, now()), pk=pk)
    reason, sentence, status = clean(request.POST.get("reason", "")).strip(), "", 200
    if request.method == "POST":
        try:
            return decided(request, report, reason)
        except Stale as stale:
            sentence, status = str(stale), 409
        except Refused as refused:
            sentence, status = str(refused), 400
    waiting = signings.open_request(report)
    if waiting is None:
        if sentence:
            messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:supervision_report_change", args=[pk]))
    context = {"reason": reason, "sentence": sentence, **around(request.user, report, waiting)}
    return page(model_admin, request, "reports/sign.html", context, status=status)


def around(person, report: Report, waiting: SigningRequest) -> dict:
    """What the page shows of a request, and what the person may do with it."""
    day = timezone.localdate(now())
    clerk = scope.holds(person, report.project, UnitMember.Post.CLERK, day)
    return {
        "title": f"审签{report.period.covers}进展：{report.project}",
        "report": report,
        "waiting": waiting,
        "given": proposed(report, json.loads(waiting.sheet), waiting.by, waiting.at),
        "evidence": report.attached(),
        "signings": signings.requests_of(report),
        "late": day > report.period.due,
        "may_sign": scope.holds(person, report.project, UnitMember.Post.LEADER, day),
        "may_take_back": clerk or person == waiting.by,
        "leaders": scope.leaders_of(report.project, day),
    }


def decided(request, report: Report, reason: str):
    """Do what the person decided on the request that they saw."""
    key = request.POST.get("request", "")
    known = key.isdecimal() and len(key) < 19
    seen = report.signing_requests.filter(pk=key).first() if known else None
    if seen is None or not {"sign", "back", "take"} & set(request.POST):
        raise Stale("这一页已经旧了，请看现在的内容。")
    act = {"request": seen, "by": request.user, "at": now()}
    if "sign" in request.POST:
        sign(**act)
        said = f"已审签，“{report.project}”{report.period}已报送，等待审核。"
    elif "back" in request.POST:
        if len(reason) > LONGEST_REASON:
            raise Refused(f"理由最多{LONGEST_REASON}字，现有{len(reason)}字。")
        send_back(**act, reason=reason)
        said = f"已退回经办人：“{report.project}”{report.period}。"
    else:
        take_back(**act)
        return taken_back(request, report, seen)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:index"))


def taken_back(request, report: Report, seen: SigningRequest):
    """Back to where it can be changed."""
    messages.success(request, f"已收回，“{report.project}”{report.period}还没有报送。")
    page_name = "report_correct" if seen.correction else "supervision_report_fill"
    return HttpResponseRedirect(reverse(f"admin:{page_name}", args=[report.pk]))


def paper_page(model_admin, request, pk):
    """The saved draft on paper, to be signed and stamped by hand before it is handed in."""
    report = get_object_or_404(own(request.user, now()), pk=pk)
    if not report.editable or report.period.closed_at:
        return HttpResponseRedirect(reverse("admin:supervision_report_change", args=[pk]))
    context = {
        "title": f"打印盖章用表：{report.project}",
        "report": report,
        "given": proposed(report, report.draft, request.user, now()),
        "saved": bool(report.draft),
    }
    return page(model_admin, request, "reports/paper.html", context)
