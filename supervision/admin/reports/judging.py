"""Judging many waiting reports at once: ticked on the list, looked over, then decided."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from projects.clock import now, today
from projects.errors import Refused
from projects.values.text import clean
from supervision.actions.reviews import MOST_AT_ONCE, Judged, accept_many, return_many
from supervision.admin.pages import page
from supervision.admin.reports.submission import LONGEST_REASON
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
        "longest": LONGEST_REASON,
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


def judge_page(model_admin, request):
    """The confirmed act. What is posted names submissions, so that what was seen is judged."""
    if not model_admin.has_view_permission(request):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    verdict, reason = request.POST.get("verdict"), clean(request.POST.get("reason", "")).strip()
    if verdict not in SAID:
        raise Http404
    ticked, offered = named(request, "submission"), named(request, "offered")
    try:
        judged = judge(verdict, with_related(ticked), reason, request.user)
    except Refused as refused:
        shown = with_related(offered | ticked)[:MOST_AT_ONCE]
        problem = {"problem": str(refused), "reason": reason, "ticked": ticked, "status": 400}
        return look_over(model_admin, request, verdict, shown, **problem)
    tell(request, verdict, judged)
    return HttpResponseRedirect(reverse("admin:supervision_waitingreport_changelist"))


def named(request, name: str):
    """The submissions that a field names; `offered` are all that stood on the page."""
    keys = [key for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]
    return Submission.objects.filter(pk__in=keys)


def judge(verdict: str, submissions: list[Submission], reason: str, person) -> Judged:
    act = {"submissions": submissions, "by": person, "at": now()}
    if verdict == ACCEPT:
        return accept_many(**act)
    if len(reason) > LONGEST_REASON:
        raise Refused(f"理由最多{LONGEST_REASON}字，现有{len(reason)}字。")
    return return_many(**act, reason=reason)


def tell(request, verdict: str, judged: Judged) -> None:
    """What was done by name, and what was not with its reason."""
    if judged.done:
        names = "、".join(str(each.report.project) for each in judged.done)
        messages.success(request, f"{SAID[verdict]}{len(judged.done)}份：{names}。")
    for submission, why in judged.refused:
        messages.error(request, f"没有办理：{submission.report.project}。{why}")
