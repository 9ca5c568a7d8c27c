"""The workbook's rows as they go out: what is known, and the draft as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from projects.models import Target
from projects.values.months import in_words, short
from projects.values.numbers import PATTERN, plain
from supervision.reports.entry import Line
from supervision.reports.workbook import wording
from supervision.reports.workbook.columns import NARRATIVE, STAGE
from supervision.reports.workbook.month import Item

Kind = Target.Kind


@dataclass
class Row:
    """One line of a table: `values` and drop-downs (`choices`) by column key."""

    kind: str
    values: dict
    choices: dict[str, list[str]] = field(default_factory=dict)


def code(item: Item, *keys: int) -> str:
    """Names a row: the report with the version of its draft, then the target, then the stage."""
    return "-".join([f"{item.report.pk}v{item.report.version}", *map(str, keys)])


def word_row(item: Item) -> Row:
    draft = item.draft
    return Row(
        NARRATIVE,
        {
            **heading(item),
            "code": code(item),
            "unit": str(item.report.unit),
            "former": item.former,
            **{name: draft.get(name, "") for name in ("progress", "next", "doubt")},
        },
    )


def figure_rows(item: Item) -> Iterator[Row]:
    given = item.draft.get("targets", {})
    for line in item.lines:
        yield target_row(item, line, given.get(line.key, {}))
        if line.target.kind == Kind.MILESTONES:
            yield from stage_rows(item, line, given.get(line.key, {}))


def heading(item: Item) -> dict:
    return {"number": item.report.project.number, "project": item.report.project.title}


def target_row(item: Item, line: Line, typed: dict) -> Row:
    values = {
        **heading(item),
        "code": code(item, line.target.pk),
        "target": str(line.target),
        "measure": line.target.measure,
        **beside_boxes(line),
        **{name: typed.get(name, "") for name in ("cause", "measures", "finish", "doubt")},
        "objective": wording.YES if typed.get("objective") else "",
    }
    if line.counted:
        values["value"] = number(typed.get("value", ""))
    if line.target.kind == Kind.QUANTITY:
        values["mode"] = wording.mode_words(line, typed.get("mode", ""))
    if line.target.kind == Kind.COVERAGE:
        values["denominator"] = number(typed.get("denominator", ""))
    if line.target.kind == Kind.SERVICE:
        values["ran"] = wording.ran_words(line, typed.get("ran", []))
        values["served"] = number(typed.get("served", ""))
    return Row(line.target.kind, values, choices(line.target.kind, line))


def choices(kind: str, line: Line | None) -> dict[str, list[str]]:
    """The drop-downs of a row of that kind; a row of words has none."""
    if not line:
        return {}
    if kind == STAGE:
        return {"stage": wording.stage_choices(line)}
    found = {"objective": [wording.YES, wording.NO]}
    if kind == Kind.QUANTITY:
        found["mode"] = [wording.mode_words(line, ""), wording.CUMULATIVE]
    if kind == Kind.SERVICE:
        found["ran"] = wording.ran_choices(line)
    return found


def stage_rows(item: Item, line: Line, typed: dict) -> Iterator[Row]:
    given = typed.get("stages", {})
    for stage, planned, before in line.stages:
        values = {
            **heading(item),
            "code": code(item, line.target.pk, stage.pk),
            "target": stage_label(stage),
            "last": f"{in_words(before)}完成" if before else "未完成",
            "planned": in_words(planned),
            "stage": wording.stage_words(given.get(str(stage.pk), "")),
            "finish": typed.get(f"finish-{stage.pk}", ""),
        }
        yield Row(STAGE, values, choices(STAGE, line))


def stage_label(stage) -> str:
    return f"节点：{stage.name}"


def beside_boxes(line: Line) -> dict:
    """What stands so far, beside the boxes: the last figure, this month's plan, the target."""
    if line.counted:
        return {
            "last": last_counted(line),
            "planned": "尚未开始" if line.planned is None else line.planned,
            "goal": line.terms.value,
        }
    if line.target.kind == Kind.SERVICE:
        asked = "、".join(short(month) for month in line.asked_months)
        served = line.last.served if line.last else None
        return {"last": served, "planned": asked or "当月没有计划"}
    done = [stage for stage, _, before in line.stages if before]
    return {"last": f"已完成{len(done)}个节点", "planned": "见下面各节点"}


def last_counted(line: Line):
    if line.last and line.last.denominator is not None:
        share = f"{plain(line.last.numerator)}/{plain(line.last.denominator)}"
        return f"{plain(line.last_value)}%（{share}）"
    return line.last_value


def number(text: str):
    """A draft's number as one, where it comes back letter for letter; else as its text."""
    short = len(text.replace(".", "")) <= 15  # more digits than a spreadsheet keeps
    if short and PATTERN.fullmatch(text) and plain(Decimal(text)) == text:
        return Decimal(text)
    return text
