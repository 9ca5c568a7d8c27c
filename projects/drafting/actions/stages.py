"""The way of a list: started, planned, moved on, sent back with a reason."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.checklist import lacks
from projects.drafting.models import Act, Drafting, PlannedDay, Step
from projects.drafting.stages import Stage, days_out_of_order, in_the_way, is_back
from projects.errors import Refused
from projects.models import User


@transaction.atomic
def begin(*, drafting: Drafting, days: dict[Stage, dt.date], by: User, at: dt.datetime) -> Step:
    """Start the process, with the days that are planned already."""
    drafting = locked(drafting)
    if Step.objects.now(drafting):
        raise Refused("编制工作已经启动。")
    step = entered(drafting, Stage.START, by, at)
    rows = planned(drafting, days, by, at)
    record_act(Act.BEGIN, drafting, [step, *rows], by, at, "启动编制", public=True)
    return step


@transaction.atomic
def plan(
    *, drafting: Drafting, days: dict[Stage, dt.date], by: User, at: dt.datetime
) -> list[PlannedDay]:
    """Set or move the days of stages; what is as it was is left alone."""
    drafting = locked(drafting)
    refuse_unstarted(drafting)
    rows = planned(drafting, days, by, at)
    if rows:
        record_act(Act.PLAN_DAYS, drafting, rows, by, at, "；".join(map(str, rows)), public=True)
    return rows


@transaction.atomic
def move(*, drafting: Drafting, to: str, reason: str = "", by: User, at: dt.datetime) -> Step:
    """Enter a stage: a later one once nothing stands in the way, an earlier one with a reason."""
    drafting = locked(drafting)
    refuse_unstarted(drafting)
    now, to, reason = Step.objects.now(drafting), Stage(to), reason.strip()
    if to == now:
        raise Refused(f"现在就在“{to.label}”。")
    if to == Stage.ISSUE:
        raise Refused("印发要在“印发”页面由两人办理。")
    if is_back(now, to):
        if not reason:
            raise Refused("退回前面的阶段要写明理由。")
        refuse_personal("退回的理由", reason)
    else:
        refuse_lacking(drafting, to, at)
    step = entered(drafting, to, by, at, reason)
    record_act(
        Act.MOVE_STAGE,
        drafting,
        [step],
        by,
        at,
        f"{now.label}→{to.label}　{reason}".strip(),
        public=True,
    )
    return step


def refuse_unstarted(drafting: Drafting) -> None:
    if Step.objects.now(drafting) is None:
        raise Refused("编制工作还没有启动。")


def refuse_lacking(drafting: Drafting, to: Stage, at: dt.datetime) -> None:
    """Refuse to enter a stage while what comes before it lacks anything."""
    if found := in_the_way(lacks(drafting, timezone.localdate(at)), to):
        raise Refused("\n".join(map(str, found)))


def entered(drafting: Drafting, stage: Stage, by, at, reason: str = "") -> Step:
    return Step.objects.create(
        drafting=drafting,
        stage=stage,
        since=timezone.localdate(at),
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )


def planned(drafting: Drafting, days: dict[Stage, dt.date], by, at) -> list[PlannedDay]:
    before = {stage: row.day for stage, row in PlannedDay.objects.standing(drafting).items()}
    given = {Stage(stage): day for stage, day in days.items() if day}
    if found := days_out_of_order(before | given):
        earlier, later = found
        raise Refused(f"“{later.label}”的计划日期早于“{earlier.label}”。")
    return [
        PlannedDay.objects.create(
            drafting=drafting, stage=stage, day=day, recorded_at=at, recorded_by=by
        )
        for stage, day in given.items()
        if before.get(stage) != day
    ]
