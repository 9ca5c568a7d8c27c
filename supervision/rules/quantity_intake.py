"""A quantity or coverage from JSON: its figures brought to whole units, its plan checked."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import Any

from supervision.rules import months, numbers, shape
from supervision.rules.given import Given
from supervision.rules.plan import Plan
from supervision.rules.shape import FactsError
from supervision.rules.targets import Quantity, Reading

Point = tuple[int, Fraction]


def quantity(given: Given, common: dict[str, Any], kind: str) -> Quantity:
    """FactsError where the plan breaks docs/rules.md: steps, direction, target by the due month."""
    measure = shape.text(given["measure"], given.said("计量单位（measure）"))
    if kind == "coverage" and measure != "%":
        shape.refuse(given.said("计量单位（measure）"), "应为“%”（覆盖率）", measure)
    step = step_of(given)
    baseline, target = ends(given)
    points = _plan_points(given)
    known = list(readings(given, whole_hundredths=kind == "coverage"))
    every = (step, baseline, target, *(p[1] for p in points), *(r[1] for r in known))
    scale = lcm(*(number.denominator for number in every))
    direction = 1 if target > baseline else -1
    base = _units(baseline, scale)

    def way(number: Fraction) -> int:
        return (_units(number, scale) - base) * direction

    _check_steps(given, points, step, baseline)
    found = Quantity(
        kind=kind,
        measure=measure,
        scale=scale,
        direction=direction,
        baseline=Reading(None, 0, given["baseline"]),
        target=target,
        length=way(target),
        step=_units(step, scale),
        plan=_plan(given, [(month, way(number)) for month, number in points], common["start"]),
        readings=tuple(Reading(month, way(number), text) for month, number, text in known),
        **common,
    )
    if found.plan.at(months.of(found.due)) < found.length:
        raise FactsError(f"{given.said('计划值（plan）')}到完成时限{found.due}当月仍未达到目标值。")
    return found


def step_of(given: Given) -> Fraction:
    """The target's step, 1 unless given (docs/rules.md)."""
    if "step" not in given.values:
        return numbers.ONE
    return shape.positive(given["step"], given.said("步长（step）"))


def ends(given: Given) -> tuple[Fraction, Fraction]:
    baseline = shape.decimal(given["baseline"], given.said("基期值（baseline）"))
    target = shape.decimal(given["target"], given.said("目标值（target）"))
    if baseline == target:
        raise FactsError(f"{given.said('目标值')}与基期值相同（{given['target']}），无从计算进度。")
    return baseline, target


def readings(given: Given, whole_hundredths: bool) -> Iterator[tuple[int, Fraction, str]]:
    """Those that exist: of this month or before, accepted by `as_of`.

    A share counts in hundredths, rounded down, so that 100 means all (docs/rules.md).
    """
    for month, entry in shape.by_month(given["readings"], given.said("进度数据（readings）")):
        where = given.said(f"{months.show(month)}进度数据")
        values = shape.fields(entry, where, ("value", "accepted"))
        number = shape.decimal(values["value"], where)
        text = values["value"]
        if whole_hundredths and 100 % number.denominator:
            number = Fraction(number * 100 // 1, 100)
            text = numbers.fixed(number, 2)
        if values["accepted"] is None:
            continue
        accepted = shape.day(values["accepted"], f"{where}的审核日期（accepted）")
        if accepted <= given.as_of and month <= given.month:
            yield month, number, text


def _plan_points(given: Given) -> list[Point]:
    where = given.said("计划值（plan）")
    entries = shape.by_month(given["plan"], where)
    if not entries:
        raise FactsError(f"{where}至少要有一个月；没有批准的计划请写null（待定）。")
    return [(m, shape.decimal(entry, f"{where}{months.show(m)}")) for m, entry in entries]


def _check_steps(given: Given, points: list[Point], step: Fraction, baseline: Fraction) -> None:
    """In the target's step, counted from nought or from the baseline."""
    for month, number in points:
        if not (_multiple(number, step) or _multiple(number - baseline, step)):
            where = given.said(f"计划值（plan）{months.show(month)}")
            shape.refuse(where, f"应是步长{numbers.plain(step)}的整数倍", numbers.plain(number))


def _multiple(number: Fraction, step: Fraction) -> bool:
    return number.numerator * step.denominator % (number.denominator * step.numerator) == 0


def _plan(given: Given, points: list[tuple[int, int]], start: int) -> Plan:
    """From the baseline at the end of the month before `start`, and never back.

    Points before `start`, where someone gives them, stay: the line then runs through them.
    """
    last = 0
    for month, way in points:
        if way < last:
            where = given.said(f"计划值（plan）{months.show(month)}")
            raise FactsError(f"{where}比之前倒退，累计计划不得回落。")
        last = way
    if points[0][0] >= start:
        points = [(start - 1, 0), *points]
    return Plan(tuple(month for month, _ in points), tuple(way for _, way in points))


def _units(number: Fraction, scale: int) -> int:
    return number.numerator * (scale // number.denominator)
