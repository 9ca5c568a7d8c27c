"""`not_started`: months from the first planned one, which counts."""

import pytest

from tests.rules.factories import (
    judge,
    judge_severities,
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
)


def found(target, preset="三色"):
    return judge_severities(make_facts(target), preset).get("not_started")


MONTHS = [  # first planned month, 三色, 阶梯
    ("2023-10", None, None),
    ("2023-09", 2, 1),
    ("2023-08", 2, 1),
    ("2023-07", 3, 2),
    ("2023-06", 3, 2),
    ("2023-01", 3, 2),
]


def before(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"


@pytest.mark.parametrize("first, three, ladder", MONTHS)
def test_a_quantity_counts_from_the_first_month_above_its_baseline(first, three, ladder):
    plan = {before(first): "0", first: "1", "2023-12": "10000"}
    for make, reverse in ((make_quantity, False), (make_falling, True)):
        points = {m: str(10000 - int(v)) for m, v in plan.items()} if reverse else plan
        target = make("10000" if reverse else "0", plan=points)
        assert found(target) == three
        assert found(target, "阶梯") == ladder


@pytest.mark.parametrize("first, three, ladder", MONTHS)
def test_stages_and_service_count_from_the_first_planned(first, three, ladder):
    stages = make_stages(("末", "99", "2023-12", None), ("首", "1", first, None))
    assert found(stages) == three
    assert found(stages, "阶梯") == ladder
    service = make_service((), ()) | {"planned_months": ["2023-12", first]}
    assert found(service) == three
    assert found(service, "阶梯") == ladder


def test_a_line_from_the_baseline_plans_from_its_first_month():
    """No point before September: the line leaves the baseline in January already."""
    assert found(make_quantity("0")) == 3
    assert found(make_quantity("0", start="2023-08")) == 2
    assert found(make_quantity("0", start="2023-07")) == 3


@pytest.mark.parametrize("value, level", [("0", 2), ("-5", 2), ("0.5", None), ("1", None)])
def test_begun_is_anything_above_the_baseline(value, level):
    plan = {"2023-08": "0", "2023-12": "10000"}
    assert found(make_quantity(value, plan=plan)) == level


def test_no_reading_at_all_counts_as_not_started():
    plan = {"2023-08": "0", "2023-12": "10000"}
    assert found(make_quantity(plan=plan)) == 2


def test_plan_points_before_the_start_count_from_the_start():
    plan = {"2022-10": "5", "2023-12": "10000"}
    assert found(make_quantity("0", start="2023-09", plan=plan)) == 2
    assert found(make_quantity("0", start="2023-07", plan=plan)) == 3
    level = {"2022-10": "0", "2023-12": "10000"}
    assert found(make_quantity("0", start="2023-08", plan=level)) == 2


def test_it_is_said_with_its_months():
    plan = {"2023-07": "0", "2023-12": "10000"}
    finding = judge(make_facts(make_quantity("0", plan=plan)))["findings"][-1]
    assert (finding["rule"], finding["target"]) == ("not_started", "甲")
    assert finding["text"] == "甲：按计划8月起应有进展，到9月底仍未启动，已2个月。"
    assert finding["numbers"] == {"planned": "0.4000", "months": "2"}
