"""What is over stands: a correction judges stored facts, and of words it changes nothing."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from projects.actions.changes import Approval, change_terms
from projects.actions.plans import add_plan, approve_plan
from projects.actions.quotas import check_quota
from projects.actions.terms import FirstTerms, set_first_terms
from projects.errors import Refused
from projects.ledger import verification as ledger
from projects.models import Assignment, CityTask, CityTaskPoint, Project, Target, User
from projects.values.months import span
from supervision.actions import periods, reports
from supervision.actions.corrections import publish_correction
from supervision.cards import bridge, verification
from supervision.cards.corrected import corrected_facts, growth
from supervision.cards.counted import reporting
from supervision.cards.recorded import Earlier, Record
from supervision.models import Card, CardPolicy, Correction, Period, Report, ShownCard, Submission
from supervision.status_sheet.files import plain_rows
from supervision.status_sheet.status import status_sheet
from tests.factories import (
    make_officer,
    make_project,
    make_quota,
    make_report,
    make_target,
    make_unit,
    moment,
)

pytestmark = pytest.mark.django_db
NOW = moment("2023-11-06 09:00")
YEAR = span("2023-01", "2023-12")


def hand_in(report, draft, at):
    submission = reports.submit(
        report=report, draft=draft, version=report.version, by=person(report), at=moment(at)
    )
    reports.accept(submission=submission, by=reviewer(), at=moment(at))


def person(report):
    return report.unit.members.first().person


def reviewer():
    return User.objects.filter(username="reviewer").first() or make_officer("reviewer")


def correct(report, draft, at=NOW):
    report.refresh_from_db()
    submission = reports.correct(
        report=report, draft=draft, reason="订正", version=report.version, by=person(report), at=at
    )
    reports.accept(submission=submission, by=reviewer(), at=at)


def facts_of(card) -> dict:
    return json.loads(card.facts)


@pytest.fixture
def closed(month, draft):
    """September closed at 118, on its plan within ten points."""
    hand_in(month.report, draft("118", doubt="属实"), "2023-10-06 12:00")
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 16:00"))
    return month


def figures() -> dict[str, object]:
    """Every card with its digest, and of every month the public sheet, each figure of it."""
    found: dict[str, object] = {"cards": list(Card.everything.order_by("pk").values())}
    found["shown"] = list(ShownCard.everything.order_by("pk").values())
    for period in Period.public.select_related("programme"):
        rows = list(plain_rows(status_sheet(period, public=True)))
        found[period.month] = (period.data_version, period.counts, rows)
    return found


def test_a_correction_of_words_changes_no_figure_of_any_project_and_month(demonstration, db):
    demonstration.again()
    before = figures()
    accepted = Report.objects.filter(state="accepted", period__closed_at__isnull=False)
    for report in accepted.select_related("period", "unit").order_by("pk"):
        last = report.submissions.order_by("-number").first()
        copy = Submission.objects.create(
            report=report, number=last.number + 1, progress="订正一个字。", at=NOW, by=last.by,
            correction="订正",
        )  # fmt: skip
        for reading in last.readings.prefetch_related("stages", "ran"):
            repeat(reading, copy)
        report.state = Report.State.SUBMITTED
        report.save()
        reports.accept(submission=copy, by=reviewer(), at=NOW)
    assert Correction.objects.count() > 140
    assert len(before) > 8
    assert figures() == before


def repeat(reading, submission):
    stages, ran = list(reading.stages.all()), list(reading.ran.all())
    reading.pk, reading.submission = None, submission
    reading._state.adding = True
    reading.save()
    for row in (*stages, *ran):
        row.pk, row.reading, row._state.adding = None, reading, True
        row.save()


@pytest.mark.parametrize(
    ("names", "months"),
    [
        (["三色", "阶梯", "阶梯"], ["2023-08", "2023-09"]),
        (["阶梯", "三色", "阶梯"], ["2023-09"]),
        (["阶梯", "阶梯", "三色"], []),
    ],
)
def test_cards_of_another_preset_end_the_run(names, months):
    found = Record()
    found.cards[12] = [
        Earlier(month=f"2023-0{at}", colour="red", preset=name) for at, name in enumerate(names, 7)
    ]
    run = bridge.previous_cards(found, Project(pk=12), CardPolicy(name="阶梯"))
    assert [card["month"] for card in run] == months


def test_a_correction_rests_on_the_plan_of_its_time(closed, draft):
    add_plan(
        target=closed.target,
        points=dict.fromkeys(YEAR[:-1], Decimal(0)) | {YEAR[-1]: Decimal(149)},
        document="演示2号", effective="2023-11", reason="推迟", by=None, at=NOW,
        answer="演示",
    )  # fmt: skip
    correct(closed.report, draft("90", doubt="重复统计"))
    card = Card.everything.in_force().get()
    assert (card.version, card.colour) == (2, "yellow")
    assert facts_of(card)["targets"][0]["plan"]["2023-09"] == "120"
    assert list(verification.cards()) == []


def test_a_weight_is_part_of_the_terms_and_holds_from_its_month(closed, draft):
    target = closed.target
    change_terms(
        target=target, approval=Approval("演示", "演示", "演示", "2023-11", "演示"),
        points={p.month: p.value for p in target.plans.get().points.all()},
        weight=Decimal(3), by=closed.officer, at=NOW,
    )  # fmt: skip
    policy = periods.policies.in_force("2023-09")
    for month, weight in (("2023-09", "1"), ("2023-10", "1"), ("2023-11", "3")):
        period = Period(programme=closed.project.programme, month=month, due=dt.date(2023, 12, 5))
        facts = bridge.facts_of([closed.project], period, dt.date(2023, 12, 6), policy)
        assert facts[closed.project.pk]["targets"][0]["weight"] == weight


def test_a_corrected_name_does_not_lose_the_correction_of_its_figure(closed, draft):
    closed.target.name = "改造提升教室的照明"
    closed.target.save()
    correct(closed.report, draft("90", doubt="重复统计"))
    [target] = facts_of(Card.everything.in_force().get())["targets"]
    assert (target["name"], target["readings"]["2023-09"]["value"]) == (
        "改造提升教室照明", "90"
    )  # fmt: skip


def test_a_direct_edit_of_what_a_card_rests_on_is_noticed(demonstration, db):
    demonstration.again()
    assert list(ledger.rows()) == []
    Target.everything.filter(project__number=12).update(weight=Decimal(7))
    assert any("目标指标第" in problem for problem in ledger.rows())
    CityTask.objects.filter(pk=CityTask.objects.first().pk).update(quota=Decimal(1))
    assert any("市级任务指标第" in problem for problem in ledger.rows())
    CityTaskPoint.objects.filter(pk=CityTaskPoint.objects.first().pk).update(value=Decimal(1))
    assert any("市级计划月份" in problem for problem in ledger.rows())


def test_terms_and_plans_entered_late_reach_into_no_closed_month(closed, draft):
    late = make_target(closed.project, "迟到的指标")
    with pytest.raises(Refused, match="计划最早从2023年10月起生效"):
        approve_plan(
            target=late, points=dict.fromkeys(YEAR, Decimal(100)), document="演示",
            effective="2023-01", by=None, at=NOW, answer="演示",
        )  # fmt: skip
    fresh = Target.everything.create(
        project=closed.project, task=late.task, number=9, name="还没有口径", kind="quantity",
        measure="个",
    )  # fmt: skip
    given = FirstTerms(
        start="2023-01", due=dt.date(2023, 12, 31), baseline=Decimal(0), value=Decimal(5)
    )
    assert set_first_terms(target=fresh, given=given, by=closed.officer, at=NOW).effective == (
        "2023-10"
    )
    correct(closed.report, draft("90", doubt="重复统计"))
    [target] = facts_of(Card.everything.in_force().get())["targets"]
    assert target["name"] == closed.target.name


@pytest.mark.parametrize(("corrected", "kept"), [("2023-08", True), ("2023-09", False)])
def test_a_later_month_keeps_the_report_it_was_judged_with(closed, corrected, kept):
    stored = facts_of(Card.everything.get()) | {"report": None}
    other = Period(month=corrected, covers_from=corrected)
    period = closed.period if corrected == closed.period.month else other
    given = (stored, closed.project, closed.period, period, NOW.date())
    assert (corrected_facts(*given)["report"] is None) is kept


@pytest.mark.parametrize(
    ("baseline", "target", "value", "grown"), [("0", "149", "90", 90), ("200", "50", "170", 30)]
)
def test_a_correction_counts_for_a_quota_on_the_way_from_the_baseline(
    baseline, target, value, grown
):
    facts = {"baseline": baseline, "target": target, "readings": {}}
    assert growth(facts) == 0
    known = {"2023-08": {"value": baseline}, "2023-09": {"value": value}}
    assert growth(facts | {"readings": known}) == grown


def test_who_was_asked_answers_for_a_month_that_another_led_at_its_end(month):
    lead = month.project.assignments.get()
    Assignment.objects.filter(pk=lead.pk).update(until=dt.date(2023, 9, 19))
    other = {"role": "lead", "since": dt.date(2023, 9, 20), "unit": make_unit("演示民政")}
    Assignment.objects.create(project=month.project, **other)
    assert reporting([month.project.pk], month.period) == {month.project.pk: "演示教育"}
    nobody = Period(programme=month.project.programme, month="2023-10")
    assert reporting([month.project.pk], nobody) == {month.project.pk: "演示民政"}


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ({"2023-09": "140", "2023-12": "139"}, "倒退"),
        ({"2023-09": "140", "2033-12": "160"}, "年前后"),
    ],
)
def test_a_quota_s_plan_never_falls_back_and_stays_in_its_years(shared, points, why):
    task = CityTask.objects.get()
    with pytest.raises(Refused, match=why):
        check_quota(
            task,
            Decimal(160),
            [shared.target],
            {at: Decimal(value) for at, value in points.items()},
        )


@pytest.fixture
def shared(month):
    """A city quota carried by the month's project and by another, twenty of it promised there."""
    other = make_project(month.project.programme, unit=month.unit, number=13, title="演示另一项")
    target = make_target(other, "另一项指标", value="20", measure="口", plan={"2023-12": "20"})
    task = make_quota(month.project.programme, name="市级照明", measure="口", quota=Decimal(160))
    task.targets.set([month.target, target])
    CityTaskPoint.objects.create(city_task=task, month="2023-09", value=Decimal(140))
    month.other, month.other_target = other, target
    month.other_report = make_report(month.period, other, month.unit)
    return month


def quota_sums(cards) -> list[str]:
    return [facts_of(card)["city_tasks"][0]["reading"] for card in cards]


def reported(shared, draft):
    hand_in(shared.report, draft("118", doubt="属实"), "2023-10-06 12:00")
    sheet = {
        "progress": "完成8口。", "next": "继续。",
        "targets": {str(shared.other_target.pk): {"value": "8", "mode": "total", "doubt": "属实"}},
    }  # fmt: skip
    hand_in(shared.other_report, sheet, "2023-10-06 13:00")


def test_a_quota_is_the_sum_of_all_its_targets_whoever_asks(shared, draft):
    reported(shared, draft)
    policy = periods.policies.in_force("2023-09")
    day = dt.date(2023, 10, 9)
    both = bridge.judged([shared.project, shared.other], shared.period, day, policy, NOW)
    alone = [
        bridge.judged([project], shared.period, day, policy, NOW)[0]
        for project in (shared.project, shared.other)
    ]
    assert quota_sums(both) == quota_sums(alone) == ["126", "126"]


def test_a_quota_changed_later_was_not_known_before(shared, draft):
    reported(shared, draft)
    policy = periods.policies.in_force("2023-09")
    again = make_quota(
        shared.project.programme, name="市级照明", measure="口", quota=Decimal(200), version=2,
        recorded_at=moment("2023-10-09 12:00"), effective="2023-09",
    )  # fmt: skip
    again.targets.set([shared.target])
    quotas = {
        day: facts_of(
            bridge.judged([shared.project], shared.period, dt.date(2023, 10, day), policy, NOW)[0]
        )["city_tasks"][0]["quota"]
        for day in (8, 9)
    }
    assert quotas == {8: "160", 9: "200"}


def test_a_correction_changes_every_card_whose_quota_it_is_part_of(shared, draft):
    reported(shared, draft)
    period = shared.period
    at = moment("2023-10-10 16:00")
    periods.close_month(period=period, by=shared.officer, at=at)
    periods.publish_month(
        period=period, signer="演示", basis="演示", by=shared.officer, at=moment("2023-10-11 09:00")
    )
    correct(shared.report, draft("90", doubt="重复统计"))
    cards = list(Card.everything.in_force().order_by("project__number"))
    assert [card.version for card in cards] == [2, 2]
    assert quota_sums(cards) == ["98", "98"]
    assert [card.colour for card in cards] == ["yellow", "yellow"]
    publish_correction(
        correction=Correction.objects.get(), signer="演示", basis="演示", public_note="剔除重复。",
        by=shared.officer, at=NOW,
    )  # fmt: skip
    assert set(ShownCard.public.values_list("colour", flat=True)) == {"yellow"}
    assert list(verification.cards()) == []


def test_a_correction_moves_only_a_quota_that_it_was_part_of_at_the_time(shared, draft):
    task = CityTask.objects.get()
    task.targets.set([shared.other_target])
    reported(shared, draft)
    periods.close_month(period=shared.period, by=shared.officer, at=moment("2023-10-10 16:00"))
    again = make_quota(
        shared.project.programme, name=task.name, measure="口", quota=Decimal(160), version=2,
        recorded_at=moment("2023-10-20 12:00"), effective="2023-10",
    )  # fmt: skip
    again.targets.set([shared.target, shared.other_target])
    before = facts_of(Card.everything.get(project=shared.other))
    correct(shared.report, draft("90", doubt="重复统计"))
    assert facts_of(Card.everything.in_force().get(project=shared.other)) == before
    assert Card.everything.in_force().get(project=shared.project).version == 2


def test_a_decreasing_target_counts_on_the_way_from_its_baseline(month, draft):
    project = make_project(month.project.programme, unit=month.unit, number=13, title="减少危房")
    target = make_target(
        project, "危房存量", baseline="200", value="50", measure="户", plan={"2023-12": "50"}
    )
    task = make_quota(project.programme, name="危房减少", measure="户", quota=Decimal(150))
    task.targets.add(target)
    report = make_report(month.period, project, month.unit)
    sheet = {
        "progress": "减少30户。", "next": "继续。",
        "targets": {str(target.pk): {"value": "170", "mode": "total", "doubt": "属实"}},
    }  # fmt: skip
    hand_in(report, sheet, "2023-10-06 13:00")
    policy = periods.policies.in_force("2023-09")
    cards = bridge.judged([project], month.period, dt.date(2023, 10, 9), policy, NOW)
    assert quota_sums(cards) == ["30"]
