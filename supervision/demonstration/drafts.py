"""What the demonstration's clerks type: drafts made from the invented figures."""

from decimal import Decimal

from projects.models import Target
from projects.values.numbers import plain
from supervision.demonstration import words
from supervision.demonstration.figures import CORRECTED, FIGURES, Service, Stages
from supervision.models import Report
from supervision.reports.entry import SHEET, TOTAL, Entry, Line, is_behind, read, read_line


def draft(report: Report, lines: list[Line]) -> dict:
    """The whole sheet as typed for its month."""
    number, month = report.project.number, int(report.period.month[5:])
    targets = {line.key: typed(line, number, month) for line in lines}
    parts = [said(line, targets[line.key]) for line in lines]
    if story := words.STORIES.get((number, month)):
        parts.insert(0, story)
    return {
        "progress": f"{month}月：" + "".join(parts),
        "next": "".join(ahead(line, month) for line in lines),
        "targets": targets,
    }


def replied(lines: list[Line], typed: dict, former: str, number: int, month: int) -> dict:
    """The draft with a sentence for every question that its figures raise."""
    doubts = read(lines, typed, former).doubts
    reply = words.REPLIES.get((number, month), words.ANY_REPLY)
    for key in doubts:
        (typed if key == SHEET else typed["targets"][key])["doubt"] = reply
    return typed


def typed(line: Line, number: int, month: int) -> dict:
    given = FIGURES[number, line.target.number]
    entry = figures_typed(line, given, month)
    if behind(line, entry):
        cause, measures, finish, objective = words.reason(number, line.target.number, month)
        entry |= {"cause": cause, "measures": measures, "finish": finish, "objective": objective}
    return entry


def figures_typed(line: Line, given, month: int) -> dict:
    if isinstance(given, Service):
        ran = [text for text in line.covers if int(text[5:]) in given.months]
        served = sum(given.served[:month])
        return {"ran": ran, "served": str(served) if given.served else ""}
    if isinstance(given, Stages):
        done = {name: at for name, _, _, at in given.rows if at and at <= month}
        return {
            "stages": {
                str(stage.pk): f"2023-{done[stage.name]:02d}"
                for stage, _, _ in line.stages
                if stage.name in done
            }
        }
    value = given.reading(line.covers[-1])
    if line.target.kind == Target.Kind.COVERAGE:
        return {"value": plain(value * given.of / 100), "denominator": str(given.of)}
    key = line.target.project.number, line.target.number, month
    return {"mode": TOTAL, "value": CORRECTED.get(key) or plain(value)}


def behind(line: Line, entry: dict) -> bool:
    check = Entry()
    read_line(check, line, entry)
    figures = check.figures.get(line.key)
    return figures is not None and is_behind(line, figures)


def said(line: Line, entry: dict) -> str:
    """The line's month in a sentence."""
    target = line.target
    if target.kind == Target.Kind.SERVICE:
        return f"{target.name}照常开展。" if entry["ran"] else ""
    if target.kind == Target.Kind.MILESTONES:
        done = [stage.name for stage, _, _ in line.stages if str(stage.pk) in entry["stages"]]
        return f"{target.name}已完成{'、'.join(done)}。" if done else f"{target.name}正在准备。"
    if target.kind == Target.Kind.COVERAGE:
        return f"{target.name}已覆盖{entry['value']}个，共{entry['denominator']}个。"
    added = Decimal(entry["value"]) - line.last_value
    unit = target.measure
    return f"{target.name}本期新增{plain(added)}{unit}，累计{entry['value']}{unit}。"


def ahead(line: Line, month: int) -> str:
    """What comes next, from the plan."""
    target, following = line.target, f"2023-{month + 1:02d}"
    points = [point for point in line.plan if point.month == following]
    if not points:
        return f"{target.name}巩固成果。"
    if target.kind == Target.Kind.MILESTONES:
        return f"{target.name}：下月完成{'、'.join(p.milestone.name for p in points)}。"
    if target.kind == Target.Kind.SERVICE:
        return f"{target.name}继续开展。"
    return f"{target.name}：下月计划累计{plain(points[0].value)}{target.measure}。"
