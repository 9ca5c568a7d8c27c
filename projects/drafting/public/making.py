"""编制: how a year's list comes to be, stage by stage; the way in to its other pages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.clock import today
from projects.drafting.approved import approval_of, votes
from projects.drafting.models import (
    Approval,
    Call,
    Consultation,
    Drafting,
    IssueDecision,
    PlannedDay,
    Step,
    VoteCount,
)
from projects.drafting.stages import ORDER, Stage
from projects.models import Programme


@dataclass(frozen=True)
class StageLine:
    """A stage: when it was first entered, until when, and for which day it is planned."""

    stage: Stage
    since: dt.date | None
    planned: dt.date | None
    here: bool


@dataclass(frozen=True)
class Making:
    drafting: Drafting
    lines: list[StageLine]
    turned_back: list[Step]
    approval: Approval | None
    votes: list[tuple[str, VoteCount, str]]
    issue: IssueDecision | None
    called: bool
    calling: bool
    open_to_all: bool
    received: int


def public_draftings():
    """Those whose process was started, that the public was asked about, or that were issued."""
    started = Step.objects.filter(drafting=OuterRef("pk"))
    asked = Consultation.objects.filter(drafting=OuterRef("pk"), public=True)
    issued = Q(state=Drafting.State.ISSUED)
    whole = Drafting.objects.filter(extends=None).exclude(state=Drafting.State.DROPPED)
    return whole.filter(Exists(started) | Exists(asked) | issued)


def drafting_or_404(year: int) -> Drafting:
    """The drafting of a year that may be shown."""
    found = public_draftings().filter(year=year).select_related("programme").first()
    if found is None:
        raise Http404(f"{year}年清单怎样编制，还没有公开的内容。")
    return found


def programme_of(drafting: Drafting) -> Programme | None:
    """The list whose menu stands above the page: the year's own, else the latest."""
    return Programme.public.of_year(drafting.year) or Programme.public.latest_year()


def gathered(drafting: Drafting) -> Making:
    steps = list(drafting.steps.order_by("pk"))
    planned = PlannedDay.objects.standing(drafting)
    now = Stage(steps[-1].stage) if steps else None
    first: dict[str, dt.date] = {}
    for step in steps:
        first.setdefault(step.stage, step.since)
    if steps and Stage.CONSULT not in first and (asked := first_asked(drafting)):
        first[Stage.CONSULT] = asked
    lines = [
        StageLine(stage, first.get(stage), planned[stage].day if stage in planned else None,
                  stage == now)
        for stage in ORDER
    ]  # fmt: skip
    issue = IssueDecision.objects.filter(issue__draft__drafting=drafting, granted=True)
    calls = list(Call.objects.with_end().filter(drafting=drafting, opens__lte=today()))
    running = [call for call in calls if drafting.open and today() <= call.last_day]
    approval = approval_of(drafting)
    return Making(
        drafting=drafting,
        lines=lines if steps else [],
        turned_back=[step for step in steps if step.reason],
        approval=approval,
        votes=votes(approval),
        issue=issue.select_related("issue").last(),
        called=bool(calls),
        calling=bool(running),
        open_to_all=any(call.audience == Call.Audience.RESIDENTS for call in running),
        received=drafting.proposals.count(),
    )


def first_asked(drafting: Drafting) -> dt.date | None:
    """The day on which the public was first asked about a version, whatever stage it was."""
    sent = drafting.consultations.filter(public=True).order_by("number").first()
    return timezone.localdate(sent.opened_at) if sent else None


@require_safe
def making(request, year):
    drafting = drafting_or_404(year)
    context = {"making": gathered(drafting), "programme": programme_of(drafting), "year": year}
    return render(request, "public/making/making.html", context)
