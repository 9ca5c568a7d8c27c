"""`behind_plan` at its boundaries: both presets, all kinds of target, the small quantity."""

from fractions import Fraction

import pytest

from supervision.rules import PRESETS, Facts, Policy, evaluate
from tests.rules.factories import (
    judge,
    judge_severities,
    make_coverage,
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
)

BOUNDARIES = [  # points behind plan, 三色, 阶梯
    ("0", None, None),
    ("4.99", None, None),
    ("5", None, 1),
    ("9.99", None, 1),
    ("10", 2, 1),
    ("10.01", 2, 1),
    ("15", 2, 1),
    ("15.01", 2, 2),
    ("30", 2, 2),
    ("30.01", 3, 3),
    ("50", 3, 3),
]


def found(target, preset):
    return judge_severities(make_facts(target), preset).get("behind_plan")


@pytest.mark.parametrize("points, three, ladder", BOUNDARIES)
@pytest.mark.parametrize("preset", ["三色", "阶梯"])
@pytest.mark.parametrize("kind", ["quantity", "coverage", "falling"])
def test_each_threshold_to_the_hundredth(points, three, ladder, preset, kind):
    gap = Fraction(points)
    if kind == "quantity":
        target = make_quantity(str(int(5000 - gap * 100)))
    elif kind == "coverage":
        target = make_coverage(f"{float(50 - gap):.2f}")
    else:
        target = make_falling(str(int(5000 + gap * 100)))
    assert found(target, preset) == (three if preset == "三色" else ladder)


@pytest.mark.parametrize("points, three, ladder", BOUNDARIES[1:])
@pytest.mark.parametrize("preset", ["三色", "阶梯"])
def test_stages_at_each_threshold(points, three, ladder, preset):
    gap = Fraction(points)
    late, rest = f"{float(gap):.2f}", f"{float(99 - gap):.2f}"
    target = make_stages(
        ("先", "1", "2023-01", "2023-01"),
        ("迟", late, "2023-09", None),
        ("后", rest, "2023-12", None),
    )
    assert found(target, preset) == (three if preset == "三色" else ladder)


@pytest.mark.parametrize(
    "planned, missed, three, ladder",
    [(21, 1, None, None), (20, 1, None, 1), (11, 1, None, 1), (10, 1, 2, 1), (20, 3, 2, 1),
     (20, 4, 2, 2), (10, 3, 2, 2), (20, 7, 3, 3)],
)  # fmt: skip
@pytest.mark.parametrize("preset", ["三色", "阶梯"])
def test_service_months_at_each_threshold(planned, missed, three, ladder, preset):
    all_months = [f"{2022 + n // 12}-{n % 12 + 1:02d}" for n in range(planned)]
    target = make_service((), ()) | {
        "start": "2022-01",
        "planned_months": all_months,
        "ran": all_months[missed:],
        "due": "2024-12-31",
    }
    facts = make_facts(target, month=max("2023-09", all_months[-1]))
    assert judge_severities(facts, preset).get("behind_plan") == (
        three if preset == "三色" else ladder
    )


def small(value, target="10", step="1", plan="5", **changes):
    return make_quantity(
        value, target=target, step=step, plan={"2023-09": plan, "2023-12": target}, **changes
    )


@pytest.mark.parametrize(
    "target, level",
    [
        # One of two pieces short: 50 points, but one piece.
        (small("1", target="2", plan="2"), 2),
        (small("0.5", target="1.5", step="0.5", plan="1"), 2),
        # Ten steps are small and may be one short, eleven may not.
        (small("1", target="3", plan="2"), 2),
        (small("0", target="3", plan="1"), 2),
        (small("0", target="3", plan="2"), 3),
        # A little more than one step short.
        (small("0.99", target="3", plan="2"), 3),
        (small("1.01", target="3", plan="2"), 2),
        # Shares are no pieces.
        (make_coverage("0.5", step="50"), 3),
        # Below its baseline it is more than one short, though both count as nought.
        (small("-1", target="3", plan="1"), 3),
    ],
)
def test_a_small_quantity_one_step_short_is_never_worst(target, level):
    assert found(target, "三色") == level
    assert found(target, "阶梯") == level


def test_small_means_at_most_ten_steps_at_most_one_short():
    """With bands that make a tenth the worst, the cap shows at exactly ten steps."""
    given = PRESETS["三色"].to_json()
    given["rules"]["behind_plan"]["bands"] = [{"from": "1", "included": True, "severity": 3}]
    policy = Policy.from_json(given)

    def level(target):
        return evaluate(Facts.from_json(make_facts(target)), policy).severity

    assert level(small("4")) == 2
    assert level(small("4", target="11")) == 3
    assert level(small("3")) == 3
    assert level(small("4", baseline="0", target="10.5", step="0.5", plan="4.5")) == 3
    assert level(small("5", baseline="10", target="0", plan="4")) == 2
    given["rules"]["behind_plan"]["small_quantity"] = None
    policy = Policy.from_json(given)
    assert level(small("4")) == 3


def test_the_cap_is_said():
    text = judge(make_facts(small("1", target="2", plan="2")))["findings"][0]["text"]
    assert text == (
        "甲：计划2户，实际1户，比计划少1户，落后50个百分点；总量小、差距不超过一步，不再加重。"
    )
    text = judge(make_facts(small("4")))["findings"][0]["text"]
    assert "一步" not in text


def test_both_sides_are_clamped():
    """Overshoot elsewhere in the plan or a value below the baseline adds no points."""
    plan = {"2023-09": "13000", "2023-12": "13000"}
    assert found(make_quantity("9001", plan=plan), "三色") is None
    assert found(make_quantity("9000", plan=plan), "三色") == 2
    low = {"2023-09": "3000", "2023-12": "10000"}
    assert found(make_quantity("-9000", plan=low), "三色") == 2


def test_numbers_are_not_rounded_across_a_threshold():
    plan = {"2023-09": "500000", "2023-12": "1000000"}
    target = make_quantity("199999", target="1000000", plan=plan)
    finding = judge(make_facts(target))["findings"][0]
    assert finding["severity"] == 3
    assert "落后30.0001个百分点" in finding["text"]
    assert finding["numbers"]["gap_points"] == "30.0001"
    plan = {"2023-09": "50000000", "2023-12": "100000000"}
    target = make_quantity("19999999", target="100000000", plan=plan)
    assert judge(make_facts(target))["findings"][0]["numbers"]["gap_points"] == "30.000001"


def test_a_target_ahead_or_on_plan_has_no_finding():
    for value in ("5000", "5001", "20000"):
        verdict = judge(make_facts(make_quantity(value)))
        assert verdict["findings"] == [] and verdict["to_clear"] == []
        assert (verdict["colour"], verdict["label"]) == ("blue", "蓝牌 按序时推进")
        ladder = judge(make_facts(make_quantity(value)), "阶梯")
        assert (ladder["colour"], ladder["label"]) == ("none", "按序时推进")


@pytest.mark.parametrize(
    "target, text",
    [
        (make_falling("6000"), "甲：计划5000户，实际6000户，比计划多1000户，落后10个百分点。"),
        (make_coverage("38.5"), "甲：计划50%，实际38.5%，比计划少11.5个百分点，落后11.5个百分点。"),
        (
            make_stages(("主体", "40", "2023-07", None), ("收尾", "60", "2023-12", None)),
            "乙：按计划应完成40%，实际完成0%，“主体”已晚2个月，落后40个百分点。",
        ),
        (
            make_stages(("主体", "40", "2023-09", None), ("收尾", "60", "2023-12", None)),
            "乙：按计划应完成40%，实际完成0%，落后40个百分点。",
        ),
        (
            make_service(range(1, 11), range(1, 8)),
            "丙：应开展9个月，有2个月没有开展，落后20个百分点。",
        ),
    ],
)
def test_each_kind_is_said_in_its_own_words(target, text):
    assert text in [finding["text"] for finding in judge(make_facts(target))["findings"]]


def test_a_carried_value_and_an_absent_one_are_said():
    carried = make_quantity(readings={"2023-07": {"value": "10", "accepted": "2023-08-03"}})
    assert "实际10户（沿用7月数据）" in judge(make_facts(carried))["findings"][0]["text"]
    assert (
        "实际0户（尚无数据，按基期计）" in judge(make_facts(make_quantity()))["findings"][0]["text"]
    )
