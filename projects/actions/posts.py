"""Ending a post or an assignment."""

import datetime as dt

from projects.actions import door
from projects.actions.turns import in_turn
from projects.actions.units import refuse_closed, refuse_far
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Assignment, UnitMember, User


def of_post(given: dict) -> list[int]:
    row = given["row"]
    return [row.project.programme_id] if isinstance(row, Assignment) else []


@in_turn(of_post)
def end(
    *, row: Assignment | UnitMember, until: dt.date | None, by: User | None, at: dt.datetime
) -> Assignment | UnitMember:
    """Give a post or an assignment its last day, or take it away again."""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if until and until < row.since:
        raise Refused("结束日期不能早于开始日期。")
    refuse_far(until, at)
    if isinstance(row, Assignment):
        row.project.programme.check_open()
        if last := min((day for day in (row.until, until) if day), default=None):
            refuse_closed(row.project, last + dt.timedelta(days=1))
    row.until = until
    if isinstance(row, Assignment) and (sentence := row.overlapping()):
        raise Refused(sentence)
    row.save(update_fields=["until"])
    if isinstance(row, Assignment):
        door.follow_moves([row.project], at)
    name = "分工" if isinstance(row, Assignment) else "任职"
    record(
        action=f"{name}{'结束' if until else '恢复'}",
        by=by,
        at=at,
        rows=[row],
        project=getattr(row, "project", None),
    )
    return row
