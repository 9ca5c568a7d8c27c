"""Targets from JSON, held to §2's conditions and cut at the facts' month and `as_of`."""

from datetime import date
from typing import Any

from supervision.rules import months, shape
from supervision.rules.given import Given
from supervision.rules.quantity_intake import ends, quantity, readings, step_of
from supervision.rules.shape import FactsError
from supervision.rules.targets import Milestones, Service, Stage, Target, Undecided

COMMON = ("name", "kind", "weight", "start", "due")
FIGURES = ("measure", "baseline", "target", "plan", "readings")
LISTS = {"milestones": ("milestones",), "service": ("planned_months", "ran")}
OPTIONAL = ("step", "unreported")
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
    own = OPTIONAL if kind == "service" else OPTIONAL[:1]
    shape.fields(values, where, (), (*COMMON, *FIGURES, *own, *lists))
    given = Given(values, where, month, as_of)
    weight = shape.positive(given["weight"], given.said("权重（weight）"))
    if any(key in values and values[key] is None for key in ("plan", *lists[:1])):
        _check_undecided(given)
        return Undecided(name)
    shape.fields(values, where, (*COMMON, *(lists or FIGURES)), EVERY)
    start, due = _time(given)
    common: dict[str, Any] = {"name": name, "weight": weight, "start": start, "due": due}
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
        list(readings(given, whole_hundredths=False))


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
