"""Who leads and who supports, and who works where."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from projects.actions import door
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Assignment, LeadUnit, Project, UnitMember, User
from projects.values.months import in_words, last_day

FURTHEST = 2  # years ahead in which a post or an assignment may begin or end


@transaction.atomic
def register(*, units: Iterable[LeadUnit], by: User | None, at: dt.datetime) -> list[LeadUnit]:
    """Store new units, all or none, by one event."""
    rows = list(units)
    for unit in rows:
        refuse_far(unit.since, at)
        refuse_far(unit.until, at)
        unit.full_clean()
        unit.save()
    record(action=Act.IMPORT_UNITS, by=by, at=at, rows=rows)
    return rows


def refuse_closed(project: Project, first: dt.date) -> None:
    """Refuse to change who led or supported on days of a closed month."""
    closed = door.closed_until(project.programme)
    if closed and first <= last_day(closed):
        raise Refused(f"{in_words(closed)}已经定稿，分工只能从{last_day(closed)}以后变动，不追溯。")


def refuse_far(day: dt.date | None, at: dt.datetime) -> None:
    """Refuse a day that only a slip in the year can mean."""
    if day and day.year > timezone.localdate(at).year + FURTHEST:
        raise Refused(f"{day}太远了，请核对年份。")


@in_turn("project.programme_id")
def assign(
    *,
    project: Project,
    unit: LeadUnit,
    role: str,
    since: dt.date,
    by: User | None,
    at: dt.datetime,
) -> Assignment:
    """Give a project to a unit; a former lead's time ends the day before."""
    rows, year = [], project.programme.year
    project.programme.check_open()
    refuse_far(since, at)
    if since.year < year - 1:
        raise Refused(f"分工从{since.year}年起，清单是{year}年的，请核对年份。")
    refuse_closed(project, since)
    if role == Assignment.Role.LEAD:
        Project.everything.select_for_update().get(pk=project.pk)
        for former in project.assignments.filter(role=role, until__isnull=True, since__lt=since):
            if former.unit_id == unit.pk:
                return former
            former.until = since - dt.timedelta(days=1)
            former.save(update_fields=["until"])
            rows.append(former)
    assignment = Assignment(project=project, unit=unit, role=role, since=since)
    if sentence := assignment.overlapping():
        raise Refused(sentence)
    assignment.save()
    door.follow_moves([project], at)
    record(action=Act.ASSIGN_UNIT, by=by, at=at, rows=[*rows, assignment], project=project)
    return assignment


@transaction.atomic
def appoint(
    *, person: User, unit: LeadUnit, post: str, since: dt.date, by: User | None, at: dt.datetime
) -> UnitMember:
    """Give a person a post in a unit."""
    refuse_far(since, at)
    member = UnitMember.objects.create(person=person, unit=unit, post=post, since=since)
    record(action=Act.APPOINT, by=by, at=at, rows=[member])
    return member
