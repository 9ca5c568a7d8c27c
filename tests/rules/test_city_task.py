"""`city_task_behind`: (plan − reading)/quota, ten points or more."""

import pytest

from tests.rules.factories import judge, judge_severities, make_facts, make_quantity


def task(plan, reading, **changes):
    return {
        "name": "适老化改造",
        "measure": "户",
        "quota": "10000",
        "plan": plan,
        "reading": reading,
    } | changes


def found(preset="三色", **city_task):
    facts = make_facts(make_quantity("5000"), city_tasks=[task(**city_task)])
    return judge_severities(facts, preset).get("city_task_behind")


@pytest.mark.parametrize(
    "reading, three, ladder",
    [("8000", None, None), ("7001", None, None), ("7000", 2, 1), ("6999", 2, 1), ("0", 2, 1)],
)
def test_ten_points_or_more(reading, three, ladder):
    assert found("三色", plan="8000", reading=reading) == three
    assert found("阶梯", plan="8000", reading=reading) == ladder


def test_without_a_plan_it_says_nothing():
    assert found(plan=None, reading="0") is None


def test_several_tasks_each_speak():
    facts = make_facts(
        make_quantity("5000"),
        city_tasks=[
            task("8000", "0"),
            task("8000", "0", name="就业岗位"),
            task("1", "1", name="三"),
        ],
    )
    verdict = judge(facts)
    assert [finding["target"] for finding in verdict["findings"]] == ["适老化改造", "就业岗位"]
    assert verdict["colour"] == "yellow"
    assert verdict["to_clear"] == []


def test_numbers_are_not_rounded_across_the_threshold():
    city_task = task("100", "89.999999", quota="100")
    finding = judge(make_facts(make_quantity("5000"), city_tasks=[city_task]))["findings"][0]
    assert "落后10.000001个百分点" in finding["text"]
    assert finding["numbers"]["gap_points"] == "10.000001"


def test_it_is_said_with_its_numbers():
    facts = make_facts(make_quantity("5000"), city_tasks=[task("40", "33.5", quota="50")])
    finding = judge(facts)["findings"][0]
    assert finding["text"] == (
        "市级任务“适老化改造”50户，应完成40户，已完成33.5户，少6.5户，落后13个百分点。"
    )
    assert finding["numbers"] == {
        "quota": "50",
        "plan": "40",
        "reading": "33.5",
        "gap_points": "13.0000",
    }
