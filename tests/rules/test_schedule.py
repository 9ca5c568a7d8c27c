"""Earned schedule, SPI(t) and forecast of docs/rules.md."""

import pytest

from tests.rules.factories import example, judge, make_facts, make_falling, make_quantity, readings

STEPPED = {"2023-02": "0", "2023-03": "4000", "2023-06": "4000", "2023-09": "8000",
           "2023-12": "10000"}  # fmt: skip


def figures(target, month="2023-09", as_of="2024-12-31"):
    return judge(make_facts(target, month=month, as_of=as_of, report=None))["targets"][0]


def earned(value, month="2023-09", **changes):
    values = {month: {"value": value, "accepted": "2023-10-08"}}
    found = figures(make_quantity(readings=values, **changes), month)
    return found["earned_months"], found["elapsed_months"], found["spi_t"]


@pytest.mark.parametrize(
    "value, month, expected",
    [
        # On the flat stretch March to June, the month nearest AT.
        ("4000", "2023-01", ("3.0000", 1, "3.0000")),
        ("4000", "2023-03", ("3.0000", 3, "1.0000")),
        ("4000", "2023-05", ("5.0000", 5, "1.0000")),
        ("4000", "2023-06", ("6.0000", 6, "1.0000")),
        ("4000", "2023-08", ("6.0000", 8, "0.7500")),
        # On slopes, between months.
        ("2000", "2023-05", ("2.5000", 5, "0.5000")),
        ("5000", "2023-09", ("6.7500", 9, "0.7500")),
        ("8000", "2023-09", ("9.0000", 9, "1.0000")),
        ("9999", "2023-09", ("11.9985", 9, "1.3332")),
        # Nothing earned; the plan's last value reached.
        ("0", "2023-05", (None, 5, None)),
        ("-1", "2023-05", (None, 5, None)),
        ("10000", "2023-09", (None, 9, None)),
        ("10001", "2023-09", (None, 9, None)),
    ],
)
def test_earned_schedule(value, month, expected):
    assert earned(value, month, plan=STEPPED) == expected


def test_falling_earns_the_same():
    rising = figures(make_quantity(readings=readings(m06="2000", m09="3000")))
    falling = figures(make_falling(readings=readings(m06="8000", m09="7000")))
    for key in ("earned_months", "spi_t", "forecast"):
        assert rising[key] == falling[key]
    assert rising["forecast"]["needed_per_month"] == "2333.3333"


def test_time_counts_from_the_start():
    plan = {"2023-06": "2000", "2023-12": "8000"}
    changes = {"start": "2023-04", "target": "8000", "plan": plan}
    assert earned("2000", **changes) == ("3.0000", 6, "0.5000")
    assert earned("1000", **changes) == ("1.5000", 6, "0.2500")


def test_points_before_the_start():
    plan = {"2023-01": "1000", "2023-07": "7000", "2023-12": "10000"}
    changes = {"start": "2023-05", "plan": plan}
    assert earned("6000", **changes) == ("2.0000", 5, "0.4000")
    assert earned("3000", **changes) == (None, 5, None)  # planned before time began
    assert earned("500", **changes) == (None, 5, None)
    assert earned("1000", **changes) == (None, 5, None)
    assert earned("4000", **changes) == (None, 5, None)  # planned right before


def test_a_plan_beyond_the_target_still_earns_beyond_it():
    plan = {"2023-06": "10000", "2023-12": "13000"}
    assert earned("11000", plan=plan) == ("8.0000", 9, "0.8889")
    values = readings(m06="10", m09="11000")
    assert figures(make_quantity(readings=values, plan=plan))["forecast"] is None
    values = readings(m06="10", m09="10000")
    assert figures(make_quantity(readings=values, plan=plan))["forecast"] is None


def forecast(target, month="2023-09"):
    found = figures(target, month)["forecast"]
    return found and (found["earliest"], found["latest"], found["needed_per_month"])


def test_the_length_is_the_month_in_which_the_plan_reaches_the_target():
    """ES 4.5, AT 9: PD 9 gives 13.5 and 18, PD 12 would give 16.5 and 24."""
    early = {"2023-09": "10000", "2023-12": "10000"}
    values = readings(m06="5000", m09="5000")
    assert forecast(make_quantity(readings=values, plan=early)) == ("2024-02", None, "1666.6667")
    # Reached within December's line, in November: 19/9 of a month before.
    beyond = {"2023-09": "5000", "2023-12": "14000"}
    values = readings(m06="3000", m09="4000")
    assert forecast(make_quantity(readings=values, plan=beyond)) == (
        "2024-01",
        "2025-03",
        "2000.0000",
    )


def test_the_three_paces_of_the_example():
    assert forecast(example()["targets"][0]) == ("2024-02", "2024-03", "19.6667")


@pytest.mark.parametrize(
    "start, month, there",
    [("2023-07", "2023-09", True), ("2023-08", "2023-09", False), ("2023-01", "2023-03", True),
     ("2023-01", "2023-02", False)],
)  # fmt: skip
def test_none_before_the_third_month(start, month, there):
    values = {m: {"value": v, "accepted": "2023-10-08"} for m, v in
              (("2022-12", "1"), (month, "40"))}  # fmt: skip
    target = make_quantity(readings=values, start=start)
    assert (forecast(target, month) is not None) is there


def test_none_with_fewer_than_two_readings():
    assert forecast(make_quantity("4000")) is None
    assert forecast(make_quantity(readings=readings(m08="3000", m10="4000"))) is None
    assert forecast(make_quantity(readings=readings(m07="3000", m08="4000"))) is not None


@pytest.mark.parametrize("value, there", [("0", False), ("1", True), ("9999", True),
                                          ("10000", False), ("10001", False)])  # fmt: skip
def test_none_with_nothing_earned_or_the_work_done(value, there):
    target = make_quantity(readings=readings(m08="1", m09=value))
    assert (forecast(target) is not None) is there


@pytest.mark.parametrize(
    "three_months_ago, latest", [("4000", None), ("4500", None), ("3999", "3523-09")]
)
def test_a_pace_of_nothing_or_less_has_no_latest(three_months_ago, latest):
    """One in three months leaves 6000 for the next fifteen hundred years."""
    values = readings(m06=three_months_ago, m09="4000")
    assert forecast(make_quantity(readings=values))[:2] == ("2024-02", latest)


def test_the_pace_counts_carried_values_and_the_baseline():
    plan = {"2023-12": "12000"}
    changes = {"target": "12000", "plan": plan}
    # From May's 3000, carried to June, 6000 more by September: 2000 a month.
    carried = make_quantity(readings=readings(m05="3000", m08="6000", m09="9000"), **changes)
    assert forecast(carried) == ("2023-11", "2023-12", "1000.0000")
    # Nothing before July: 9000 in three months.
    fresh = make_quantity(readings=readings(m07="1000", m09="9000"), **changes)
    assert forecast(fresh) == ("2023-10", "2023-12", "1000.0000")
    # A carried value now: nothing new since June is still a pace from the baseline in May.
    old = make_quantity(readings=readings(m06="1", m07="3000"), **changes)
    assert forecast(old)[1] == "2025-12"


def test_a_month_reached_at_its_end_is_that_month():
    values = readings(m06="6000", m09="9000")
    target = make_quantity(readings=values, target="12000", plan={"2023-12": "12000"})
    assert forecast(target)[:2] == ("2023-12", "2023-12")


@pytest.mark.parametrize(
    "due, needed",
    [("2023-12-01", "2000.0000"), ("2023-11-30", "3000.0000"), ("2023-10-31", "6000.0000"),
     ("2023-09-30", None), ("2023-08-31", None)],
)  # fmt: skip
def test_needed_per_month_counts_the_months_left(due, needed):
    target = make_quantity(readings=readings(m08="3000", m09="4000"), due=due,
                           plan={"2023-08": "10000"})  # fmt: skip
    assert forecast(target)[2] == needed


def test_decimals_are_exact():
    changes = {"step": "0.1", "target": "15.6", "plan": {"2023-06": "6", "2023-12": "15.6"}}
    target = make_quantity(readings=readings(m06="6.1", m09="12.2"), **changes)
    found = figures(target)
    assert found["earned_months"] == "9.8750"
    assert found["forecast"]["needed_per_month"] == "1.1333"
