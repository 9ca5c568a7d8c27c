"""The smallest change that clears: docs/rules.md *To clear*."""

import pytest

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

EVEN = {"2023-01": "0", "2023-12": "11000"}  # a thousand a month from February


def clearing(target, preset="三色", **changes):
    found = judge(make_facts(target, **changes), preset)["to_clear"]
    assert len(found) == 1 and found[0]["target"] == target["name"]
    return found[0]["by"], found[0]["more"], found[0]["text"]


def even(value, **changes):
    return make_quantity(value, target="11000", plan=EVEN, **changes)


@pytest.mark.parametrize(
    "value, preset, more, turns",
    [
        # October plans 9000. Three colours: blue below ten points, that is from 7901 on.
        ("6900", "三色", "1001", "转蓝"),
        # From red only thirty points behind, 5700, are asked for.
        ("4000", "三色", "1700", "转黄"),
        # The ladder: nothing from 8451 on, blue from 7350 on, yellow from 5700 on.
        ("7000", "阶梯", "1451", "不再亮牌"),
        ("6000", "阶梯", "1350", "转蓝"),
        ("4000", "阶梯", "1700", "转黄"),
    ],
)
def test_enough_for_the_next_milder_card(value, preset, more, turns):
    assert clearing(even(value), preset) == (
        "2023-10-31",
        more,
        f"到10月31日再完成{more}户即可{turns}",
    )


def test_in_the_targets_step_counted_so_that_the_target_is_one():
    assert clearing(even("6900", step="500"))[1] == "1100"
    coarse = {"step": "11000", "target": "11000", "plan": {"2023-12": "11000"}}
    assert clearing(make_quantity("6900", **coarse))[1] == "4100"
    changes = {"step": "0.1", "target": "11", "plan": {"2023-01": "0", "2023-12": "11"}}
    assert clearing(make_quantity("6.9", **changes))[1] == "1.1"
    assert clearing(make_quantity("6.85", **changes))[1] == "1.15"
    changes = {"step": "7", "baseline": "3", "target": "73", "plan": {"2023-09": "73"}}
    assert clearing(make_quantity("31", **changes))[1] == "21"


def test_a_falling_target_asks_for_less():
    falling = make_falling("4100", baseline="11000", plan={"2023-01": "11000", "2023-12": "0"})
    assert clearing(falling) == ("2023-10-31", "1001", "到10月31日再减少1001户即可转蓝")


def test_shares_in_points():
    plan = {"2023-09": "50", "2023-12": "80"}
    assert clearing(make_coverage("40", plan=plan, target="80")) == (
        "2023-10-31",
        "12.01",
        "到10月31日再提高12.01个百分点即可转蓝",
    )
    falling = {"2023-09": "50", "2023-12": "20"}
    share = make_coverage("60", plan=falling, baseline="100", target="20", step="1")
    assert clearing(share)[1:] == ("13", "到10月31日再降低13个百分点即可转蓝")


def test_from_a_carried_value():
    carried = even(None, readings=readings(m06="5000"))
    assert clearing(carried)[1] == "2901"


@pytest.mark.parametrize(
    "target, value, more",
    [
        # One short of three stays yellow by the cap; two short are red.
        ("3", "0", "2"),
        ("3", "2", "1"),
        # Eleven steps are not small: three short is yellow, one short blue.
        ("11", "6", "2"),
        ("11", "8", "2"),
    ],
)
def test_small_quantities(target, value, more):
    plan = {"2023-09": target, "2023-12": target}
    assert clearing(make_quantity(value, target=target, plan=plan))[1] == more


def test_after_the_due_date_all_that_is_missing():
    late = {"due": "2023-08-31", "plan": {"2023-08": "10000"}}
    assert clearing(make_quantity("9990.5", **late)) == (
        "2023-10-31",
        "9.5",
        "到10月31日再完成9.5户即可转蓝",
    )
    assert clearing(make_quantity("9990.5", **late), "阶梯")[1] == "9.5"


def test_in_the_month_before_the_due_one():
    """Next month is the due month: three colours make it red, the ladder yellow."""
    near = {"due": "2023-10-31", "plan": {"2023-09": "5000", "2023-10": "10000"}}
    assert clearing(make_quantity("4000", **near))[1] == "6000"
    assert clearing(make_quantity("0", **near))[1] == "10000"
    assert clearing(make_quantity("0", **near), "阶梯")[1:] == (
        "7000",
        "到10月31日再完成7000户即可转黄",
    )
    assert clearing(make_quantity("2500", **near), "阶梯")[1] == "7500"


def test_not_started_needs_a_beginning():
    plan = {"2023-06": "0", "2023-07": "1", "2023-12": "10000", "2023-10": "2"}
    assert clearing(make_quantity("0", plan=plan))[1] == "1"
    assert clearing(make_quantity("-3", plan=plan))[1] == "4"


def test_by_the_last_day_of_next_month():
    target = even(None, readings={"2023-12": {"value": "10999", "accepted": "2024-01-02"}})
    december = {"month": "2023-12", "as_of": "2024-01-06", "report": None}
    assert clearing(target, **december) == ("2024-01-31", "1", "到2024年1月31日再完成1户即可转蓝")
    january = {"month": "2024-01", "as_of": "2024-02-06", "report": None}
    assert clearing(target, **january)[0] == "2024-02-29"


def test_each_target_alone_and_those_without_a_finding_not_at_all():
    verdict = judge(make_facts(even("6900"), make_quantity("5000", name="好"), make_stages(
        ("一", "1", "2023-12", None), name="早")))  # fmt: skip
    assert [entry["target"] for entry in verdict["to_clear"]] == ["甲"]
    both = judge(make_facts(even("6900"), even("0", name="乙"), report=None))
    assert [entry["more"] for entry in both["to_clear"]] == ["1001", "5700"]


STAGES = [
    ("后", "40", "2023-12", None),
    ("二", "10", "2023-08", None),
    ("三", "20", "2023-09", None),
    ("一", "30", "2023-07", "2023-07"),
]


def test_stages_are_named_in_the_order_planned():
    assert clearing(make_stages(*STAGES)) == (
        "2023-10-31",
        None,
        "到10月31日完成“二”“三”即可转蓝",
    )
    assert clearing(make_stages(*STAGES), "阶梯")[2] == "到10月31日完成“二”“三”即可不再亮牌"


def test_as_few_stages_as_it_takes():
    nothing = [(name, weight, planned, None) for name, weight, planned, _ in STAGES]
    assert clearing(make_stages(*nothing))[2] == "到10月31日完成“一”即可转黄"
    late = make_stages(*[(*stage[:2], "2023-07", stage[3]) for stage in STAGES], due="2023-07-31")
    assert clearing(late)[2] == "到10月31日完成“后”“二”“三”即可转蓝"


def test_next_months_stages_count_too():
    stages = [
        ("一", "1", "2023-09", None),
        ("二", "1", "2023-10", None),
        ("三", "8", "2023-12", None),
    ]
    assert clearing(make_stages(*stages))[2] == "到10月31日完成“一”“二”即可转蓝"


def test_a_service_that_can_catch_up():
    """Never run, planned since August: October's service is a beginning."""
    service = make_service(range(8, 13), ()) | {"planned_months": [*months(9, 10, 12)] + [
        f"2024-{n:02d}" for n in range(1, 13)], "due": "2024-12-31"}  # fmt: skip
    assert clearing(service) == ("2023-10-31", None, "到10月31日10月照常开展即可转蓝")


def test_a_service_that_can_only_become_less_late():
    """Three of 22 months missed and a fourth: yellow from a beginning, blue from two."""
    planned = [f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(6, 28)]
    service = make_service((), ()) | {"planned_months": planned, "due": "2025-04-30"}
    assert clearing(service)[2] == "到10月31日10月照常开展即可转黄"


def test_a_service_that_goes_on_later():
    later = ["2023-09", "2023-12", *(f"2024-{n:02d}" for n in range(1, 13))]
    service = make_service((), ()) | {"planned_months": later, "due": "2024-12-31"}
    assert clearing(service) == ("2023-12-31", None, "到12月31日12月照常开展即可转蓝")
    thirds = make_service((7, 8, 9, 11, 12), (), due="2023-12-31")
    assert clearing(thirds)[2] == "7月、8月、9月未开展，已不能补做；当时如已开展，请更正报送"
    assert clearing(thirds)[0] == "2023-10-31"
    assert clearing(make_service(range(1, 11), range(1, 8)))[2].startswith("8月、9月未开展")
