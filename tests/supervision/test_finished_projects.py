"""Who has nothing to report owes no report and is chased for none: what is finished and accepted,

what has not begun, what is done but for parts without a plan. A service that goes on reports.
"""

import datetime as dt
import json
from decimal import Decimal

import pytest

from projects.actions.plans import approve_plan
from projects.uploads import Checked
from supervision.actions import opening, periods, reports
from supervision.actions.acceptances import Finding, decide_acceptance, propose_acceptance
from supervision.cards.counted import counted, owing_reports
from supervision.cards.discipline import discipline
from supervision.desk.checklist import of_unled
from supervision.models import Card, Report
from supervision.rules.findings import report_missing
from tests.admin.files import PDF
from tests.factories import make_officer, make_project, make_target, moment

DONE = moment("2023-10-05 10:00")


def hand_in(month, report, by, at, **typed):
    target = str(month.target.pk)
    draft = {
        "progress": f"{report.period.month}：全部改造完成。",
        "next": f"{report.period.month}：做好日常维护。",
        "targets": {target: {"value": "149", "mode": "total", "doubt": "已核对"}, **typed},
    }
    report.refresh_from_db()
    made = reports.submit(report=report, draft=draft, version=report.version, by=by, at=at)
    reports.accept(submission=made, by=month.officer, at=at)


def accept(month, at="2023-10-20 10:00", passed=True):
    finding = Finding(
        passed=passed, body="演示验收组", held_on=dt.date(2023, 10, 19), document="演示验1号",
        reason="" if passed else "两口不亮",
    )  # fmt: skip
    acceptance = propose_acceptance(
        project=month.project, finding=finding, file=Checked("意见.pdf", PDF, False),
        by=month.officer, at=moment(at),
    )  # fmt: skip
    decide_acceptance(
        acceptance=acceptance, confirmed=True, reason="", by=make_officer("second"), at=moment(at)
    )


def close_september(month, **typed):
    hand_in(month, month.report, month.owner, DONE, **typed)
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 10:00"))


def open_october(month, at="2023-10-25 09:00"):
    return opening.open_period(
        programme=month.project.programme, month="2023-10", by=month.officer, at=moment(at)
    )


def test_it_is_judged_and_asked_for_nothing_anywhere(month):
    close_september(month)
    accept(month)
    october = open_october(month)
    assert counted(october) == [month.project.pk] and owing_reports(october) == []
    assert not october.reports.exists()
    assert of_unled(october).count == 0 and not periods.missing(october).exists()
    periods.close_month(period=october, by=month.officer, at=moment("2023-11-10 10:00"))
    card = Card.everything.get(period=october)
    facts, verdict = json.loads(card.facts), json.loads(card.verdict)
    assert (card.colour, facts["report"]) == ("blue", None)
    assert not [each for each in verdict["findings"] if each["rule"] == report_missing.NAME]
    [record] = discipline(month.project.programme, dt.date(2023, 12, 1))
    assert (record.asked, record.on_time, record.missing) == (1, 1, [])


def test_the_page_of_opening_says_so_first(month):
    close_september(month)
    accept(month)
    proposed = opening.proposal(
        programme=month.project.programme, month="2023-10", at=moment("2023-10-25 09:00")
    )
    assert (proposed.reports, proposed.settled) == (0, 1)


@pytest.mark.parametrize("how", ["not accepted", "refused", "accepted later"])
def test_until_then_it_reports(month, how):
    close_september(month)
    if how == "refused":
        accept(month, passed=False)
    if how == "accepted later":
        october = open_october(month, "2023-10-18 09:00")
        accept(month)
        opening.lay_out(october)
    else:
        october = open_october(month)
    assert october.reports.get().state == Report.State.MISSING


def test_a_service_that_goes_on_still_reports(month):
    months = [f"2023-{number:02d}" for number in range(9, 13)]
    service = make_target(month.project, "日常巡检", kind="service", plan=months)
    close_september(month, **{str(service.pk): {"ran": ["2023-09"]}})
    finding_due = moment("2023-10-20 10:00")
    with pytest.raises(Exception, match="指标还没有全部完成"):
        accept(month, at=f"{finding_due:%Y-%m-%d %H:%M}")
    assert open_october(month).reports.count() == 1


def test_nothing_is_asked_of_what_begins_later(month):
    later = make_project(month.project.programme, unit=month.unit, number=13, title="秋季班")
    months = {f"2023-{number}": str(number - 10) for number in (11, 12)}
    make_target(later, "开班", value="2", start="2023-11", plan=months)
    close_september(month)
    october = open_october(month)
    assert counted(october) == [month.project.pk, later.pk]
    assert owing_reports(october) == [month.project.pk]
    assert of_unled(october).count == 0
    hand_in(month, october.reports.get(), month.owner, moment("2023-11-02 10:00"))
    periods.close_month(period=october, by=month.officer, at=moment("2023-11-10 10:00"))
    november = opening.open_period(
        programme=later.programme, month="2023-11", by=month.officer, at=moment("2023-11-20 09:00")
    )
    assert owing_reports(november) == [month.project.pk, later.pk] and november.reports.count() == 2


def test_what_is_done_but_for_a_part_without_a_plan_is_asked_again_once_it_has_one(month):
    undecided = make_target(month.project, "新增插座", value="10")
    close_september(month)
    october = open_october(month)
    assert owing_reports(october) == [] and not october.reports.exists()
    approve_plan(
        target=undecided, points={f"2023-{n:02d}": Decimal(10 * (n > 11)) for n in range(1, 13)},
        document="演示计划", effective="2023-10", answer="演示", by=month.officer,
        at=moment("2023-10-26 09:00"),
    )  # fmt: skip
    assert owing_reports(october) == [month.project.pk]
    assert october.reports.get().state == Report.State.MISSING


def test_a_project_of_which_nothing_is_decided_yet_tells_in_words(month):
    open_question = make_project(
        month.project.programme, unit=month.unit, number=13, title="配套商业"
    )
    make_target(open_question, "商业设施", value="10")
    close_september(month)
    assert owing_reports(open_october(month)) == [month.project.pk, open_question.pk]
