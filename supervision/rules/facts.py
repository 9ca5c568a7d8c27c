"""What a card rests on (docs/rules.md), read strictly and cut at `as_of`."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from supervision.rules import months, shape
from supervision.rules.intake import target_from_json
from supervision.rules.shape import FactsError, canonical
from supervision.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Report:
    due: date
    submitted: date | None  # None: nothing stands submitted on `as_of`
    accepted: date | None


@dataclass(frozen=True, slots=True)
class PreviousCard:
    month: int
    colour: str | None  # None: 未评


@dataclass(frozen=True, slots=True)
class CityTask:
    name: str
    measure: str
    quota: Fraction
    plan: Fraction | None  # None: 待定
    reading: Fraction


@dataclass(frozen=True, slots=True)
class Facts:
    """A project's month as known on `as_of`; months are integers (see `months`)."""

    year: int
    number: int
    title: str
    month: int
    as_of: date
    report: Report | None
    missing_months: int
    previous_cards: tuple[PreviousCard, ...]
    targets: tuple[Target, ...]
    city_tasks: tuple[CityTask, ...]
    text: str = field(repr=False)  # canonical JSON as given, for the digest

    @classmethod
    def from_json(cls, value: object) -> "Facts":
        """Facts from parsed JSON; FactsError, a sentence, for anything §8 does not allow."""
        top = shape.fields(value, "事实文件", KEYS)
        project = shape.fields(top["project"], "项目（project）", ("year", "number", "title"))
        month = shape.month(top["month"], "月份（month）")
        as_of = shape.day(top["as_of"], "数据日期（as_of）")
        return cls(
            year=shape.whole_number(project["year"], "项目的年度（year）", 1900, 2999),
            number=shape.whole_number(project["number"], "项目的序号（number）", 1, 9999999),
            title=shape.text(project["title"], "项目的名称（title）"),
            month=month,
            as_of=as_of,
            report=_report(top["report"], as_of),
            missing_months=shape.whole_number(
                top["missing_months"], "连续未报月数（missing_months）", 0, shape.LONGEST_LIST
            ),
            previous_cards=_previous_cards(top["previous_cards"]),
            targets=_targets(top["targets"], month, as_of),
            city_tasks=_city_tasks(top["city_tasks"]),
            text=_text(value),
        )


KEYS = (
    "project",
    "month",
    "as_of",
    "report",
    "missing_months",
    "previous_cards",
    "targets",
    "city_tasks",
)


def _report(value: object, as_of: date) -> Report | None:
    if value is None:
        return None
    where = "月报（report）"
    given = shape.fields(value, where, ("due", "submitted", "accepted"))
    due = shape.day(given["due"], f"{where}的报送截止（due）")
    submitted = _known(given["submitted"], f"{where}的报送日期（submitted）", as_of)
    accepted = _known(given["accepted"], f"{where}的审核日期（accepted）", as_of)
    return Report(due, submitted, accepted)


def _known(value: object, where: str, as_of: date) -> date | None:
    """A day not later than `as_of`: what happens afterwards does not exist yet."""
    if value is None:
        return None
    day = shape.day(value, where)
    return day if day <= as_of else None


def _previous_cards(value: object) -> tuple[PreviousCard, ...]:
    where = "以前的牌（previous_cards）"
    cards = []
    for number, entry in enumerate(shape.items(value, where), 1):
        said = f"{where}第{number}项"
        given = shape.fields(entry, said, ("month", "colour"))
        month = shape.month(given["month"], f"{said}的月份（month）")
        colour = given["colour"]
        if colour is not None:
            colour = shape.choice(colour, f"{said}的颜色（colour）", shape.COLOURS)
        cards.append(PreviousCard(month, colour))
    shape.once((months.show(card.month) for card in cards), f"{where}的月份")
    return tuple(cards)


def _targets(value: object, month: int, as_of: date) -> tuple[Target, ...]:
    entries = shape.items(value, "目标（targets）")
    targets = tuple(
        target_from_json(entry, f"第{number}个目标", month, as_of)
        for number, entry in enumerate(entries, 1)
    )
    shape.once((target.name for target in targets), "目标名称")
    return targets


def _city_tasks(value: object) -> tuple[CityTask, ...]:
    entries = shape.items(value, "市级任务（city_tasks）")
    tasks = tuple(_city_task(entry, number) for number, entry in enumerate(entries, 1))
    shape.once((task.name for task in tasks), "市级任务名称")
    return tasks


def _city_task(value: object, number: int) -> CityTask:
    where = f"第{number}个市级任务"
    given = shape.fields(value, where, ("name", "measure", "quota", "plan", "reading"))
    name = shape.text(given["name"], f"{where}的名称（name）")
    where = f"市级任务“{shape.clip(name)}”"
    plan = given["plan"]
    return CityTask(
        name=name,
        measure=shape.text(given["measure"], f"{where}的计量单位（measure）"),
        quota=shape.positive(given["quota"], f"{where}的任务数（quota）"),
        plan=None if plan is None else shape.decimal(plan, f"{where}的计划值（plan）"),
        reading=shape.decimal(given["reading"], f"{where}的完成值（reading）"),
    )


def _text(value: Any) -> str:
    """Canonical JSON; refuses what stands, unread, in a target without a plan."""
    try:
        text = canonical(value)
        text.encode()
    except RecursionError:
        raise FactsError("事实文件嵌套太深，无法读取。") from None
    except ValueError:
        raise FactsError("事实文件里有不是数的数字或残缺的字符。") from None
    return text
