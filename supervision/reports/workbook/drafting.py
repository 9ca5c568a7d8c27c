"""A report's rows of the workbook laid over its draft: the draft that they say, and what is wrong.

A row or column that the file does not hold changes nothing, nor does an empty cell.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from projects.models import Target
from projects.sheets.cells import CLEARED
from projects.values.text import clean
from supervision.reports import draft as drafts
from supervision.reports.entry import Line, read
from supervision.reports.workbook import wording
from supervision.reports.workbook.columns import NARRATIVE, STAGE, TABLES, WORDS
from supervision.reports.workbook.incoming import Given, Place, Problem
from supervision.reports.workbook.month import Item
from supervision.reports.workbook.rows import stage_label
from supervision.reports.workbook.wording import BadCell

Kind = Target.Kind
KINDS = {Kind.QUANTITY: "数量指标", Kind.COVERAGE: "覆盖率指标", Kind.SERVICE: "常年服务",
         Kind.MILESTONES: "节点指标的汇总行", STAGE: "节点"}  # fmt: skip


@dataclass
class Drafted:
    """What a report's rows say: `places` are the cells by field name, as `draft.fields` names
    them; `missing` is what still has to be filled in before the report can be handed in."""

    draft: dict
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    kinds: dict[tuple[str, int], tuple[str, Line | None]] = field(default_factory=dict)


def drafted(item: Item, rows: list[Given]) -> Drafted:
    old = item.draft
    new = {**old, "targets": {key: {**values} for key, values in old.get("targets", {}).items()}}
    found, lines = Drafted(new), {line.key: line for line in item.lines}
    taken: dict[tuple[str, str], int] = {}
    for given in rows:
        first = taken.setdefault((given.target, given.stage), given.row)
        if first != given.row:
            text = f"与第{first}行编码相同，是同一行的复制，请只留一行。"
            found.problems.append(Problem(given.place(), text))
        elif given.sheet.kind == WORDS:
            take_words(found, item, given)
        elif line := lines.get(given.target):
            take_figures(found, item, line, given)
        else:
            found.problems.append(Problem(given.place(), NOT_ASKED))
    judge(found, item)
    return found


NOT_ASKED = "这个指标不在本月要填的范围（可能调整过），请重新下载填报表。"


def take_words(found: Drafted, item: Item, given: Given) -> None:
    found.kinds[given.sheet.name, given.row] = NARRATIVE, None
    check_label(found, given, "project", item.report.project.title)
    for name in ("progress", "next", "doubt"):
        Cell(found, given, name, name).into(found.draft, name, str)


def take_figures(found: Drafted, item: Item, line: Line, given: Given) -> None:
    stages = {str(stage.pk): stage for stage, _, _ in line.stages} if is_stages(line) else {}
    if given.stage and given.stage not in stages:
        found.problems.append(Problem(given.place(), NOT_ASKED))
        return
    kind = STAGE if given.stage else line.target.kind
    found.kinds[given.sheet.name, given.row] = kind, line
    check_label(found, given, "project", item.report.project.title)
    label = stage_label(stages[given.stage]) if given.stage else str(line.target)
    check_label(found, given, "target", label)
    check_unasked(found, given, kind)
    values = found.draft["targets"].setdefault(line.key, {})
    if given.stage:
        month = Cell(found, given, "stage", f"{line.key}-stage-{given.stage}")
        values["stages"] = {**values.get("stages", {})}
        month.into(values["stages"], given.stage, lambda text: wording.read_stage(line, text))
        name = f"finish-{given.stage}"
        Cell(found, given, "finish", f"{line.key}-{name}").into(values, name, wording.read_finish)
    else:
        take_target(found, line, given, values)


def is_stages(line: Line) -> bool:
    return line.target.kind == Kind.MILESTONES


@dataclass
class Cell:
    """One cell on its way into a draft under a field's name."""

    found: Drafted
    given: Given
    key: str
    name: str

    def into(self, values: dict, key: str, read_as: Callable[[str], object]) -> None:
        place, text = self.given.place(self.key), self.given.text(self.key)
        self.found.places[self.name] = place
        if not text and values.get(key):
            said = f"{place}空着，平台上的“{words(values[key])}”没有动；要清空请写“{CLEARED}”。"
            self.found.emptied.append(said)
        if not text:
            values.setdefault(key, read_as(""))
            return
        try:
            values[key] = read_as("" if text == CLEARED else text)
        except BadCell as error:
            self.found.problems.append(Problem(place, str(error)))


def words(value) -> str:
    """A draft's value, short enough for a sentence."""
    if isinstance(value, list):
        return "、".join(value)
    return "是" if value is True else str(value)[:20]


def take_target(found: Drafted, line: Line, given: Given, values: dict) -> None:
    def take(key: str, read_as: Callable[[str], object] = str) -> None:
        Cell(found, given, key, f"{line.key}-{key}").into(values, key, read_as)

    def number(text: str) -> str:
        return wording.read_number(line, text)

    kind = line.target.kind
    if kind == Kind.QUANTITY:
        take("mode", wording.read_mode)
        check_mode(found, given)
        take("value", number)
    if kind == Kind.COVERAGE:
        take("value", number)
        take("denominator", number)
    if kind == Kind.SERVICE:
        take("ran", lambda text: wording.read_ran(line, text))
        take("served", number)
    for key in ("cause", "measures", "doubt"):
        take(key)
    take("objective", wording.read_tick)
    take("finish", wording.read_finish)


def check_mode(found: Drafted, given: Given) -> None:
    """A cleared box is no choice: with a figure beside it nobody knows which was meant."""
    if given.text("value") and not given.text("mode"):
        text = "填了完成数，请在“填法”里选“本月新增”或“累计”。"
        found.problems.append(Problem(given.place("mode"), text))


def check_label(found: Drafted, given: Given, key: str, label: str) -> None:
    """The names beside a code must be those of its row: cells may have been moved or sorted."""
    said = given.text(key)
    if said and said != clean(label).strip():
        text = f"“{said[:20]}”与这一行的编码不符（应为“{label[:30]}”），这一行可能被移动或改过。"
        found.problems.append(Problem(given.place(key), text))


def check_unasked(found: Drafted, given: Given, kind: str) -> None:
    for column in TABLES[given.sheet.kind]:
        if column.fills and kind not in column.fills and given.text(column.key):
            text = f"这一行是{KINDS[kind]}，不填“{column.header}”，请清空这一格。"
            found.problems.append(Problem(given.place(column.key), text))


def judge(found: Drafted, item: Item) -> None:
    """Read the new draft as handing in would: what was typed wrong blocks, what is absent waits."""
    entry = read(item.lines, found.draft, item.former)
    named = drafts.fields(item.lines, found.draft)
    before = drafts.fields(item.lines, item.draft)
    wrong = {problem.place for problem in found.problems}
    for name, text in entry.errors.items():
        place = found.places.get(name)
        typed = named.get(name, ("", ""))[1].strip()
        if place is None or not typed or typed == before[name][1].strip():
            found.missing.append(text)
        elif place not in wrong:
            found.problems.append(Problem(place, text))
    for key, doubts in entry.doubts.items():
        label = next((f"{line.target}：" for line in item.lines if line.key == key), "")
        found.doubts += [f"{label}{doubt}" for doubt in doubts]
