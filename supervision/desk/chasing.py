"""Who owes a report, as the office chases them: the list for the work chat, the messages."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from projects.errors import Refused
from projects.models import LeadUnit, UnitMember, User, current
from projects.values.days import short
from supervision.actions.periods import missing
from supervision.desk.reminders import lines_for
from supervision.models import Chase, Period, Report

MARKS = {Report.State.RETURNED: "（退回待重报）", Report.State.UNSIGNED: "（待审签）"}


@dataclass
class Owing:
    """A unit with the reports it owes; `last` is when it was last chased for this month."""

    unit: LeadUnit
    reports: list[Report] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    last: Chase | None = None

    @property
    def projects(self) -> str:
        """Its projects in one line, those sent back or not signed yet marked."""
        return "、".join(f"{each.project}{MARKS.get(each.state, '')}" for each in self.reports)

    @property
    def unreachable(self) -> str:
        """Why no e-mail reaches the unit at all; empty where one does."""
        if not self.people:
            return "没有在任人员"
        return "" if any(person.email for person in self.people) else "在任人员都没有登记邮箱"


def owing(period: Period, day: dt.date) -> list[Owing]:
    """The units that owe reports of an open month, in the order of their first project."""
    found: dict[int, Owing] = {}
    for report in missing(period).select_related("project", "unit").order_by("project__number"):
        found.setdefault(report.unit_id, Owing(report.unit)).reports.append(report)
    members = UnitMember.objects.filter(current(day), unit__in=found, person__is_active=True)
    for member in members.select_related("person").order_by("unit", "person"):
        if member.person not in found[member.unit_id].people:
            found[member.unit_id].people.append(member.person)
    for chase in period.chases.filter(unit__in=found).select_related("by").order_by("at"):
        found[chase.unit_id].last = chase
    return list(found.values())


def head(period: Period, day: dt.date) -> str:
    over = "（已过）" if day > period.due else ""
    return f"【催报】{period.covers}进展，报送截止{short(period.due)}24时{over}。"


def for_chat(period: Period, found: list[Owing], day: dt.date) -> str:
    """催报名单: plain text to paste into the work chat."""
    if not found:
        return ""
    count = sum(len(each.reports) for each in found)
    lines = [head(period, day), f"尚未报送的有{len(found)}个单位、{count}个项目："]
    lines += [f"{each.unit}：{each.projects}" for each in found]
    return "\n".join([*lines, "请在民生实事督查平台报送，谢谢。"])


def for_groups(period: Period, found: list[Owing], at: dt.datetime) -> dict[int | None, str]:
    """What units' work groups are told, and the office's own: the whole list."""
    day, where = timezone.localdate(at), led_to("/admin/")
    texts = {
        each.unit.pk: f"{head(period, day)}{each.unit}尚未报送：{each.projects}。{where}"
        for each in found
    }
    return {**texts, None: f"{for_chat(period, found, day)}{where}"}


def led_to(path: str) -> str:
    return f"\n办理：{settings.SITE_URL}{path}" if settings.SITE_URL else ""


def messages(period: Period, found: list[Owing], at: dt.datetime) -> dict[User, list[str]]:
    """What each person of the units is told: the chase, then all else of their day.

    A person gets one message a day, so this one must leave nothing of the day out.
    """
    day, said = timezone.localdate(at), defaultdict(list)
    for each in found:
        for person in each.people:
            said[person].append(f"{head(period, day)}尚未报送：{each.projects}。")
    today = usual(at)
    return {person: [*lines, *today.get(person, [])] for person, lines in said.items()}


def usual(at: dt.datetime) -> dict[User, list[str]]:
    try:
        return lines_for(at)
    except Refused:
        return {}  # no rules are adopted for a month: the desk says so
