"""Who leads and who supports, and who works where."""

import datetime as dt

from django.db import transaction

from projects.ledger.chain import record
from projects.models import Assignment, LeadUnit, Project, UnitMember, User


@transaction.atomic
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
    rows = []
    if role == Assignment.Role.LEAD:
        former = project.assignments.select_for_update().filter(
            role=Assignment.Role.LEAD, until__isnull=True
        )
        for assignment in former:
            if assignment.unit_id == unit.pk:
                return assignment
            assignment.until = since - dt.timedelta(days=1)
            assignment.full_clean()
            assignment.save(update_fields=["until"])
            rows.append(assignment)
    assignment = Assignment.objects.create(project=project, unit=unit, role=role, since=since)
    record(action="分工登记", by=by, at=at, rows=[*rows, assignment], project=project)
    return assignment


@transaction.atomic
def appoint(
    *, person: User, unit: LeadUnit, post: str, since: dt.date, by: User | None, at: dt.datetime
) -> UnitMember:
    """Give a person a post in a unit."""
    member = UnitMember.objects.create(person=person, unit=unit, post=post, since=since)
    record(action="任职登记", by=by, at=at, rows=[member])
    return member
