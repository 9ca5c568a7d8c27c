from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.actions.plans import add_plan, approve_plan
from projects.errors import Refused
from projects.values.months import span
from projects.values.planning import EVEN, fill
from tests.factories import make_project, make_target, moment

YEAR = span("2023-01", "2023-12")
STEPS = {"2023-03": Decimal(20), "2023-06": Decimal(61), "2023-12": Decimal(149)}


def filled(how="按阶梯", step="1", steps=STEPS):
    return fill(steps, months=YEAR, baseline=Decimal(0), step=Decimal(step), how=how)


def test_by_steps_the_last_value_holds_until_the_next():
    plan = filled()
    assert [plan[m] for m in YEAR[:7]] == [0, 0, 20, 20, 20, 61, 61]


def test_evenly_the_months_between_are_rounded_down_to_whole_steps():
    plan = filled(EVEN)
    assert [plan[m] for m in YEAR[:6]] == [6, 13, 20, 33, 47, 61]


@given(
    st.lists(st.integers(0, 500), min_size=1, max_size=6),
    st.sampled_from(["按阶梯", "均匀"]),
)
def test_a_filled_plan_never_falls_back(values, how):
    months = YEAR[:: 12 // len(values)][: len(values)]
    steps = {m: Decimal(v) for m, v in zip(months, sorted(values), strict=True)}
    plan = list(filled(how, steps=steps).values())
    assert plan == sorted(plan) and len(plan) == 12


@pytest.mark.parametrize(
    ("first", "last", "months", "expected"),
    [
        (0, 3, 3, [1, 2, 3]),
        (0, 30, 3, [10, 20, 30]),
        (0, 30, 12, [2, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27, 30]),
        (0, 549, 9, [61, 122, 183, 244, 305, 366, 427, 488, 549]),
        (200, 50, 4, [163, 125, 88, 50]),
    ],
)
def test_an_even_plan_is_never_one_step_short(first, last, months, expected):
    span = YEAR[:months]
    plan = fill({span[-1]: Decimal(last)}, months=span, baseline=Decimal(first),
                step=Decimal(1), how=EVEN)  # fmt: skip
    assert list(plan.values()) == expected


@given(
    st.integers(1, 36),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(["1", "0.1", "0.01", "5"]),
)
def test_an_even_plan_is_the_exact_one_cut_to_whole_steps(months, first, last, step):
    """However long: a part of a step is not yet planned, rising and falling alike."""
    span = [f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(months)]
    size = Decimal(step)
    plan = fill({span[-1]: last * size}, months=span, baseline=first * size, step=size, how=EVEN)
    for index, month in enumerate(span, 1):
        exact = Fraction(abs(last - first) * index, months)
        planned = abs(plan[month] - first * size) / size
        assert planned == exact.numerator // exact.denominator


def approve(target, points, **kw):
    effective = "2023-02" if target.plans.exists() else "2023-01"
    kw = {"document": "演示计划", "effective": effective, "by": None, "answer": "演示：说明", **kw}
    return approve_plan(target=target, points=points, at=moment("2023-02-15 09:00"), **kw)


def replan(target, points, **kw):
    """A later plan of a public list, as a confirmed change adds it."""
    kw = {"document": "演示计划", "effective": "2023-02", "answer": "演示", **kw}
    return add_plan(target=target, points=points, by=None, at=moment("2023-02-15 09:00"), **kw)


@pytest.fixture
def target(db):
    return make_target(make_project(), value="149")


def test_an_approved_plan_is_kept_with_every_month(target):
    plan = approve(target, filled())
    assert plan.version == 1
    assert plan.points.count() == 12


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"2023-12": Decimal(148)}, "应等于目标值149"),
        ({"2023-07": Decimal(10)}, "倒退"),
        ({"2023-07": Decimal("61.5")}, "整倍数"),
        ({"2024-01": Decimal(149)}, "不在起算月份和完成时限之间"),
        ({"2023-05": None}, "缺2023年5月的计划值"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_and_nothing_written(target, change, why):
    points = {m: v for m, v in (filled() | change).items() if v is not None}
    with pytest.raises(Refused, match=why):
        approve(target, points)
    assert not target.plans.exists()


def test_a_second_version_needs_a_reason(target):
    approve(target, filled())
    with pytest.raises(Refused, match="写明原因"):
        replan(target, filled(EVEN))
    assert replan(target, filled(EVEN), reason="汛期调整").version == 2


def test_only_a_first_plan_reaches_back(target):
    approve(target, filled())
    with pytest.raises(Refused, match="已经过完，调整最早从2023年2月起生效"):
        replan(target, filled(EVEN), reason="汛期调整", effective="2023-01")


def test_a_decreasing_target_is_planned_downwards(db):
    target = make_target(make_project(), baseline="100", value="40")
    points = {m: Decimal(100 - 5 * i) for i, m in enumerate(YEAR, 1)}
    assert approve(target, points).points.count() == 12


def test_stages_are_named_once_and_keep_their_weight(db):
    target = make_target(make_project(), kind="milestones")
    stages = [("主体", Decimal(60), "2023-06"), ("验收", Decimal(40), "2023-12")]
    approve(target, stages)
    later = [("主体", Decimal(60), "2023-08"), ("验收", Decimal(40), "2023-12")]
    replan(target, later, reason="雨季")
    assert target.milestones.count() == 2
    with pytest.raises(Refused, match="不能改动"):
        replan(target, [("主体", Decimal(50), "2023-08")], reason="改权重")


@pytest.mark.parametrize("kind", ["milestones", "service"])
def test_there_is_at_least_one_stage_or_month(db, kind):
    with pytest.raises(Refused, match="至少要有一个"):
        approve(make_target(make_project(), kind=kind), [])
