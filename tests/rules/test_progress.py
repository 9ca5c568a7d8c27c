"""Actual, planned and deviation: cut at `as_of`, carried, straight lines, rounding, roll-up."""

import pytest

from supervision.rules import Facts
from tests.rules.factories import (
    judge,
    make_coverage,
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
    months,
    readings,
)


def figures(target, **changes):
    return judge(make_facts(target, **changes))["targets"][0]


def shares(target, **changes):
    found = figures(target, **changes)
    return found["actual"], found["planned"], found["deviation"]


def test_readings_of_later_months_or_accepted_later_do_not_exist():
    values = readings(m07="4000", m08="4500", m09="9000", m10="9999")
    values["2023-09"]["accepted"] = "2023-10-09"
    found = figures(make_quantity(readings=values))
    assert (found["value"], found["value_month"], found["carried"]) == ("4500", "2023-08", True)
    values["2023-09"]["accepted"] = "2023-10-08"
    found = figures(make_quantity(readings=values))
    assert (found["value"], found["value_month"], found["carried"]) == ("9000", "2023-09", False)
    values["2023-07"]["accepted"] = values["2023-09"]["accepted"] = None
    assert figures(make_quantity(readings=values))["value"] == "4500"


def test_before_any_reading_the_baseline_holds():
    found = figures(make_quantity(baseline="12.50", step="0.5"))
    assert (found["value"], found["value_month"], found["carried"]) == ("12.50", None, True)
    assert found["actual"] == "0.0000"


def test_stages_and_service_months_of_later_months_do_not_exist():
    stages = make_stages(("一", "1", "2023-08", "2023-10"), ("二", "3", "2023-12", "2023-09"))
    assert shares(stages) == ("0.7500", "0.2500", "0.5000")
    service = make_service((8, 9, 10, 12), (9, 10, 12))
    assert shares(service) == ("0.2500", "0.5000", "-0.2500")


def test_service_months_outside_the_plan_are_ignored():
    assert shares(make_service((2, 4, 9, 12), (1, 2, 3, 9))) == ("0.5000", "0.7500", "-0.2500")


@pytest.mark.parametrize(
    "month, planned",
    [
        ("2023-01", "0.0067"),  # a third of a third of 20, on the line from nothing
        ("2023-02", "0.0133"),
        ("2023-03", "0.0200"),
        ("2023-04", "0.0467"),
        ("2023-06", "0.1000"),
        ("2023-12", "1.0000"),
        ("2024-01", "1.0000"),
    ],
)
def test_between_points_the_plan_is_straight(month, planned):
    plan = {"2023-03": "200", "2023-06": "1000", "2023-12": "10000"}
    as_of = "2024-03-01"
    target = make_quantity("1", plan=plan)
    assert shares(target, month=month, as_of=as_of, report=None)[1] == planned


def test_a_late_start_moves_the_first_line():
    plan = {"2023-09": "3000", "2023-12": "10000"}
    assert (
        shares(make_quantity("0", start="2023-07", plan=plan), month="2023-07", report=None)[1]
        == "0.1000"
    )


def test_points_before_the_start_carry_the_line():
    plan = {"2023-01": "0", "2023-06": "5000", "2023-12": "10000"}
    target = make_quantity("0", start="2023-03", plan=plan)
    assert shares(target, month="2023-03", report=None)[1] == "0.2000"
    assert shares(target, month="2022-12", report=None)[1] == "0.0000"
    assert shares(target, month="2023-01", report=None)[1] == "0.0000"


def test_a_line_over_years():
    target = make_quantity("5000", start="2022-07", due="2024-06-30", plan={"2024-06": "10000"})
    assert shares(target) == ("0.5000", "0.6250", "-0.1250")
    found = figures(target)
    assert (found["elapsed_months"], found["earned_months"]) == (15, "12.0000")


def test_a_plan_of_one_month():
    target = make_quantity("2500", start="2023-09", due="2023-09-30", plan={"2023-09": "10000"})
    found = figures(target)
    assert (found["planned"], found["elapsed_months"], found["earned_months"]) == (
        "1.0000",
        1,
        "0.2500",
    )


def test_overshoot_and_undershoot_are_shown_but_not_rolled_up():
    over, under = make_quantity("15000"), make_quantity("-5000", name="乙")
    verdict = judge(make_facts(over, under))
    assert [target["actual"] for target in verdict["targets"]] == ["1.5000", "-0.5000"]
    assert (verdict["actual"], verdict["planned"], verdict["deviation"]) == (
        "0.5000",
        "0.5000",
        "0.0000",
    )


def test_falling_is_the_mirror_of_rising():
    for value, mirror in (("0", "10000"), ("3333", "6667"), ("10001", "-1")):
        assert shares(make_quantity(value)) == shares(make_falling(mirror))


def test_a_baseline_other_than_nought():
    plan = {"2023-09": "495", "2023-12": "537"}
    target = make_quantity("489", baseline="375", target="537", plan=plan)
    assert shares(target) == ("0.7037", "0.7407", "-0.0370")


def test_the_deviation_is_rounded_itself():
    plan = {"2023-09": "2", "2023-12": "3"}
    assert shares(make_quantity("1", target="3", plan=plan)) == ("0.3333", "0.6667", "-0.3333")


def test_no_negative_nought():
    plan = {"2023-09": "500001", "2023-12": "100000000"}
    target = make_quantity("500000", target="100000000", plan=plan)
    assert shares(target) == ("0.0050", "0.0050", "0.0000")


def test_halves_round_away_from_zero():
    plan = {"2023-09": "20000", "2023-12": "20000"}
    assert shares(make_quantity("1", target="20000", plan=plan))[0] == "0.0001"
    assert shares(make_quantity("-1", target="20000", plan=plan))[0] == "-0.0001"
    assert shares(make_quantity("-1", target="20000", plan=plan))[2] == "-1.0001"


def test_shares_count_in_hundredths_rounded_down():
    found = figures(make_coverage("99.999"))
    assert (found["value"], found["actual"]) == ("99.99", "0.9999")
    assert figures(make_coverage("66.66"))["value"] == "66.66"
    assert figures(make_coverage("50.0"))["value"] == "50.0"
    assert figures(make_coverage("50.5"))["value"] == "50.5"
    assert figures(make_quantity("99.999"))["value"] == "99.999"


def test_shares_that_are_to_fall_count_in_hundredths_rounded_up():
    falling = {"baseline": "50", "target": "5", "plan": {"2023-09": "20", "2023-12": "5"}}
    found = figures(make_coverage("5.009", **falling))
    assert (found["value"], found["actual"]) == ("5.01", "0.9998")
    assert figures(make_coverage("5.00", **falling))["actual"] == "1.0000"


def test_the_roll_up_is_weighted():
    verdict = judge(
        make_facts(
            make_quantity("5000", weight="3"),
            make_stages(("一", "1", "2023-09", None), weight="0.5"),
            make_service((9,), (9,), weight="0.5"),
        )
    )
    assert (verdict["actual"], verdict["planned"]) == ("0.5000", "0.6250")


def test_the_undecided_enter_no_mean():
    verdict = judge(make_facts(make_quantity("5000"), make_quantity(name="待", plan=None)))
    assert (verdict["colour"], verdict["actual"]) == ("blue", "0.5000")


def test_stages_have_the_next_one_instead_of_a_forecast():
    stages = [
        ("三", "1", "2023-12", None),
        ("一", "1", "2023-06", "2023-09"),
        ("二", "1", "2023-07", None),
        ("又二", "1", "2023-07", None),
    ]
    found = figures(make_stages(*stages))
    assert found["next_stage"] == {"name": "二", "planned": "2023-07", "months_late": 2}
    assert found["forecast"] is None and found["earned_months"] is None
    assert found["spi_t"] is None and found["value"] is None and found["carried"] is False
    assert found["elapsed_months"] == 9
    stages[2] = ("二", "1", "2023-07", "2023-08")
    stages[3] = ("又二", "1", "2023-07", "2023-08")
    found = figures(make_stages(*stages))
    assert found["next_stage"] == {"name": "三", "planned": "2023-12", "months_late": 0}
    stages[0] = ("三", "1", "2023-12", "2023-09")
    assert figures(make_stages(*stages))["next_stage"] is None


def test_services_have_neither():
    found = figures(make_service((9, 12), (9,)))
    assert "next_stage" not in found
    assert found["forecast"] is None and found["earned_months"] is None


def test_facts_hold_what_they_were_given():
    facts = Facts.from_json(
        make_facts(
            make_service((9, 12), (9,)),
            report={"due": "2023-10-07", "submitted": "2023-10-06", "accepted": "2023-10-08"},
            previous_cards=[{"month": "2023-08", "colour": None}],
        )
    )
    assert (facts.year, facts.number, facts.title) == (2023, 12, "改善教学基础设施条件")
    assert facts.report.submitted.isoformat() == "2023-10-06"
    assert facts.report.accepted.isoformat() == "2023-10-08"
    later = {"due": "2023-10-07", "submitted": "2023-10-08", "accepted": "2023-10-09"}
    assert Facts.from_json(make_facts(report=later)).report.accepted is None
    assert facts.previous_cards[0].month == 2023 * 12 + 7
    assert months(1) == ["2023-01"]
