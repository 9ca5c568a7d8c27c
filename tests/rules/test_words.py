"""Words for better than on time."""

import pytest

from supervision.rules import PRESETS, Facts, evaluate
from supervision.rules.progress import started
from supervision.rules.words import progress_words, project_words
from tests.rules.factories import (
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
    readings,
)

POLICY = PRESETS["三色"]
LATE = {"2023-10": "0", "2023-12": "10000"}
EARLY = {"2023-03": "10000"}


def words(*targets):
    facts = Facts.from_json(make_facts(*targets))
    found = [progress_words(now, POLICY) for now in started(facts.targets, facts.month)]
    return found, project_words(facts, evaluate(facts, POLICY), POLICY)


@pytest.mark.parametrize(
    "target, expected",
    [
        (make_quantity("10000"), "提前完成"),
        (make_falling("-1"), "提前完成"),
        (make_quantity("10000", plan=EARLY), "已完成"),
        # Done in February against a plan for March, and still so in September.
        (make_quantity(readings=readings(m02="10000", m09="10000"), plan=EARLY), "提前完成"),
        (make_quantity(readings=readings(m02="9999", m03="10000"), plan=EARLY), "已完成"),
        (make_stages(("一", "1", "2023-09", "2023-09")), "已完成"),
        (make_stages(("一", "1", "2023-09", "2023-08")), "提前完成"),
        (make_stages(("一", "1", "2023-07", "2023-07"), ("二", "1", "2023-09", "2023-08")),
         "提前完成"),
        (make_service((7, 8, 9), (7, 8, 9)), "已完成"),
        (make_quantity("5500"), "超序时推进"),
        (make_quantity("5499"), None),
        (make_quantity("5000"), None),
        (make_quantity("4600"), None),
        (make_quantity("0", plan=LATE), "未到计划时间"),
        (make_quantity("499", plan=LATE), "未到计划时间"),
        (make_quantity("500", plan=LATE), None),  # all of it planned for the end
    ],
)  # fmt: skip
def test_of_a_target_and_of_a_project_with_it_alone(target, expected):
    assert words(target) == ([expected], expected)


def test_where_the_card_speaks_the_project_has_no_other_words():
    assert words(make_quantity("10000"), make_quantity("1", name="乙"))[1] is None
    assert words(make_quantity("1"))[1] is None
    ahead = words(make_quantity("10000"), make_quantity("3500", name="乙"))
    assert ahead == (["提前完成", None], None)


def test_of_a_project_with_several_targets():
    early, done = make_quantity("10000"), make_quantity("10000", name="乙", plan=EARLY)
    assert words(early, done)[1] == "已完成"
    assert words(early, make_falling("0", name="乙"))[1] == "提前完成"
    assert words(done, make_quantity("5000", name="丙"))[1] is None
    assert words(early, make_quantity("5000", name="丙"))[1] == "超序时推进"
    open_one = make_quantity(name="待", plan=None)
    assert words(done, open_one)[1] is None
    assert words(open_one)[1] is None


def test_the_mean_decides_at_five_points():
    assert words(make_quantity("6000"), make_quantity("5000", name="乙"))[1] == "超序时推进"
    assert words(make_quantity("5998"), make_quantity("5000", name="乙"))[1] is None


def test_part_of_a_promise_is_no_reason_for_praise():
    facts = make_facts(make_quantity("5500"), make_quantity(name="待", plan=None))
    policy = PRESETS["三色"]
    read = Facts.from_json(facts)
    assert project_words(read, evaluate(read, policy), policy) is None


@pytest.mark.parametrize(
    "target",
    [
        make_quantity("10000", replanned=True),
        make_stages(("一", "1", "2023-09", "2023-08"), replanned=True),
        make_service((7, 8, 9), (7, 8, 9), replanned=True),
    ],
)
def test_nobody_is_praised_for_outrunning_a_changed_plan(target):
    assert words(target) == (["已完成"], "已完成")
    assert words(make_quantity("5500", replanned=True)) == ([None], None)
