"""A plan's shape is asked about, never refused."""

from fractions import Fraction

import pytest

from supervision.rules import Facts
from supervision.rules.plan_shape import centroid, distance, questions, steps_of
from tests.rules.factories import make_facts, make_falling, make_quantity, make_service, make_stages


def steps(*values):
    return [Fraction(value) for value in values]


EVEN = steps(*[1] * 12)
DECEMBER = steps(*[0] * 11, 5)


def test_the_centroid_is_the_mean_place_of_the_steps_over_the_length():
    assert centroid(EVEN) == Fraction(13, 24)
    assert centroid(DECEMBER) == 1
    assert centroid(steps(1, 0, 0, 0)) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("plan", "asked"),
    [
        (EVEN, []),
        (DECEMBER, ["后重", "最后一个月要完成100%", "前11个月没有安排"]),
        (steps(0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0), []),
        (steps(0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0), ["前4个月没有安排，第5个月"]),
        (steps(3, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 4), []),
        (steps(2, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 5), ["最后一个月要完成38.46%"]),
    ],
)
def test_each_question_has_its_line(plan, asked):
    found = questions(plan)
    assert len(found) == len([each for each in asked if each])
    assert all(words in said for words, said in zip(filter(None, asked), found, strict=True))


def test_a_centroid_of_exactly_three_quarters_is_not_heavy():
    assert questions(steps(0, 1, 0, 1)) == ["最后一个月要完成50%，超过三分之一。怎样保证做得完？"]


def test_last_year_s_course_is_set_beside_the_plan():
    assert distance(EVEN, EVEN) == 0
    assert distance(EVEN, steps(1, 1, 1, 1)) == 0, "months and quarters of the same course"
    assert distance(EVEN, DECEMBER) == Fraction(11, 12)
    assert "与去年的实际进度相差最多91.67%" in questions(EVEN, DECEMBER)[-1]


def of(target):
    [read] = Facts.from_json(make_facts(target)).targets
    return steps_of(read)


def test_steps_of_each_kind():
    plan = {"2023-06": "100", "2023-12": "400"}
    assert of(make_quantity(target="400", plan=plan))[5:7] == [Fraction(50, 3), 50]
    falling = make_falling(baseline="400", target="0", plan={"2023-11": "400", "2023-12": "0"})
    assert of(falling) == [*[0] * 11, 400]
    assert of(make_stages(("一", "2", "2023-03", None), ("二", "3", "2023-03", None)))[2] == 5
    assert of(make_service([3, 6], [])) == steps(0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    late = make_quantity(target="400", start="2023-07", plan={"2023-12": "400"})
    assert len(of(late)) == 6 and sum(of(late)) == 400
