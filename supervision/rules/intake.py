"""Targets from JSON, held to §2's conditions and cut at the facts' month and `as_of`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from supervision.rules import months, numbers, shape
from supervision.rules.shape import FactsError
from supervision.rules.targets import (
    Milestones,
    Plan,
    Quantity,
    Reading,
    Service,
    Stage,
    Target,
    Undecided,
)


@dataclass(frozen=True, slots=True)
class Given:
    """The entry's values, how sentences call it, and when it is looked at."""

    values: dict[str, Any]
    where: str
    month: int
    as_of: date

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, *keys: str) -> bool:
        return all(self.values.get(key) is not None for key in keys)

    def said(self, words: str) -> str:
        return f"{self.where}的{words}"


COMMON = ("name", "kind", "weight", "start", "due")
FIGURES = ("measure", "baseline", "target", "plan", "readings")
LISTS = {"milestones": ("milestones",), "service": ("planned_months", "ran")}
OPTIONAL = ("step", "replanned", "unreported")
KINDS = ("quantity", "coverage", *LISTS)
ALONE = {
    "start": (shape.month, "开始月份"),
    "due": (shape.day, "完成时限"),
    "baseline": (shape.decimal, "基期值"),
    "target": (shape.decimal, "目标值"),
}
SERVICE_MONTHS = {"ran": "开展月份", "unreported": "未报月份"}
EVERY = (*COMMON, *FIGURES, *OPTIONAL, *LISTS["milestones"], *LISTS["service"])


def target_from_json(value: object, where: str, month: int, as_of: date) -> Target:
    """One entry of `targets`, docs/rules.md; FactsError where it breaks the conditions there.

    A target whose plan (or list of stages or service months) is null is 待定 and may leave
    its dates and figures null too. Stages and services may carry the keys of a quantity,
    so that a table of targets can have one set of columns; they are not looked at.
    """
    values = shape.fields(value, where, ("name", "kind", "weight"), EVERY)
    name = shape.text(values["name"], f"{where}的名称（name）")
    where = f"目标“{shape.clip(name)}”"
    kind = shape.choice(values["kind"], f"{where}的类型（kind）", KINDS)
    lists = LISTS.get(kind, ())
    own = OPTIONAL if kind == "service" else OPTIONAL[:2]
    shape.fields(values, where, (), (*COMMON, *FIGURES, *own, *lists))
    given = Given(values, where, month, as_of)
    weight = shape.positive(given["weight"], given.said("权重（weight）"))
    replanned = shape.truth(values.get("replanned", False), given.said("调整过计划（replanned）"))
    if any(key in values and values[key] is None for key in ("plan", *lists[:1])):
        _check_undecided(given)
        return Undecided(name)
    shape.fields(values, where, (*COMMON, *(lists or FIGURES)), EVERY)
    start, due = _time(given)
    common: dict[str, Any] = {"name": name, "weight": weight, "start": start, "due": due}
    common["replanned"] = replanned
    if kind == "milestones":
        return Milestones(stages=_stages(given, due), **common)
    if kind == "service":
        return Service(**_service_months(given, due), **common)
    return quantity(given, common, kind)


def _check_undecided(given: Given) -> None:
    """Nothing needs to be there, but what is there must make sense, each value alone too."""
    for key, (read, words) in ALONE.items():
        if given.has(key):
            read(given[key], given.said(f"{words}（{key}）"))
    if given.has("measure") and given["measure"] != "":
        shape.text(given["measure"], given.said("计量单位（measure）"))
    for key, words in SERVICE_MONTHS.items():
        if given.has(key):
            _months(given, key, words)
    if given.has("start", "due"):
        _time(given)
    if given.has("baseline", "target"):
        ends(given)
    if given.has("step"):
        step_of(given)
    if given.has("readings"):
        list(readings(given))


def _time(given: Given) -> tuple[int, date]:
    start = shape.month(given["start"], given.said("开始月份（start）"))
    due = shape.day(given["due"], given.said("完成时限（due）"))
    if due < months.first_day(start):
        raise FactsError(f"{given.said(f'完成时限{due}')}早于开始月份{months.show(start)}。")
    return start, due


def _stages(given: Given, due: date) -> tuple[Stage, ...]:
    entries = shape.items(given["milestones"], given.said("节点（milestones）"))
    stages = tuple(_stage(given, entry, number) for number, entry in enumerate(entries, 1))
    shape.once((stage.name for stage in stages), given.said("节点"))
    _within(given, "节点", [stage.planned for stage in stages], due)
    return stages


def _stage(given: Given, entry: object, number: int) -> Stage:
    where = given.said(f"第{number}个节点")
    values = shape.fields(entry, where, ("name", "weight", "planned", "done"))
    name = shape.text(values["name"], f"{where}的名称（name）")
    where = given.said(f"节点“{shape.clip(name)}”")
    weight = shape.positive(values["weight"], f"{where}的权重（weight）")
    planned = shape.month(values["planned"], f"{where}的计划月份（planned）")
    done: Any = values["done"]
    if done is not None:
        done = shape.month(done, f"{where}的完成月份（done）")
    return Stage(name, weight, planned, done if done is None or done <= given.month else None)


def _service_months(given: Given, due: date) -> dict[str, Any]:
    """The months planned, and of those up to this one the months run and the unknown ones."""
    planned = _months(given, "planned_months", "计划服务月份")
    _within(given, "计划服务月份", planned, due)
    ran, unknown = (
        {month for month in _months(given, key, words) if month <= given.month}
        if key in given.values
        else set()
        for key, words in SERVICE_MONTHS.items()
    )
    return {
        "planned": tuple(planned),
        "ran": tuple(month for month in planned if month in ran),
        "unknown": tuple(month for month in planned if month in unknown - ran),
    }


def _months(given: Given, key: str, words: str) -> list[int]:
    where = given.said(f"{words}（{key}）")
    found = [shape.month(value, where) for value in shape.items(given[key], where)]
    shape.once(map(months.show, found), where)
    return sorted(found)


def _within(given: Given, words: str, planned: list[int], due: date) -> None:
    """There is something planned, and all of it by the due month (docs/rules.md)."""
    if not planned:
        raise FactsError(f"{given.said(words)}至少要有一个。")
    if max(planned) > months.of(due):
        late = months.show(max(planned))
        raise FactsError(f"{given.said(words)}{late}晚于完成时限{due}。")


Point = tuple[int, Fraction]


def quantity(given: Given, common: dict[str, Any], kind: str) -> Quantity:
    """FactsError where the plan breaks docs/rules.md: steps, direction, target by the due month."""
    measure = shape.text(given["measure"], given.said("计量单位（measure）"))
    if kind == "coverage" and measure != "%":
        shape.refuse(given.said("计量单位（measure）"), "应为“%”（覆盖率）", measure)
    step = step_of(given)
    baseline, target = ends(given)
    points = _plan_points(given)
    known = list(readings(given, (1 if target > baseline else -1) if kind == "coverage" else 0))
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


def readings(given: Given, hundredths: int = 0) -> Iterator[tuple[int, Fraction, str]]:
    """Those that exist: of this month or before, accepted by `as_of`.

    A share counts in `hundredths`, rounded down if it is to rise and up if it is to fall, so that
    100 means all and 0 none (docs/rules.md).
    """
    for month, entry in shape.by_month(given["readings"], given.said("进度数据（readings）")):
        where = given.said(f"{months.show(month)}进度数据")
        values = shape.fields(entry, where, ("value", "accepted"))
        number = shape.decimal(values["value"], where)
        text = values["value"]
        if hundredths and 100 % number.denominator:
            number = hundredths * Fraction(hundredths * number * 100 // 1, 100)
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
