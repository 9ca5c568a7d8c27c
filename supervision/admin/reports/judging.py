"""Judging many waiting reports at once: ticked on the list, looked over, then decided."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from projects.admin.acts import ActPage
from projects.admin.fields import Words, is_key
from projects.clock import now, today
from supervision.actions.reviews import MOST_AT_ONCE, Judged, accept_many, return_many
from supervision.admin.pages import page
from supervision.models import Submission
from supervision.reports.doubts import Doubt, doubts_of, with_doubts
from supervision.reports.since_last_month import Moved, moved_in

ACCEPT, RETURN = "accept", "return"
SAID = {ACCEPT: "已通过", RETURN: "已退回"}


@dataclass(frozen=True)
class Waiting:
    """A submission to be judged: what it moved and what was asked about it."""

    submission: Submission
    moved: Moved
    doubts: list[Doubt]

    @property
    def late(self) -> bool:
        submission = self.submission
        return timezone.localdate(submission.at) > submission.report.period.due


def waiting_in(reports) -> list[Submission]:
    """The last submission of each of these reports, as it lies before the officer."""
    newest = Submission.objects.filter(report=OuterRef("report")).order_by("-number")
    last = Submission.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    return with_related(last.filter(report__in=reports))


def with_related(submissions) -> list[Submission]:
    rows = submissions.select_related("report__project", "report__period", "report__unit", "by")
    return list(with_doubts(rows).order_by("report__period__month", "report__project__number"))


def look_over(
    model_admin, request, verdict: str, submissions: list[Submission], *, status=200, **context
):
    """The page on which what was ticked is confirmed; those with doubts stand first."""
    rows = sorted(described(submissions), key=lambda row: not row.doubts)
    context = {
        "title": f"{'通过' if verdict == ACCEPT else '退回'}{len(rows)}份报送",
        "verdict": verdict,
        "rows": rows,
        "ticked": submissions,
        "doubted": sum(bool(row.doubts) for row in rows),
        "form": JudgeForm(),
        **context,
    }
    return page(model_admin, request, "reports/judge_many.html", context, status=status)


def described(submissions: list[Submission]) -> list[Waiting]:
    moved: dict[int, Moved] = {}
    periods = {submission.report.period for submission in submissions}
    for period in periods:
        own = [each for each in submissions if each.report.period_id == period.pk]
        by_project = moved_in(period, [each.report.project for each in own], today())
        moved |= {each.pk: by_project[each.report.project_id] for each in own}
    return [Waiting(each, moved[each.pk], doubts_of(each)) for each in submissions]


class JudgeForm(forms.Form):
    """What is posted names submissions, so that what was seen is judged."""

    verdict = forms.ChoiceField(choices=[*SAID.items()])
    reason = Words(
        label="退回理由",
        required=False,
        help_text="必填，所选各份用同一条理由；写清要改什么，单位看得到，永久保留。"
        "理由不同的，请分开退回。",
    )

    def named(self, name: str):
        """The submissions that a field names; `offered` are all that stood on the page."""
        keys = [key for key in self.data.getlist(name) if is_key(key)]
        return Submission.objects.filter(pk__in=keys)


class JudgePage(ActPage):
    """The confirmed act."""

    form_class, http_method_names = JudgeForm, ["post"]

    def act(self, form):
        submissions = with_related(form.named("submission"))
        act = {"submissions": submissions, "by": self.request.user, "at": now()}
        if form.cleaned_data["verdict"] == ACCEPT:
            return accept_many(**act)
        return return_many(**act, reason=form.cleaned_data["reason"])

    def form_invalid(self, form):
        if "verdict" in form.errors:
            raise Http404
        ticked, offered = form.named("submission"), form.named("offered")
        shown = with_related(offered | ticked)[:MOST_AT_ONCE]
        verdict = form.cleaned_data["verdict"]
        more = {"form": form, "ticked": ticked, "status": 400}
        return look_over(self.model_admin, self.request, verdict, shown, **more)

    def said(self, judged):
        tell(self.request, self.request.POST["verdict"], judged)

    def onward(self, judged):
        return reverse("admin:supervision_waitingreport_changelist")


def tell(request, verdict: str, judged: Judged) -> None:
    """What was done by name, and what was not with its reason."""
    if judged.done:
        names = "、".join(str(each.report.project) for each in judged.done)
        messages.success(request, f"{SAID[verdict]}{len(judged.done)}份：{names}。")
    for submission, why in judged.refused:
        messages.error(request, f"没有办理：{submission.report.project}。{why}")
