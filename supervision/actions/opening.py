"""启动: a month is opened, taken back while nothing stands in it, given another due day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from projects.actions.turns import every_programme, in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Programme, Project, User
from projects.values.days import in_words as day_in_words
from projects.values.days import short
from projects.values.months import in_words, is_month, last_day, month_of, shift
from supervision import calendar
from supervision.actions import policies
from supervision.cards import counted
from supervision.models import Act, Matters, Period, Report

State = Report.State


@in_turn(every_programme)
def open_period(
    *,
    programme: Programme,
    month: str,
    by: User | None,
    at: dt.datetime,
    covers_from: str = "",
    due: dt.date | None = None,
    next_update: dt.date | None = None,
) -> Period:
    """Open a month and lay out a report for every project it counts that has a lead unit."""
    programme = Programme.everything.select_for_update(no_key=True).get(pk=programme.pk)
    period = planned(programme, month, at, covers_from, due, next_update)
    policies.ensure_default(month=f"{programme.year}-01", by=by, at=at)
    period.save()
    lay_out(period)
    record(action=Act.OPEN_MONTH, by=by, at=at, month=month, note=month)
    return period


def planned(
    programme: Programme,
    month: str,
    at: dt.datetime,
    covers_from: str = "",
    due: dt.date | None = None,
    next_update: dt.date | None = None,
) -> Period:
    """The month as it would be opened, not stored; Refused where it may not be."""
    programme.check_open()
    for given in (month, covers_from or month):
        if not is_month(given):
            raise Refused(f"“{given[:10]}”不是月份，请写成 2023-09 这样的年份和月份。")
    period = Period(
        programme=programme,
        month=month,
        covers_from=covers_from or month,
        data_until=last_day(month),
        due=due or due_day(month, timezone.localdate(at)),
        next_update=next_update,
        opened_at=at,
    )
    check_month(period)
    check_due(period, period.due)
    if next_update:
        check_near(period, next_update, "下次更新")
        if next_update <= period.due:
            raise Refused(f"下次更新要在报送截止{short(period.due)}以后。", field="next_update")
    return period


def next_month(at: dt.datetime) -> dict:
    """What the form opens with: the month after the last one opened."""
    last = Period.everything.order_by("-month").select_related("programme").first()
    if last:
        return {"programme": last.programme, "month": shift(last.month, 1)}
    today = month_of(timezone.localdate(at))
    return {"programme": Programme.everything.first(), "month": today}


@dataclass(frozen=True)
class Proposal:
    """What opening a month will mean, to be read before it is done."""

    period: Period
    reports: int
    settled: int  # accepted with every promise kept: they owe no report
    overdue: bool
    guessed: bool  # the year's holidays are not announced yet


def proposal(*, at: dt.datetime, **given) -> Proposal:
    period = planned(at=at, **given)
    return Proposal(
        period,
        len(counted.leads(asked := counted.owing_reports(period), period.month)),
        len(counted.counted(period)) - len(asked),
        period.due < timezone.localdate(at),
        not calendar.announced(period.due),
    )


def check_month(period: Period) -> None:
    """Only the month after the last one, or the programme's first; no month is covered twice."""
    programme, month = period.programme, period.month
    if programme.periods.filter(month=month).exists():
        raise Refused(f"{in_words(month)}已经启动过调度。")
    last = programme.periods.order_by("month").last()
    if last is None:
        if not f"{programme.year}-01" <= period.covers_from <= month <= f"{programme.year}-12":
            year = programme.year
            raise Refused(f"{year}年清单的首个月份要在{year}年1月到12月之间，补报的月份也是。")
        return
    coming = shift(last.month, 1)
    if month != coming:
        raise Refused(f"{programme}接着要启动的是{in_words(coming)}，不能启动{in_words(month)}。")
    if period.covers_from != month:
        raise Refused(f"{in_words(last.month)}以前已经报过，{in_words(month)}只能报当月。")


def check_due(period: Period, due: dt.date) -> None:
    if due < period.data_until:
        raise Refused(
            f"报送截止不能早于数据截至的{short(period.data_until)}：月份还没有过完，报不了全月。"
        )
    check_near(period, due, "报送截止")
    if not calendar.is_workday(due):
        better = calendar.working_days_after(due, 1)
        raise Refused(f"{short(due)}是休息日，请改到工作日，如{short(better)}。")


def check_near(period: Period, day: dt.date, what: str) -> None:
    """A year mistyped would hold the month open, or be told in public, for years."""
    if day.year > period.data_until.year + 1:
        raise Refused(f"{what}{day_in_words(day)}太远，请核对年份。")


def due_day(month: str, today: dt.date) -> dt.date:
    """The usual due day; three working days from today where that is over already."""
    usual = calendar.due_day(month)
    return usual if usual >= today else calendar.working_days_after(today, 3)


def lay_out(period: Period, projects: Iterable[int] | None = None) -> None:
    """Bring the reports of an open month in line with the projects it counts and their leads.

    What was typed for a project that left is kept, and no longer asked for.
    """
    projects = None if projects is None else set(projects)
    keys = set(counted.owing_reports(period, projects))
    reports = period.reports.select_for_update(of=("self",))
    if projects is not None:
        reports = reports.filter(project__in=projects)
    led = counted.leads(keys, period.month)
    standing = {report.project_id: report for report in reports}
    Report.objects.bulk_create(
        Report(period=period, project_id=key, unit_id=led[key])
        for key in sorted(led.keys() - standing.keys())
    )
    for key, report in standing.items():
        bring_in_line(report, key in keys, led.get(key))


def bring_in_line(report: Report, asked: bool, unit: int | None) -> None:
    """One report of an open month as its project joins, leaves or changes hands."""
    if not asked and untouched(report):
        report.delete()
    elif not asked and report.state in Report.ABSENT:
        report.state = State.EXCUSED
        report.save(update_fields=["state"])
    elif asked and report.state == State.EXCUSED:
        report.state = State.DRAFT if report.draft else State.MISSING
        report.save(update_fields=["state"])
    elif asked and unit and report.state != State.ACCEPTED and not leads_on(report):
        report.unit_id = unit
        report.save(update_fields=["unit"])


def leads_on(report: Report) -> bool:
    """Whether the unit asked leads the project on the month's last day or later."""
    led = report.project.assignments.filter(unit=report.unit_id, role="lead")
    day = last_day(report.period.month)
    return any(row.until is None or row.until >= day for row in led)


def untouched(report: Report) -> bool:
    """Whether nothing was ever typed, attached or handed in."""
    related = (report.submissions, report.signing_requests, report.evidence, report.trial_replies)
    return not report.draft and not any(rows.exists() for rows in related)


def lay_out_open(projects: Iterable[Project], at: dt.datetime) -> None:
    """The same for every open month of the projects' years, before an act commits."""
    keys = {project.pk for project in projects}
    years = {project.programme_id for project in projects}
    for period in Period.everything.filter(programme__in=years, closed_at__isnull=True):
        lay_out(period, keys)


@in_turn("period.programme_id")
def take_back(*, period: Period, by: User, at: dt.datetime) -> None:
    """Undo an opening in which nothing was handed in: the last month only."""
    period = Period.everything.select_for_update().get(pk=period.pk)
    period.programme.check_open()
    if period.closed_at or period.programme.periods.filter(month__gt=period.month).exists():
        raise Refused("只有最后启动、还没有定稿的月份可以撤回。")
    if begun := [report for report in period.reports.all() if not untouched(report)]:
        raise Refused(f"已有{len(begun)}个项目填报了{in_words(period.month)}，不能撤回。")
    if period.releases.exists():
        raise Refused("已经起草了公开稿，不能撤回。")
    period.chases.all().delete()
    period.reports.all().delete()
    Matters.objects.filter(period=period).delete()
    name = str(period)
    period.delete()
    record(action=Act.TAKE_BACK_MONTH, by=by, at=at, month=period.month, note=name)


@in_turn("period.programme_id")
def move_due(*, period: Period, due: dt.date, reason: str, by: User, at: dt.datetime) -> Period:
    """Give an open month another due day; its units read it with the reason."""
    period = Period.everything.select_for_update().get(pk=period.pk)
    period.programme.check_open()
    if period.closed_at:
        raise Refused("本月已经定稿，截止日不能再改。")
    if not reason.strip():
        raise Refused("改报送截止要写明原因，各单位都会看到。")
    if due == period.due:
        raise Refused("报送截止没有变化。")
    check_due(period, due)
    if due < timezone.localdate(at):
        raise Refused(f"{short(due)}已经过了，请写今天或以后的日子。")
    note = f"{period}：报送截止由{short(period.due)}改为{short(due)}，{reason.strip()}"
    period.due, period.due_reason = due, f"原定{short(period.due)}，{reason.strip()}"
    period.save(update_fields=["due", "due_reason"])
    record(action=Act.MOVE_DUE_DAY, by=by, at=at, month=period.month, note=note)
    return period
