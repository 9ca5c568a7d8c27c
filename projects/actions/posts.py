"""Ending a post or an assignment."""

import datetime as dt

from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Assignment, UnitMember, User


@transaction.atomic
def end(
    *, row: Assignment | UnitMember, until: dt.date | None, by: User | None, at: dt.datetime
) -> Assignment | UnitMember:
    """Give a post or an assignment its last day, or take it away again."""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if until and until < row.since:
        raise Refused("结束日期不能早于开始日期。")
    if until is None and isinstance(row, Assignment) and row.role == Assignment.Role.LEAD:
        others = row.project.assignments.exclude(pk=row.pk).filter(role=row.role)
        if others.filter(since__gte=row.since).exists():
            raise Refused("这个项目后来已有别的牵头单位，不能恢复。")
    row.until = until
    row.save(update_fields=["until"])
    name = "分工" if isinstance(row, Assignment) else "任职"
    record(
        action=f"{name}{'结束' if until else '恢复'}",
        by=by,
        at=at,
        rows=[row],
        project=getattr(row, "project", None),
    )
    return row
