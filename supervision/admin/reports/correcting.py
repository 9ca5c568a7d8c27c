"""A unit corrects a month that was accepted or closed: the same sheet, and why."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from projects.admin.acts import ActPage
from projects.admin.fields import Words
from projects.clock import now, today
from projects.errors import Refused
from supervision.actions.reports import correct, correctable, lacking
from supervision.actions.submissions import NotReady
from supervision.admin.reports.fill import SentForm, keep_files, own
from supervision.admin.reports.sheet_form import build
from supervision.models import Submission
from supervision.reports import draft as drafts
from supervision.reports.entry import read, sheet
from supervision.reports.narratives import former_narrative


class CorrectForm(SentForm):
    reason = Words(
        label="更正原因",
        max_length=300,
        required=False,
        help_text="必填。写清哪个数错了、错在哪里。原因永久保留，督查人员据此审核；"
        "公众看到的说明由督查人员另写。",
    )


class CorrectPage(ActPage):
    template_name, form_class = "admin/reports/correct.html", CorrectForm
    every = False  # whether what is still empty is called wrong

    def fetch(self, pk):
        self.at = now()
        self.report = get_object_or_404(own(self.request.user, self.at), pk=pk)
        self.lines = sheet(self.report.project, self.report.period, timezone.localdate(self.at))
        if self.request.method == "POST":
            self.draft = drafts.from_post(self.lines, self.request.POST)
        elif correctable(self.report):
            self.draft = self.report.draft or drafts.blank(self.lines)
        else:
            return redirect(self.onward(None))

    def act(self, form):
        if refused := keep_files(self.request, self.report, self.lines, self.at):
            raise Refused("".join(refused))
        act = {"report": self.report, "draft": self.draft, "by": self.request.user, "at": self.at}
        try:
            return correct(**act, **form.cleaned_data)
        except NotReady:
            self.every = True
            raise

    def said(self, given):
        signed = isinstance(given, Submission)
        step = "已报送，等待审核" if signed else "已送审签，等待负责人审签"
        return f"“{self.report.project}”{self.report.period}的更正{step}。"

    def onward(self, given):
        return reverse("admin:supervision_report_change", args=[self.report.pk])

    def get_context_data(self, form=None, **kw):
        """Where somebody else changed it first, what differs is said; mine stays in the boxes."""
        form, report, differing = form or self.get_form(), self.report, None
        if self.stale:
            report = own(self.request.user, self.at).get(pk=report.pk)
            differing = drafts.differences(self.lines, self.draft, report.draft)
        entry = read(self.lines, self.draft, former_narrative(report), report.encloses)
        wanting = lacking(report, today())
        entry.errors |= wanting if self.every else {}
        shown = {
            "title": f"更正{report.period.covers}进展：{report.project}",
            "report": report,
            "given": form,
            "form": build(self.lines, self.draft, entry, every_error=self.every, touched=True),
            "differing": differing,
            "can": correctable(report),
            "lacking": wanting,
            "evidence": report.attached().filter(scan=False),
            "plain": not report.project.sensitive,
            "scans": report.evidence.filter(scan=True, submission=None),
        }
        return super().get_context_data(form=form, **kw) | shown
