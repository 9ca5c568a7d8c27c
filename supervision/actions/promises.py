"""Changing what was promised, from the first month that is not closed: never backwards."""

import datetime as dt

from django.db import transaction

from projects.actions import changes
from projects.actions.changes import Approval
from projects.models import Plan, Programme, Project, ProjectChange, Target, TargetTerms, User
from supervision.models import Period


def closed_until(programme: Programme) -> str:
    """The last closed month, or ""; no month is closed until the change is done."""
    programme.check_open()
    # Open months are held first: a closing under way is waited for, and then seen.
    list(Period.everything.select_for_update().filter(programme=programme, closed_at=None))
    return last_closed(programme)


def last_closed(programme: Programme) -> str:
    last = programme.periods.filter(closed_at__isnull=False).order_by("month").last()
    return last.month if last else ""


@transaction.atomic
def change_terms(
    *, target: Target, approval: Approval, points, by: User, at: dt.datetime, **terms
) -> TargetTerms:
    """`terms` are the value, due day and definition that change; the rest stays as it was."""
    return changes.change_terms(
        target=target,
        approval=approval,
        closed_until=closed_until(target.project.programme),
        points=points,
        by=by,
        at=at,
        **terms,
    )


@transaction.atomic
def change_plan(*, target: Target, approval: Approval, points, by: User, at: dt.datetime) -> Plan:
    return changes.change_plan(
        target=target,
        approval=approval,
        closed_until=closed_until(target.project.programme),
        points=points,
        by=by,
        at=at,
    )


@transaction.atomic
def change_project(
    *,
    project: Project,
    state: str,
    merged_into: Project | None,
    approval: Approval,
    by: User,
    at: dt.datetime,
) -> ProjectChange:
    return changes.change_project(
        project=project,
        state=state,
        merged_into=merged_into,
        approval=approval,
        closed_until=closed_until(project.programme),
        by=by,
        at=at,
    )
