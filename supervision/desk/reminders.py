"""Who is reminded of what on a day: before the due day, on it, and after; nothing drops out."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from projects.accounts.attacks import signs
from projects.models import Assignment, UnitMember, User, current
from projects.values.days import short
from projects.values.months import last_day
from projects.values.roles import ADMINISTRATOR
from supervision import scope
from supervision.actions.periods import missing, trial_cards
from supervision.calendar import entered, working_days_after
from supervision.models import Period, PutForward, Report, SigningRequest, Slip

DAYS_BEFORE = (3, 1)
# What a report still to come waits for, and the posts that are told: all, if none is named.
STEPS = {
    Report.State.RETURNED: ("已退回，", ()),
    Report.State.UNSIGNED: ("已送审签、还没有审签，", (UnitMember.Post.CLERK,)),
}


def lines_for(at: dt.datetime) -> dict[User, list[str]]:
    """What each person is to be told today."""
    people = said_on(at).to_people(timezone.localdate(at))
    for put in PutForward.objects.waiting().select_related("leader", "slip__project", "period"):
        where = reverse("admin:leader_sign", args=[put.pk])
        link = f" {settings.SITE_URL}{where}" if settings.SITE_URL else ""
        people.setdefault(put.leader, []).append(f"等您签发：{put}。{link}")
    tell_of_attacks(people, timezone.localdate(at) - dt.timedelta(days=1))
    return people


def tell_of_attacks(people: dict[User, list[str]], yesterday: dt.date) -> None:
    """Those who keep the accounts, the morning after; the day itself shows on their first page."""
    found = [
        f"{each.words}{each.count}{f'（{each.note}）' if each.note else ''}"
        for each in signs(yesterday, yesterday)
    ]
    if found:
        where = reverse("admin:projects_signin_changelist")
        link = f" {settings.SITE_URL}{where}" if settings.SITE_URL else ""
        line = f"昨天{'，'.join(found)}，请查看登录日志。{link}"
        keepers = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
        for person in User.objects.filter(keepers, is_active=True).distinct():
            people.setdefault(person, []).append(line)


def for_groups(at: dt.datetime) -> dict[int, str]:
    """What each unit's work group is to be told today."""
    lines: dict[int, list[str]] = defaultdict(list)
    for (unit, _), own in said_on(at).lines.items():
        lines[unit] += own
    return {unit: "\n".join(dict.fromkeys(own)) for unit, own in lines.items()}


def said_on(at: dt.datetime) -> "Said":
    today = timezone.localdate(at)
    said = Said(today)
    for period in Period.everything.still_open().select_related("programme"):
        remind_of_reports(said, period, today)
        threaten(said, period, at, today)
    remind_to_sign(said, today)
    remind_of_slips(said, today)
    return said


class Said:
    """What is to be told, by unit and post; those who have an ended unit's work are told of it."""

    def __init__(self, today: dt.date):
        self.lines: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.heirs = scope.heirs(today)
        leads = Assignment.objects.filter(current(today), role=Assignment.Role.LEAD)
        self.leads = dict(leads.values_list("project_id", "unit_id"))

    def tell(self, unit: int, project: int, line: str, *posts: str, page: str, row) -> None:
        """To the unit's people, in the posts named or in all; `project` is what it is about.

        The line ends with where it is dealt with, once the site's address is known.
        """
        if settings.SITE_URL:
            line += f" {settings.SITE_URL}{reverse(f'admin:supervision_{page}', args=[row.pk])}"
        for heir in self.heirs.get(unit, [unit]) or [self.leads.get(project, unit)]:
            for post in posts or UnitMember.Post.values:
                self.lines[heir, post].append(line)

    def to_people(self, today: dt.date) -> dict[User, list[str]]:
        people: dict[User, list[str]] = defaultdict(list)
        members = UnitMember.objects.filter(current(today), person__is_active=True)
        for member in members.select_related("person").order_by("person_id", "pk"):
            people[member.person] += self.lines.get((member.unit_id, member.post), [])
        return {person: list(dict.fromkeys(lines)) for person, lines in people.items() if lines}


def remind_of_reports(said: Said, period: Period, today: dt.date) -> None:
    """Reports still to come, those sent back and those not signed yet included."""
    if not reminds_today(period, today):
        return
    due = f"{short(period.due)}"
    when = f"{due}截止" if today <= period.due else f"已于{due}截止，现已逾期"
    for report in missing(period).select_related("project", "unit"):
        step, posts = STEPS.get(report.state, ("", ()))
        line = f"{period.covers}进展：{report.project}，{step}{when}。"
        unit = said.leads.get(report.project_id, report.unit_id)
        said.tell(unit, report.project_id, line, *posts, page="report_fill", row=report)


def remind_to_sign(said: Said, today: dt.date) -> None:
    """The leader is told of what waits for a signature every day until it is signed."""
    waiting = SigningRequest.objects.filter(decision__isnull=True)
    waiting = waiting.select_related("report__project", "report__period", "report__unit")
    for request in waiting.order_by("report__period__due", "report__project__number"):
        report, due = request.report, request.report.period.due
        what = "更正" if request.correction else "进展"
        when = f"，{short(due)}24时前审签才算按时" if today <= due else "，审签已逾期"
        line = f"等您审签：{report.project}{report.period.covers}{what}"
        line += "。" if request.correction else f"{when}。"
        unit = said.leads.get(report.project_id, report.unit_id)
        leader = UnitMember.Post.LEADER
        said.tell(unit, report.project_id, line, leader, page="report_sign", row=report)


def reminds_today(period: Period, today: dt.date) -> bool:
    """On the working days set before the due day, on it, and every day after it."""
    if today >= period.due:
        return True
    return period.due in days_ahead(today)


def days_ahead(today: dt.date) -> set[dt.date]:
    """What is due on one of these days is reminded of today."""
    own = entered()
    return {working_days_after(today, days, own) for days in DAYS_BEFORE}


def threaten(said: Said, period: Period, at: dt.datetime, today: dt.date) -> None:
    """The unit's leader learns of a yellow or red card before it is given."""
    if today <= last_day(period.month):
        return
    reports = {report.project_id: report for report in period.reports.all()}
    for card in trial_cards(period, at):
        if card.colour in card.RAISED and (report := reports.get(card.project_id)):
            line = f"{period.covers}拟亮{card.label}：{card.project}，定稿前可以申辩。"
            leader = UnitMember.Post.LEADER
            said.tell(report.unit_id, card.project_id, line, leader, page="trial", row=report)


def remind_of_slips(said: Said, today: dt.date) -> None:
    owed = [*Slip.WAITING, Slip.State.MENDING]
    under_way, ahead = Slip.objects.filter(state__in=owed).with_limit(), days_ahead(today)
    for slip in under_way.select_related("programme", "project", "target"):
        limit = slip.limit
        if today >= limit or limit in ahead:
            late = "，已逾期" if today > limit else ""
            what = "答复" if slip.waiting else "整改到位"
            line = f"督办单{slip.label}：{slip.matter}，{short(limit)}前{what}{late}。"
            said.tell(slip.addressee_id, slip.project_id, line, page="slip_change", row=slip)
