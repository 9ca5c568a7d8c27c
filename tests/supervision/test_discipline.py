"""报送纪律 is a clock of its own: whether the report came, not how the work is going."""

import datetime as dt

import pytest

from supervision.actions import opening, periods, reports
from supervision.cards.discipline import discipline
from tests.factories import make_target, moment
from tests.public.test_corrections import hand_in as corrected
from tests.sheets.month import september

TODAY = dt.date(2023, 10, 20)


def hand_in(month, draft, at):
    month.report.refresh_from_db()
    return reports.submit(
        report=month.report,
        draft=draft,
        version=month.report.version,
        by=month.owner,
        at=moment(at),
    )


def send_back(month, submission, at):
    reports.return_to_unit(
        submission=submission, reason="照片不清", by=month.officer, at=moment(at)
    )


def row(month, today=TODAY):
    [found] = discipline(month.project.programme, today)
    return found


def test_nothing_is_counted_before_the_due_day_is_over(month):
    assert discipline(month.project.programme, dt.date(2023, 10, 7)) == []
    assert row(month, dt.date(2023, 10, 8)).missing == [("2023-09", "12. 改善教学基础设施条件")]


@pytest.mark.parametrize(
    ("at", "on_time"), [("2023-10-07 23:59", True), ("2023-10-08 00:00", False)]
)
def test_the_due_day_counts_to_its_last_minute(month, draft, at, on_time):
    hand_in(month, draft(), at)
    found = row(month)
    assert (found.on_time, len(found.late)) == (int(on_time), int(not on_time))


def test_sent_back_before_the_due_day_and_not_handed_in_again_is_missing(month, draft):
    send_back(month, hand_in(month, draft(), "2023-10-05 09:00"), "2023-10-06 09:00")
    found = row(month)
    assert len(found.missing) == 1 and found.returned == 1


def test_sent_back_before_the_due_day_and_again_after_it_is_late(month, draft):
    send_back(month, hand_in(month, draft(), "2023-10-05 09:00"), "2023-10-06 09:00")
    hand_in(month, draft("91"), "2023-10-09 09:00")
    assert len(row(month).late) == 1


def test_sent_back_only_after_the_due_day_was_on_time(month, draft):
    send_back(month, hand_in(month, draft(), "2023-10-07 09:00"), "2023-10-08 09:00")
    hand_in(month, draft("91"), "2023-10-09 09:00")
    found = row(month)
    assert (found.asked, found.on_time, found.returned, found.late) == (1, 1, 1, [])


def test_a_unit_renamed_keeps_its_months_under_the_old_name(month):
    assert row(month).unit == "演示教育"


@pytest.mark.parametrize(("value", "times"), [("78", 1), ("95", 0)])
def test_a_correction_that_takes_a_month_down_is_counted_for_its_unit(db, value, times):
    period = september()
    correction = corrected(value, "2023-10-21")
    [record] = discipline(period.programme, dt.date(2023, 11, 1))
    assert len(record.lowered) == times
    if times:
        assert record.lowered == [("2023-09", str(correction.submission.report.project))]


@pytest.mark.parametrize(
    ("value", "today", "times"),
    [
        ("140", dt.date(2023, 11, 12), 1),
        ("149", dt.date(2023, 11, 12), 0),
        ("140", dt.date(2023, 10, 28), 0),
    ],
)
def test_a_promised_day_that_passed_undone_is_counted_once(month, draft, value, today, times):
    """Promised for the 28th of October in two reports; the month of the day decides."""
    submission = hand_in(month, draft(finish="2023-10-28"), "2023-10-05 09:00")
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 09:00"))
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 10:00"))
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=month.officer,
        at=moment("2023-10-20 09:00"),
    )  # fmt: skip
    month.report = october.reports.get()
    typed = {"finish": "2023-10-28"} if value == "140" else {}
    handed = hand_in(month, draft(value, doubt="已核对", **typed), "2023-10-27 09:00")
    reports.accept(submission=handed, by=month.officer, at=moment("2023-10-27 10:00"))
    periods.close_month(period=october, by=month.officer, at=moment("2023-11-10 10:00"))
    found = row(month, today)
    assert found.broken == [("2023-10", "12. 改善教学基础设施条件")] * times


@pytest.mark.parametrize(
    ("done", "typed", "times"),
    [
        ("2023-10", {"stage": "2023-10-28"}, 0),
        ("", {"stage": "2023-10-28"}, 1),
        ("2023-10", {"whole": "2023-10-28"}, 0),
        ("", {"whole": "2023-10-28"}, 1),
    ],
)
def test_a_day_promised_for_a_late_stage_is_kept_by_that_stage(month, draft, done, typed, times):
    """Of the two stages the second is not due yet: only the late one decides."""
    stages = [("主体", "60", "2023-09"), ("验收", "40", "2023-12")]
    works = make_target(month.project, "工程", kind="milestones", plan=stages)
    body = str(works.milestones.get(name="主体").pk)
    names = {"stage": f"finish-{body}", "whole": "finish"}
    given = {"cause": "雨季停工", "measures": "抢工"} | {names[k]: day for k, day in typed.items()}
    sheet = draft()
    sheet["targets"][str(works.pk)] = given
    submission = hand_in(month, sheet, "2023-10-05 09:00")
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 09:00"))
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 10:00"))
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=month.officer,
        at=moment("2023-10-20 09:00"),
    )  # fmt: skip
    month.report = october.reports.get()
    sheet = draft("140", doubt="已核对")
    sheet["targets"][str(works.pk)] = {"cause": "雨季停工", "measures": "抢工"}
    if done:
        sheet["targets"][str(works.pk)]["stages"] = {body: done}
    handed = hand_in(month, sheet, "2023-10-31 09:00")
    reports.accept(submission=handed, by=month.officer, at=moment("2023-10-31 10:00"))
    periods.close_month(period=october, by=month.officer, at=moment("2023-11-10 10:00"))
    found = row(month, dt.date(2023, 11, 12))
    assert found.broken == [("2023-10", "12. 改善教学基础设施条件")] * times
