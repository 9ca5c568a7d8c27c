"""`past_due`: the due date lies on or before the month's last day, and something is missing."""

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

ALL_DONE = {"2023-01": "10000"}


def found(target, preset="三色", **changes):
    return judge_severities(make_facts(target, **changes), preset).get("past_due")


@pytest.mark.parametrize(
    "due, three, ladder",
    [
        ("2023-10-01", None, None),
        ("2023-09-30", 3, 2),
        ("2023-09-01", 3, 2),
        ("2023-08-31", 3, 3),
        ("2023-01-31", 3, 3),
    ],
)
def test_due_day_month_and_later(due, three, ladder):
    target = make_quantity("9999", due=due, plan=ALL_DONE)
    assert found(target) == three
    assert found(target, "阶梯") == ladder


@pytest.mark.parametrize("value, level", [("9999", 3), ("10000", None), ("10001", None)])
def test_finished_is_finished(value, level):
    assert found(make_quantity(value, due="2023-09-30", plan=ALL_DONE)) == level


def test_a_falling_target():
    plan = {"2023-09": "0"}
    assert found(make_falling("1", due="2023-09-30", plan=plan)) == 3
    assert found(make_falling("0", due="2023-09-30", plan=plan)) is None


def test_stages():
    stages = [("一", "99", "2023-08", "2023-08"), ("二", "1", "2023-09", None)]
    assert found(make_stages(*stages, due="2023-09-15")) == 3
    done = [stages[0], ("二", "1", "2023-09", "2023-09")]
    assert found(make_stages(*done, due="2023-09-15")) is None


@pytest.mark.parametrize("due", ["2023-09-30", "2023-08-31", "2023-01-31"])
def test_a_service_is_judged_by_its_months_and_never_past_due(due):
    service = make_service([1], [], due=due)
    assert found(service) is found(service, "阶梯") is None
    assert judge_severities(make_facts(service)) == {"behind_plan": 3, "not_started": 3}


def test_december_and_the_year_after():
    target = make_quantity(
        plan={"2023-12": "10000"}, readings={"2023-12": {"value": "9999", "accepted": "2024-01-05"}}
    )
    december = {"month": "2023-12", "as_of": "2024-01-06", "report": None}
    assert found(target, "阶梯", **december) == 2
    january = {"month": "2024-01", "as_of": "2024-02-06", "report": None}
    assert found(target, "阶梯", **january) == 3


def test_it_is_said_with_its_delay():
    finding = judge(make_facts(make_quantity("9999", due="2023-07-15", plan=ALL_DONE)))["findings"]
    assert finding[0]["text"] == "甲：承诺10000户，已完成9999户，应于7月15日完成，已逾期2个月。"
    assert finding[0]["numbers"] == {"actual": "0.9999", "months_late": "2"}
    finding = judge(make_facts(make_quantity("9999", due="2023-09-15", plan=ALL_DONE)))["findings"]
    assert finding[0]["text"].endswith("应于9月15日完成，已到期。")
    old = {"2022-12": "10000"}
    late = make_quantity("9999", start="2022-01", due="2022-12-31", plan=old)
    assert "应于2022年12月31日完成" in judge(make_facts(late))["findings"][0]["text"]


@pytest.mark.parametrize(
    "target, text",
    [
        (
            make_falling("40", due="2023-09-15", plan={"2023-09": "0"}),
            "甲：承诺降到0户，现为40户，应于9月15日完成，已到期。",
        ),
        (
            make_quantity("489", baseline="375", target="537", due="2023-09-15",
                          plan={"2023-09": "537"}),
            "甲：承诺到537户，现为489户（新增114／162户），应于9月15日完成，已到期。",
        ),
        (
            make_stages(("一", "3", "2023-08", "2023-08"), ("二", "1", "2023-09", None),
                        due="2023-09-15"),
            "乙：共2个节点，已完成1个（75%），应于9月15日完成，已到期。",
        ),
    ],
)  # fmt: skip
def test_each_kind_in_its_own_words(target, text):
    assert text in [finding["text"] for finding in judge(make_facts(target))["findings"]]
