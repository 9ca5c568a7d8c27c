"""`consecutive_cards`: only on the ladder, only the month just before."""

import pytest

from tests.rules.factories import judge, make_coverage, make_facts, make_quantity

NOW = {0: "5000", 1: "4000", 2: "3000", 3: "1000"}  # values with this severity on the ladder


def colour_after(before, now, preset="阶梯", month="2023-08"):
    cards = [] if before is None else [{"month": month, "colour": before}]
    return judge(make_facts(make_quantity(NOW[now]), previous_cards=cards), preset)["colour"]


@pytest.mark.parametrize(
    "before, expected",
    [
        (None, ["none", "blue", "yellow", "red"]),
        ("none", ["none", "blue", "yellow", "red"]),
        ("blue", ["none", "yellow", "yellow", "red"]),
        ("yellow", ["none", "blue", "red", "red"]),
        ("red", ["none", "blue", "red", "red"]),
    ],
)
def test_every_pair_of_months_on_the_ladder(before, expected):
    assert [colour_after(before, now) for now in NOW] == expected


@pytest.mark.parametrize("before", ["blue", "yellow", "red"])
def test_off_in_three_colours(before):
    assert [colour_after(before, now, "三色") for now in NOW] == ["blue", "yellow", "yellow", "red"]


@pytest.mark.parametrize("month", ["2023-07", "2022-08", "2023-09", "2023-10"])
def test_only_the_month_just_before_counts(month):
    assert colour_after("yellow", 2, month=month) == "yellow"


def test_january_looks_at_december():
    cards = [{"month": "2022-12", "colour": "yellow"}]
    target = make_coverage(
        start="2022-01", plan={"2023-01": "20", "2023-12": "100"}, readings={
            "2023-01": {"value": "0.01", "accepted": "2023-02-03"}},
    )  # fmt: skip
    facts = make_facts(
        target, month="2023-01", as_of="2023-02-06", report=None, previous_cards=cards
    )
    assert judge(facts, "阶梯")["colour"] == "red"


def test_an_unrated_month_before_or_now_carries_nothing():
    assert judge(make_facts(make_quantity(NOW[2]), previous_cards=[
        {"month": "2023-08", "colour": None}]), "阶梯")["colour"] == "yellow"  # fmt: skip
    missing = {"due": "2023-10-07", "submitted": None, "accepted": None}
    undecided = make_facts(
        make_quantity(plan=None),
        report=missing,
        missing_months=1,
        previous_cards=[{"month": "2023-08", "colour": "blue"}],
    )
    verdict = judge(undecided, "阶梯")
    assert verdict["colour"] is None
    assert [finding["rule"] for finding in verdict["findings"]] == ["report_missing"]


def test_it_is_said_with_both_months():
    cards = [{"month": "2023-08", "colour": "blue"}]
    verdict = judge(make_facts(make_quantity(NOW[1]), previous_cards=cards), "阶梯")
    assert verdict["findings"][0] == {
        "rule": "consecutive_cards",
        "severity": 2,
        "target": None,
        "text": "8月为蓝牌，本月按其他各项应为蓝牌，连续两月，升为黄牌。",
        "numbers": {"severity_before": "1"},
    }
