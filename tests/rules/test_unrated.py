"""未评: 待定, nothing reported, not begun, month not over."""

import pytest

from supervision.rules import PRESETS, Facts, FactsError, evaluate
from tests.rules.factories import (
    judge,
    make_coverage,
    make_facts,
    make_quantity,
    make_service,
    make_stages,
    readings,
)

LATER = {"2023-10": "0", "2023-12": "10000"}  # nothing planned by September
NOTHING = {
    "value": None,
    "value_month": None,
    "carried": False,
    "earned_months": None,
    "elapsed_months": None,
    "spi_t": None,
    "forecast": None,
}


@pytest.mark.parametrize(
    "target",
    [
        make_quantity("1", plan=None),
        make_coverage("1", plan=None, start=None, due=None, baseline=None, target=None),
        make_stages() | {"milestones": None},
        make_stages(("一", "1", "2023-01", "2023-01"), plan=None),
        make_service((), ()) | {"planned_months": None, "ran": []},
        make_service((), ()) | {"planned_months": None, "ran": None},
    ],
)
@pytest.mark.parametrize("preset", PRESETS)
def test_without_any_plan_there_is_no_colour(target, preset):
    missing = {"due": "2023-10-07", "submitted": None, "accepted": None}
    verdict = judge(make_facts(target, report=missing, missing_months=3), preset)
    shares = {"actual": None, "planned": None, "deviation": None}
    assert (verdict["colour"], verdict["label"]) == (None, "未评")
    assert {key: verdict[key] for key in shares} == shares
    assert verdict["targets"] == [{"name": target["name"], **shares, **NOTHING}]
    assert [finding["rule"] for finding in verdict["findings"]] == ["report_missing"]


def test_no_targets_at_all_is_unrated():
    verdict = judge(make_facts())
    assert (verdict["colour"], verdict["actual"], verdict["findings"]) == (None, None, [])


@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_reported_and_nothing_to_say_is_unrated(preset):
    for target in (
        make_quantity(plan=LATER),
        make_coverage(plan={"2023-10": "0", "2023-12": "100"}),
        make_stages(("一", "1", "2023-12", None)),
        make_service((12,), ()),
    ):
        verdict = judge(make_facts(target, report=None), preset)
        assert verdict["colour"] is None
        assert verdict["actual"] == "0.0000"


def test_a_stage_done_after_the_month_is_not_reported_yet():
    stages = make_stages(("一", "1", "2023-12", "2023-10"))
    assert judge(make_facts(stages))["colour"] is None


@pytest.mark.parametrize(
    "target",
    [
        make_quantity("0", plan=LATER),
        make_coverage("0", plan={"2023-10": "0", "2023-12": "100"}),
        make_stages(("一", "1", "2023-12", "2023-09"), ("二", "9", "2023-12", None)),
        make_service((9, 12), (9,)),
    ],
)
def test_the_first_thing_reported_rates(target):
    assert judge(make_facts(target))["colour"] == "blue"
    assert judge(make_facts(target), "阶梯")["colour"] == "none"


def test_a_reading_without_a_plan_rates_nothing():
    undecided = make_quantity("9000", name="待", plan=None)
    assert judge(make_facts(undecided, make_quantity(plan=LATER)))["colour"] is None


def test_a_note_alone_does_not_rate_but_a_reminder_does():
    missing = {"due": "2023-10-07", "submitted": None, "accepted": None}
    facts = make_facts(make_quantity(plan=LATER), report=missing, missing_months=1)
    verdict = judge(facts)
    assert verdict["colour"] is None
    assert verdict["findings"][0]["severity"] == 0
    assert judge(facts, "阶梯")["colour"] == "blue"


def test_a_rule_that_speaks_rates_without_any_report():
    assert judge(make_facts(make_quantity()))["colour"] == "red"


def test_before_its_start_a_target_enters_no_rule_and_no_mean():
    begun = make_quantity("5000")
    later = make_quantity(name="后", start="2023-10", plan={"2023-12": "10000"})
    verdict = judge(make_facts(begun, later))
    assert (verdict["colour"], verdict["actual"], verdict["planned"]) == (
        "blue",
        "0.5000",
        "0.5000",
    )
    assert verdict["targets"][1]["elapsed_months"] == 0
    alone = judge(make_facts(later))
    assert (alone["colour"], alone["actual"]) == (None, None)
    started = judge(make_facts(make_quantity(start="2023-09", plan={"2023-12": "10000"})))
    assert started["actual"] == "0.0000"
    assert [finding["rule"] for finding in started["findings"]] == ["behind_plan", "not_started"]


def test_before_its_start_nothing_is_earned_or_forecast():
    plan = {"2023-07": "2000", "2023-12": "10000"}
    target = make_quantity(start="2023-10", plan=plan, readings=readings(m07="2500", m09="9000"))
    figures = judge(make_facts(target))["targets"][0]
    assert figures["earned_months"] is None and figures["forecast"] is None


@pytest.mark.parametrize("as_of", ["2023-09-01", "2023-09-30", "2022-12-31"])
def test_no_card_before_the_month_is_over(as_of):
    facts = Facts.from_json(make_facts(make_quantity("5000"), as_of=as_of))
    with pytest.raises(FactsError, match="2023-09尚未结束"):
        evaluate(facts, PRESETS["三色"])
    assert judge(make_facts(make_quantity("5000"), as_of="2023-10-01"))["colour"]
