"""The demonstration's year, told through the same actions that people use (演示)."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from projects.actions.programmes import load_programme
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Event, LeadUnit, Programme, User
from supervision.actions import opening, periods, releases, reports
from supervision.demonstration import hearings, pictures, setting, sites, slips, turns, voice, words
from supervision.demonstration.drafts import draft, replied
from supervision.demonstration.moments import at, on
from supervision.demonstration.units import ROLES
from supervision.models import Period, Report, Submission
from supervision.published.placeholders import typed_figures
from supervision.reports.entry import Line, sheets
from supervision.reports.narratives import former_narrative

YEAR = 2023
OCTOBER_WAITING, OCTOBER_DRAFT, OCTOBER_MISSING = {7, 12, 17}, {21}, {10, 19}
LATE = {(19, 9): "2023-10-09 15:20"}
NEXT_UPDATE = {9: dt.date(2023, 11, 13)}

# What apps beside this one tell of the same year; `config` adds them.
CHAPTERS: list[Callable[[Programme], None]] = []


def told() -> bool:
    """Whether the demonstration already stands in this database."""
    return Period.everything.filter(programme__year=YEAR, programme__demonstration=True).exists()


def refuse_others() -> None:
    """Refuse a database that holds anything which is not the demonstration's own."""
    for kind in (User, LeadUnit, Programme, Event):
        rows = getattr(kind, "everything", kind._default_manager)
        if rows.exists():
            raise Refused(
                f"库里已经有{kind._meta.verbose_name}，不是空的。演示数据只装进空的数据库，"
                "不会混进正式的清单；要看演示，请另建一个数据库。"
            )


def refuse_today() -> None:
    """Refuse to tell 2023 on today's clock: each act would be earlier than the one before it."""
    if settings.ACTS_IN_ORDER:
        raise Refused(
            "演示数据讲的是2023年的事，要有演示时钟才能装入：请在.env里写上"
            "DEMO_CLOCK=2023-11-07T10:00:00+08:00（可照抄config/demo.env），再执行一次。"
        )


@transaction.atomic
def tell() -> Programme:
    """Make the whole year, all or nothing."""
    refuse_others()
    refuse_today()
    programme = the_programme()
    planned = at("2023-02-15 10:00")
    units = setting.make_units()
    cast = setting.Cast(units, planned)
    officer = cast.officers[0]
    setting.assign_all(programme, units, officer, planned)
    setting.approve_plans(programme, officer, planned)
    setting.set_quotas(programme, officer, planned)
    sites.make_places(programme, cast)
    leads = {number: lead for number, (lead, _) in ROLES.items()}
    voice.make_guide(programme, cast, leads)
    for month in range(3, 11):
        if month == 7:
            setting.rename_units(units, officer, at("2023-07-01 09:00"))
        tell_month(programme, cast, month)
        if month == 7:
            slips.refuse_extension(cast)
        if month == 8:
            turns.correct_august(programme, cast)
        if month == 9:
            turns.move_trial_run(programme, cast)
            slips.end_of_october(cast)
            turns.refuse_override(programme, cast)
            turns.accept_kindergarten(programme, cast)
    sites.mark_parts(programme, cast)
    turns.poll_deputies(programme, cast)
    turns.put_matters(programme, cast)
    voice.tell_voices(programme, cast)
    for chapter in CHAPTERS:
        chapter(programme)
    return programme


def the_programme() -> Programme:
    programme = load_programme(year=YEAR, by=None, at=at("2023-02-01 09:00"))
    programme.demonstration, programme.slip_mark = True, "演示督"
    programme.save(update_fields=["demonstration", "slip_mark"])
    record(
        action="修改年度清单", by=None, at=at("2023-02-01 09:00"), rows=[programme],
        note="标明为演示",
    )  # fmt: skip
    return programme


def tell_month(programme: Programme, cast: setting.Cast, month: int) -> None:
    period = opening.open_period(
        programme=programme,
        month=f"2023-{month:02d}",
        covers_from="2023-01" if month == 3 else "",
        next_update=NEXT_UPDATE.get(month),
        by=cast.officers[0],
        at=at(f"2023-{month:02d}-20 09:00"),
    )
    pictures.attach_pictures(period, cast, month)
    waiting = period.reports.select_related("project", "unit", "period")
    asked = sheets([report.project for report in waiting], period, localdate(period.opened_at))
    for report in waiting.order_by("project__number"):
        tell_report(cast, report, month, asked[report.project_id])
    if month < 10:
        finish_month(cast, period, month)


def tell_report(cast: setting.Cast, report: Report, month: int, lines: list[Line]) -> None:
    """One project's month: typed, handed in, judged — as far as the story goes.

    Nothing that its `lines` rest on is told meanwhile, so that they are read once for the month.
    """
    number = report.project.number
    if month == 10 and number in OCTOBER_MISSING:
        return
    clerk = cast.clerks[report.unit.slug]
    handed_in = when(report, month)
    typed = typed_for(report, month, lines)
    if month == 10 and number in OCTOBER_DRAFT:
        reports.save_draft(report=report, draft=typed, version=0, by=clerk, at=handed_in)
        return
    submission = reports.submit(
        report=report, draft=typed, version=0, by=clerk, at=handed_in, lines=lines
    )
    if month == 10 and number in OCTOBER_WAITING:
        return
    if reason := words.RETURNED.get((number, month)):
        judge_return(cast, submission, reason)
        if month == 10:
            return
        report.refresh_from_db()
        rewritten = typed_for(report, month, lines, pasted=False)
        submission = reports.submit(
            report=report, draft=rewritten, version=report.version, by=clerk, lines=lines,
            at=handed_in + dt.timedelta(hours=26),
        )  # fmt: skip
    judged = submission.at + dt.timedelta(hours=3)
    officer = officer_for(cast, number)
    reports.accept(submission=submission, by=officer, at=judged, lines=lines)


def typed_for(report: Report, month: int, lines: list[Line], pasted: bool = True) -> dict:
    """What the clerk types: figures, reasons, and a reply to every question raised."""
    number, typed, former = report.project.number, draft(report, lines), former_narrative(report)
    if pasted and (number, month) in words.PASTED:
        typed["progress"] = former
    return replied(lines, typed, former, number, month)


def judge_return(cast: setting.Cast, submission: Submission, reason: str) -> None:
    officer = officer_for(cast, submission.report.project.number)
    reports.return_to_unit(
        submission=submission, reason=reason, by=officer,
        at=submission.at + dt.timedelta(hours=2),
    )  # fmt: skip


def officer_for(cast: setting.Cast, number: int):
    return cast.officers[number % 2]


def when(report: Report, month: int) -> dt.datetime:
    """A working hour on one of the last days before the report is due."""
    number = report.project.number
    if late := LATE.get((number, month)):
        return at(late)
    day = report.period.due - dt.timedelta(days=1 + number % 3)
    return on(max(day, report.period.data_until), f"{9 + number % 6:02d}:{number * 2:02d}")


def finish_month(cast: setting.Cast, period: Period, month: int) -> None:
    """Released sentences, closing and publication."""
    drafter, reviewer = cast.officers
    closed = on(period.due + dt.timedelta(days=3), "16:00")
    if month == 9:
        hearings.reply_in_september(period, cast)
        turns.put_september_s_matters(period, cast)
    period = periods.close_month(period=period, by=drafter, at=closed)
    for project in period.programme.projects.all():
        if text := words.RELEASES.get((project.number, month)):
            release = releases.draft_release(
                period=period, project=project, text=text, vouched=typed_figures(text),
                by=drafter, at=closed,
            )  # fmt: skip
            pictures.put_in(release, drafter, closed)
            releases.review_release(release=release, by=reviewer, at=closed)
            releases.sign_release(release=release, by=drafter, at=closed)
    periods.publish_month(
        period=period,
        signer="签发人（演示）",
        basis=f"演示：党政办公室〔2023〕第{month}次调度会",
        by=drafter,
        at=on(period.due + dt.timedelta(days=5), "10:00"),
    )
    slips.issue_drafts(period, cast)
    slips.tell_slips(cast, until=f"2023-{month + 1:02d}-28")
    if month == 9:
        hearings.appeal_september(period, cast)
