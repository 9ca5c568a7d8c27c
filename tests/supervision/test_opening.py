"""The month: which may be opened, what it lays out, how it is taken back and put off."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from projects.actions.changes import Approval, change_project
from projects.actions.posts import end
from projects.actions.units import assign
from projects.errors import Refused
from projects.models import Assignment
from supervision.actions import opening, periods, reports
from supervision.cards.discipline import discipline_of
from supervision.models import Period, Report
from tests.factories import (
    make_programme,
    make_project,
    make_target,
    make_unit,
    moment,
)

pytestmark = pytest.mark.django_db
NOON = moment("2023-10-05 12:00")


def open_month(month, text="2023-10", at=NOON, **kw):
    return opening.open_period(
        programme=month.project.programme, month=text, by=month.officer, at=at, **kw
    )


@pytest.mark.parametrize(
    ("text", "kw", "why"),
    [
        ("2023-09", {}, "已经启动过调度"),
        ("2022-11", {}, "接着要启动的是2023年10月"),
        ("2023-11", {}, "接着要启动的是2023年10月"),
        ("2031-05", {}, "接着要启动的是2023年10月"),
        ("2023-10", {"covers_from": "2023-05"}, "只能报当月"),
        ("2023-10", {"due": dt.date(2023, 10, 25)}, "不能早于数据截至的10月31日"),
        ("2023-10", {"due": dt.date(2023, 11, 5)}, "11月5日是休息日，请改到工作日，如11月6日"),
        ("2023-10", {"next_update": dt.date(2023, 11, 6)}, "下次更新要在报送截止11月6日以后"),
        ("2023-10", {"next_update": dt.date(2013, 12, 6)}, "下次更新要在报送截止11月6日以后"),
        ("10月", {}, "不是月份"),
    ],
)
def test_only_the_next_month_is_opened_and_asks_for_a_day_that_can_be_kept(month, text, kw, why):
    with pytest.raises(Refused, match=why):
        open_month(month, text, **kw)
    assert Period.everything.count() == 1


@pytest.mark.parametrize("text", ["2022-12", "2025-11", "2019-05"])
def test_a_list_begins_in_its_own_year(db, text):
    programme = make_programme()
    with pytest.raises(Refused, match="首个月份要在2023年1月到12月之间"):
        opening.open_period(programme=programme, month=text, by=None, at=NOON)


def test_an_earlier_year_is_brought_in_after_a_later_one(month):
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 16:00"))
    earlier = opening.open_period(
        programme=make_programme(2022), month="2022-11", by=None, at=moment("2023-10-12 09:00")
    )
    closed = periods.close_month(period=earlier, by=None, at=moment("2023-10-30 09:00"))
    assert closed.bulletin_number == 1
    assert periods.policies.in_force("2022-11").valid_from == "2022-01"
    assert periods.policies.in_force("2023-09").valid_from == "2023-01"


def test_a_due_day_that_is_over_is_moved_on(month):
    assert open_month(month, at=moment("2023-11-20 09:00")).due == dt.date(2023, 11, 23)


def test_a_month_in_which_nothing_was_typed_is_taken_back(month):
    october = open_month(month)
    opening.take_back(period=october, by=month.officer, at=NOON)
    assert [period.month for period in Period.everything.all()] == ["2023-09"]
    assert open_month(month).reports.count() == 1


def test_a_month_with_a_draft_is_not_taken_back(month, draft):
    report = open_month(month).reports.get()
    reports.save_draft(report=report, draft=draft(), version=0, by=month.owner, at=NOON)
    with pytest.raises(Refused, match="已有1个项目填报"):
        opening.take_back(period=report.period, by=month.officer, at=NOON)


def test_only_the_last_month_is_taken_back(month):
    open_month(month)
    with pytest.raises(Refused, match="只有最后启动"):
        opening.take_back(period=month.period, by=month.officer, at=NOON)


def test_a_due_day_is_moved_with_a_reason(month):
    act = {"period": month.period, "by": month.officer, "at": NOON}
    moved = opening.move_due(due=dt.date(2023, 10, 10), reason="大雪", **act)
    assert (moved.due, moved.due_reason) == (dt.date(2023, 10, 10), "原定10月7日，大雪")
    for due, reason, why in [
        (dt.date(2023, 10, 11), " ", "写明原因"),
        (dt.date(2023, 9, 28), "早", "不能早于数据截至"),
        (dt.date(2023, 10, 14), "晚", "休息日"),
        (dt.date(2025, 10, 14), "晚", "核对年份"),
    ]:
        with pytest.raises(Refused, match=why):
            opening.move_due(due=due, reason=reason, **act)


def suspend(month, state="suspended", effective="2023-10", at=NOON):
    approval = Approval("演示", "演示会议", "演示1号", effective, "演示")
    change_project(project=month.project, state=state, approval=approval, by=month.officer, at=at)
    month.project.refresh_from_db()


def test_a_project_that_leaves_an_open_month_owes_it_nothing_and_owes_again_when_it_is_back(month):
    october = open_month(month)
    suspend(month)
    assert not october.reports.exists() and not periods.missing(october).exists()
    suspend(month, "ongoing")
    assert periods.missing(october).get().unit == month.unit


def test_what_was_typed_for_a_project_that_left_is_kept_and_not_asked_for(month, draft):
    october = open_month(month)
    report = october.reports.get()
    reports.save_draft(report=report, draft=draft("118"), version=0, by=month.owner, at=NOON)
    suspend(month)
    report.refresh_from_db()
    assert report.state == Report.State.EXCUSED and not periods.missing(october).exists()
    assert discipline_of(october) == []
    with pytest.raises(Refused, match="不再填报"):
        reports.save_draft(
            report=report, draft=draft(), version=report.version, by=month.owner, at=NOON
        )
    suspend(month, "ongoing")
    report.refresh_from_db()
    assert (report.state, report.draft["progress"]) == (Report.State.DRAFT, "已改造118口。")


def test_a_project_that_finds_its_lead_later_reports_the_open_month(month):
    orphan = make_project(month.project.programme, number=13)
    make_target(orphan, plan={"2023-12": "100"})
    october = open_month(month)
    assert october.reports.count() == 1
    assign(
        project=orphan, unit=month.unit, role="lead", since=dt.date(2023, 10, 20), by=None, at=NOON
    )
    assert october.reports.get(project=orphan).unit == month.unit


def test_a_month_has_one_answer_to_who_leads_it(month):
    october, other = open_month(month), make_unit("演示民政")
    assign(
        project=month.project, unit=other, role="lead", since=dt.date(2023, 10, 20), by=None,
        at=NOON,
    )  # fmt: skip
    assert october.reports.get().unit == other
    [card] = periods.trial_cards(october, moment("2023-11-02 09:00"))
    assert card.unit_name == "演示民政"
    assert month.report.unit == month.unit


def test_no_day_has_two_leads(month):
    [lead] = month.project.assignments.all()
    end(row=lead, until=dt.date(2023, 12, 31), by=None, at=NOON)
    other = make_unit("演示民政")
    given = {"project": month.project, "unit": other, "role": "lead"}
    with pytest.raises(Refused, match="至2023-12-31牵头这个项目"):
        assign(**given, since=dt.date(2023, 11, 6), by=None, at=NOON)
    assign(**given, since=dt.date(2024, 1, 1), by=None, at=NOON)
    with pytest.raises(Refused, match="一个项目同一天只有一个牵头单位"):
        end(row=lead, until=None, by=None, at=NOON)


def test_the_database_too_refuses_two_leads_on_one_day(month):
    [lead] = month.project.assignments.all()
    lead.until = dt.date(2023, 12, 31)
    lead.save()
    twice = Assignment(
        project=month.project, unit=make_unit("演示民政"), role="lead", since=dt.date(2023, 11, 6),
        until=dt.date(2023, 11, 30),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    twice.role = "support"
    twice.save()


def test_new_work_is_not_added_to_a_sum_that_waits_for_review(month, draft):
    submission = reports.submit(
        report=month.report, draft=draft("115", doubt="属实"), version=0, by=month.owner, at=NOON
    )
    october = open_month(month).reports.get()
    more = {"report": october, "version": 0, "by": month.owner, "at": moment("2023-11-02 09:00")}
    with pytest.raises(reports.Refused) as caught:
        reports.submit(draft=draft("10", mode="month", doubt="属实"), **more)
    assert "2023年9月的报送还在等待审核" in str(caught.value.entry.errors)
    reports.accept(submission=submission, by=month.officer, at=moment("2023-11-03 09:00"))
    more["at"] = moment("2023-11-04 09:00")
    handed_in = reports.submit(draft=draft("10", mode="month", doubt="属实"), **more)
    assert handed_in.readings.get().value == 125


def test_a_stage_dated_back_into_a_month_already_reported_is_asked_about(month, draft):
    works = make_target(month.project, "节点", kind="milestones", plan=[("主体", "1", "2023-09")])
    late = {"cause": "雨季", "measures": "赶工"}
    typed = draft("118", doubt="属实")
    typed["targets"][str(works.pk)] = {"stages": {}, **late}
    submission = reports.submit(
        report=month.report, draft=typed, version=0, by=month.owner, at=NOON
    )
    reports.accept(submission=submission, by=month.officer, at=NOON)
    october = open_month(month).reports.get()
    typed = draft("129", progress="主体已经完工。", doubt="属实")
    typed["targets"][str(works.pk)] = {"stages": {str(works.milestones.get().pk): "2023-08"}}
    with pytest.raises(reports.Refused) as caught:
        reports.submit(
            report=october, draft=typed, version=0, by=month.owner, at=moment("2023-11-02 09:00")
        )
    assert "可2023年9月的报送里还没有完成" in str(caught.value.entry.doubts)
