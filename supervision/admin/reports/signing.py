"""审签: the leader's page of one report, exactly as it would be handed in."""

import json

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from projects.admin.acts import ActPage
from projects.admin.fields import Key, Words
from projects.clock import now
from projects.errors import Stale
from projects.models import UnitMember
from supervision import scope
from supervision.actions.signing import send_back, sign, take_back
from supervision.admin.pages import page
from supervision.admin.reports.figures import proposed
from supervision.admin.reports.fill import own
from supervision.models import Report, SigningRequest
from supervision.reports import signings

BUTTONS = {"sign", "back", "take"}


class SignForm(forms.Form):
    request = Key()
    reason = Words(
        label="退回经办人的理由",
        required=False,
        help_text="退回时必填，写清要改什么；永久保留。审签不用填。",
    )


class SignPage(ActPage):
    """For the unit's people: the leader signs or sends back, the clerk takes back."""

    template_name, form_class = "admin/reports/sign.html", SignForm

    def fetch(self, pk):
        self.report = get_object_or_404(own(self.request.user, now()), pk=pk)
        self.waiting = signings.open_request(self.report)
        if self.waiting is None and self.request.method != "POST":
            return self.to_report()

    def to_report(self):
        return redirect("admin:supervision_report_change", self.report.pk)

    def get_initial(self):
        return {"request": self.waiting and self.waiting.pk}

    def act(self, form):
        """Do what the person decided on the request that they saw; return what to say of it."""
        seen = self.report.signing_requests.filter(pk=form.cleaned_data["request"]).first()
        if seen is None or not BUTTONS & set(self.request.POST):
            raise Stale("这一页已经旧了，请看现在的内容。")
        act = {"request": seen, "by": self.request.user, "at": now()}
        name = f"“{self.report.project}”{self.report.period}"
        if "sign" in self.request.POST:
            sign(**act)
            return "index", (), f"已审签，{name}已报送，等待审核。"
        if "back" in self.request.POST:
            send_back(**act, reason=form.cleaned_data["reason"])
            return "index", (), f"已退回经办人：{name}。"
        take_back(**act)
        page_name = "report_correct" if seen.correction else "supervision_report_fill"
        return page_name, (self.report.pk,), f"已收回，{name}还没有报送。"

    def said(self, result):
        return result[2]

    def onward(self, result):
        return reverse(f"admin:{result[0]}", args=result[1])

    def form_invalid(self, form):
        if self.waiting is None:
            messages.error(self.request, form.non_field_errors().as_text().removeprefix("* "))
            return self.to_report()
        return super().form_invalid(form)

    def context(self):
        return around(self.request.user, self.report, self.waiting)


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


def paper_page(model_admin, request, pk):
    """The saved draft on paper, to be signed and stamped by hand before it is handed in."""
    report = get_object_or_404(own(request.user, now()), pk=pk)
    if not report.editable or report.period.closed_at:
        return redirect("admin:supervision_report_change", pk)
    context = {
        "title": f"打印盖章用表：{report.project}",
        "report": report,
        "given": proposed(report, report.draft, request.user, now()),
        "saved": bool(report.draft),
    }
    return page(model_admin, request, "reports/paper.html", context)
