"""Who is reminded of what on a day: before the due day, on it, and after; nothing drops out."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from projects.models import UnitMember, User, current
from projects.months import last_day
from supervision.actions import notices
from supervision.actions.periods import missing, trial_cards
from supervision.calendar import working_days_after
from supervision.models import Notice, Period, Report

DAYS_BEFORE = (3, 1)


def lines_for(at: dt.datetime) -> dict[User, list[str]]:
    """What each person is to be told today."""
    today = timezone.localdate(at)
    units: dict[int, list[str]] = defaultdict(list)
    leaders: dict[int, list[str]] = defaultdict(list)
    for period in Period.everything.filter(closed_at__isnull=True).select_related("programme"):
        remind_of_reports(units, period, today)
        threaten(leaders, period, at, today)
    remind_of_notices(units, today)
    return to_people(units, leaders, today)


def remind_of_reports(units: dict, period: Period, today: dt.date) -> None:
    """Reports still to come, those sent back included."""
    if not reminds_today(period, today):
        return
    for report in missing(period).select_related("project", "unit"):
        returned = "已退回，" if report.state == Report.State.RETURNED else ""
        due = f"{period.due:%m月%d日}"
        when = f"{due}截止" if today <= period.due else f"已于{due}截止，现已逾期"
        units[report.unit_id].append(f"{period.covers}进展：{report.project}，{returned}{when}。")


def reminds_today(period: Period, today: dt.date) -> bool:
    """On the working days set before the due day, on it, and every day after it."""
    if today >= period.due:
        return True
    return any(working_days_after(today, days) == period.due for days in DAYS_BEFORE)


def threaten(leaders: dict, period: Period, at: dt.datetime, today: dt.date) -> None:
    """The unit's leader learns of a yellow or red card before it is given."""
    if today <= last_day(period.month):
        return
    units = dict(period.reports.values_list("project_id", "unit_id"))
    for card in trial_cards(period, at):
        if card.colour in ("yellow", "red") and card.project_id in units:
            leaders[units[card.project_id]].append(
                f"{period.covers}拟亮{card.label}：{card.project}，定稿前可以申辩。"
            )


def remind_of_notices(units: dict, today: dt.date) -> None:
    waiting = [Notice.State.ISSUED, Notice.State.SENT_BACK]
    slips = Notice.objects.filter(state__in=waiting).select_related("programme", "project")
    for slip in slips:
        limit = notices.limit_of(slip)
        if today >= limit or any(working_days_after(today, days) == limit for days in DAYS_BEFORE):
            late = "，已逾期" if today > limit else ""
            units[slip.addressee_id].append(
                f"督办单{slip.label}：{slip.project}，{limit:%m月%d日}前答复{late}。"
            )


def to_people(units: dict, leaders: dict, today: dt.date) -> dict[User, list[str]]:
    """Units' lines to all their people, leaders' lines to leaders alone."""
    people: dict[User, list[str]] = defaultdict(list)
    members = UnitMember.objects.filter(current(today), person__is_active=True)
    for member in members.select_related("person").order_by("person_id", "pk"):
        people[member.person] += units.get(member.unit_id, [])
        if member.post == UnitMember.Post.LEADER:
            people[member.person] += leaders.get(member.unit_id, [])
    return {person: list(dict.fromkeys(lines)) for person, lines in people.items() if lines}
