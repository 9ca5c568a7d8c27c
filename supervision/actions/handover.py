"""移交经办: what one unit or person has in hand goes to another from a day on.

Past months keep the old names: rows that have ended stay as they are, new ones begin.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from projects.actions import posts, units
from projects.actions.turns import every_programme, in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Assignment, LeadUnit, Programme, UnitMember, User
from projects.values.months import in_words, last_day
from supervision import scope
from supervision.models import Act, Period, Report, Slip


@dataclass(frozen=True)
class HandedOver:
    """How much went over."""

    assignments: int
    reports: int
    people: int
    slips: int = 0


def standing(rows: QuerySet, since: dt.date) -> QuerySet:
    """Posts and assignments that still hold on the day."""
    return rows.filter(Q(until__isnull=True) | Q(until__gte=since))


def open_reports(unit: LeadUnit) -> QuerySet[Report]:
    """The unit's reports of open months that are not yet accepted, drafts among them."""
    rows = Report.objects.filter(unit=unit, period__closed_at__isnull=True)
    return rows.exclude(state=Report.State.ACCEPTED)


def open_slips(unit: LeadUnit) -> QuerySet[Slip]:
    """Slips addressed to the unit and not yet cleared."""
    return Slip.objects.filter(addressee=unit, closed_at__isnull=True)


@in_turn(every_programme)
def hand_over_unit(
    *,
    unit: LeadUnit,
    successor: LeadUnit,
    since: dt.date,
    ends: bool,
    by: User,
    at: dt.datetime,
) -> HandedOver:
    """All that a unit leads, supports and has open, slips and people too, to a successor.

    `ends`: the unit itself ends the day before, being merged or renamed.
    """
    check_units(unit, successor, since)
    hold_open_months()
    check_day(since, at)
    # Reports before anything is recorded: the order of locks that handing in keeps.
    reports = list(open_reports(unit).select_for_update(of=("self",)))
    moved = [move_assignment(row, successor, since, by, at) for row in assignments(unit, since)]
    led = [row.project_id for row in moved if row.role == Assignment.Role.LEAD]
    reports = [report for report in reports if report.project_id in led]
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(unit=successor)
    people = [
        move_post(row, successor, row.person, since, by, at) for row in people_of(unit, since)
    ]
    for slip in (slips := list(open_slips(unit))):
        slip.addressee = successor
        slip.save(update_fields=["addressee"])
    if ends:
        end_unit(unit, successor, since)
    counts = HandedOver(len(moved), len(reports), len(people), len(slips))
    note = f"{unit}→{successor}，自{since}起，{in_short(counts)}"
    record(action=Act.HAND_OVER, by=by, at=at, rows=[unit, successor] if ends else [], note=note)
    return counts


@in_turn(every_programme)
def hand_over_post(
    *,
    unit: LeadUnit,
    giver: User,
    taker: User,
    since: dt.date,
    by: User,
    at: dt.datetime,
) -> HandedOver:
    """One person's posts in a unit to another; drafts belong to the unit and stay open."""
    if giver == taker:
        raise Refused("移交人和接手人是同一个人。")
    check_taker(taker)
    check_day(since, at)
    held = [row for row in people_of(unit, since) if row.person_id == giver.pk]
    if not held:
        raise Refused(f"{giver}在“{unit}”没有在任的职务，没有可以移交的。")
    for row in held:
        move_post(row, unit, taker, since, by, at)
    note = f"{unit}：{giver}→{taker}，自{since}起"
    record(action=Act.HAND_OVER, by=by, at=at, note=note)
    return HandedOver(0, 0, len(held))


def in_short(counts: HandedOver) -> str:
    return (
        f"分工{counts.assignments}项、填报{counts.reports}份、督办单{counts.slips}件、"
        f"人员{counts.people}人"
    )


def check_units(unit: LeadUnit, successor: LeadUnit, since: dt.date) -> None:
    if unit == successor:
        raise Refused("移交单位和接收单位是同一个单位。")
    if successor.since > since:
        raise Refused(f"“{successor}”自{successor.since}才设立，移交要在那以后。")
    if successor.until:
        raise Refused(f"“{successor}”已于{successor.until}撤销，不能接收。")


def check_taker(taker: User) -> None:
    if not taker.is_active:
        raise Refused(f"{taker}的账号已停用，不能接手。")
    if not scope.fills(taker):
        raise Refused(f"{taker}还没有填报的角色，请先由系统管理员给“经办人”或“分管负责人”角色。")


def hold_open_months() -> None:
    """No month closes until the handover is done."""
    list(Period.everything.select_for_update().filter(closed_at__isnull=True))


def check_day(since: dt.date, at: dt.datetime) -> None:
    if since > timezone.localdate(at):
        raise Refused("移交的日子还没有到，请到当天再办，免得提前看不到填报。")
    last = Period.everything.closed().last()
    if last and since <= last_day(last.month):
        raise Refused(f"{in_words(last.month)}已经定稿，移交只能从{last_day(last.month)}以后算起。")


def assignments(unit: LeadUnit, since: dt.date) -> list[Assignment]:
    rows = standing(Assignment.objects.filter(unit=unit), since).select_related("project")
    rows = rows.exclude(project__programme__state=Programme.State.ARCHIVED)
    return check_begun(rows.order_by("project__number", "role"), since)


def people_of(unit: LeadUnit, since: dt.date) -> list[UnitMember]:
    rows = standing(UnitMember.objects.filter(unit=unit), since).select_related("person", "unit")
    return check_begun(rows.order_by("pk"), since)


def check_begun(rows, since: dt.date) -> list:
    rows = list(rows)
    for row in rows:
        if row.since >= since:
            raise Refused(f"“{row}”自{row.since}才开始，移交要在那以后，或先更正那一条。")
    return rows


def move_assignment(
    row: Assignment, successor: LeadUnit, since: dt.date, by: User, at: dt.datetime
) -> Assignment:
    """The role on the project ends the day before and begins with the successor."""
    posts.end(row=row, until=since - dt.timedelta(days=1), by=by, at=at)
    already = standing(Assignment.objects.filter(unit=successor, project=row.project), since)
    rank = Assignment.Role.values.index
    if any(rank(each.role) <= rank(row.role) for each in already):
        return row
    for helping in already.filter(since__lt=since):
        posts.end(row=helping, until=since - dt.timedelta(days=1), by=by, at=at)
    return units.assign(
        project=row.project, unit=successor, role=row.role, since=since, by=by, at=at
    )


def move_post(
    row: UnitMember, unit: LeadUnit, taker: User, since: dt.date, by: User, at: dt.datetime
) -> UnitMember:
    """The post ends the day before; the taker begins in it, unless there already."""
    posts.end(row=row, until=since - dt.timedelta(days=1), by=by, at=at)
    own = standing(UnitMember.objects.filter(person=taker, unit=unit, post=row.post), since)
    if (held := own.first()) is not None:
        return held
    return units.appoint(person=taker, unit=unit, post=row.post, since=since, by=by, at=at)


def end_unit(unit: LeadUnit, successor: LeadUnit, since: dt.date) -> None:
    unit.until = since - dt.timedelta(days=1)
    if unit.until < unit.since:
        raise Refused(f"“{unit}”自{unit.since}才设立，移交要在那以后。")
    unit.save(update_fields=["until"])
    successor.predecessors.add(unit)
