"""The one place where a posted form becomes a report's draft, and a draft named fields again.

A draft has the shape of `Report.draft`; its fields are named as on the form and in
`entry.errors`: `progress`, `next`, `doubt`, and `<target key>-value`, `-mode`, `-cause`, …
Only what the sheet asks for is read: anything else that is posted changes nothing.
"""

from projects.models import Target
from projects.values.months import in_words
from projects.values.numbers import plain
from projects.values.text import clean, has_unseen
from supervision.reports.entry import MONTH, TOTAL, Entry, Line

LONGEST = 10_000
NARRATIVE = {"progress": "本月进展", "next": "下步打算", "doubt": "文字疑点说明"}
TEXTS = {
    "value": "完成数",
    "denominator": "总数",
    "served": "累计服务数",
    "cause": "原因",
    "measures": "措施",
    "finish": "承诺完成时间",
    "doubt": "疑点说明",
}


def from_post(lines: list[Line], post) -> dict:
    """The draft that a form says; text is freed of unseen characters and bounded."""
    draft = {name: text(post, name) for name in NARRATIVE}
    draft["targets"] = {line.key: typed(line, post) for line in lines}
    return draft


def text(post, name: str) -> str:
    return clean(post.get(name, ""))[:LONGEST]


def typed(line: Line, post) -> dict:
    values = {name: text(post, f"{line.key}-{name}") for name in texts_of(line)}
    values["objective"] = bool(post.get(f"{line.key}-objective"))
    if line.target.kind == Target.Kind.QUANTITY:
        values["mode"] = TOTAL if post.get(f"{line.key}-mode") == TOTAL else MONTH
    if line.target.kind == Target.Kind.SERVICE:
        values["ran"] = [m for m in line.covers if m in post.getlist(f"{line.key}-ran")]
    if line.target.kind == Target.Kind.MILESTONES:
        values["stages"] = {
            str(stage.pk): text(post, f"{line.key}-stage-{stage.pk}").strip()
            for stage, _, _ in line.stages
        }
    return values


def texts_of(line: Line) -> list[str]:
    figures = {
        Target.Kind.QUANTITY: ["value"],
        Target.Kind.COVERAGE: ["value", "denominator"],
        Target.Kind.SERVICE: ["served"],
        Target.Kind.MILESTONES: [],
    }[line.target.kind]
    return [*figures, "cause", "measures", "finish", *stage_days(line), "doubt"]


def stage_days(line: Line) -> dict[str, str]:
    """The fields of the days promised for stages, with what they are called."""
    if line.target.kind != Target.Kind.MILESTONES:
        return {}
    return {f"finish-{stage.pk}": f"{stage}承诺完成时间" for stage, _, _ in line.stages}


def remarks(post) -> list[str]:
    """What was taken out of the posted text, as sentences."""
    said = []
    if any(has_unseen(value) for name in post for value in post.getlist(name)):
        said.append("文字中有看不见的控制字符（多为粘贴带入），已去掉，请核对。")
    if any(len(value) > LONGEST for name in post for value in post.getlist(name)):
        said.append(f"有一处文字超过{LONGEST}字，只保留了前{LONGEST}字，请精简。")
    return said


def blank(lines: list[Line]) -> dict:
    """What an untouched form shows: what is known already and need not be typed again."""
    draft = {"progress": "", "next": "", "doubt": "", "targets": {}}
    for line in lines:
        values = draft["targets"][line.key] = {}
        if line.target.kind == Target.Kind.QUANTITY:
            values["mode"] = MONTH
            values["value"] = "0" if line.finished else ""
        if line.target.kind == Target.Kind.COVERAGE and line.last and line.last.denominator:
            values["denominator"] = plain(line.last.denominator)
            values["value"] = plain(line.last.numerator) if line.finished else ""
        if line.target.kind == Target.Kind.MILESTONES:
            values["stages"] = {str(stage.pk): done for stage, _, done in line.stages}
    return draft


def fields(lines: list[Line], draft: dict) -> dict[str, tuple[str, str]]:
    """{field name: (label, value in words)} of everything a draft holds, in the form's order."""
    found = {name: (label, draft.get(name, "")) for name, label in NARRATIVE.items()}
    for line in lines:
        values = draft.get("targets", {}).get(line.key, {})
        labels = TEXTS | stage_days(line)
        for name in texts_of(line):
            found[f"{line.key}-{name}"] = f"{line.target}：{labels[name]}", values.get(name, "")
        found |= choices(line, values)
    return found


def choices(line: Line, values: dict) -> dict[str, tuple[str, str]]:
    """The fields of a line that are picked rather than typed."""
    key, target = line.key, line.target
    found = {f"{key}-objective": (f"{target}：客观原因", "是" if values.get("objective") else "")}
    if target.kind == Target.Kind.QUANTITY:
        mode = "累计" if values.get("mode") == TOTAL else "本月新增"
        found[f"{key}-mode"] = f"{target}：填报方式", mode
    if target.kind == Target.Kind.SERVICE:
        months = "、".join(map(in_words, values.get("ran", [])))
        found[f"{key}-ran"] = f"{target}：已开展", months
    if target.kind == Target.Kind.MILESTONES:
        for stage, _, _ in line.stages:
            month = values.get("stages", {}).get(str(stage.pk), "")
            found[f"{key}-stage-{stage.pk}"] = f"{target}：{stage}完成月份", month
    return found


def differences(lines: list[Line], mine: dict, theirs: dict) -> list[dict]:
    """Every field on which two drafts differ: {name, label, mine, theirs}."""
    own, other = fields(lines, mine), fields(lines, theirs)
    return [
        {"name": name, "label": label, "mine": value, "theirs": other[name][1]}
        for name, (label, value) in own.items()
        if value.strip() != other[name][1].strip()
    ]


def in_totals(lines: list[Line], draft: dict, entry: Entry) -> dict:
    """The draft with every count as a total: it says the same whatever the last month was."""
    targets = {key: {**values} for key, values in draft["targets"].items()}
    for line in lines:
        if line.target.kind == Target.Kind.QUANTITY:
            value = plain(entry.figures[line.key].value)
            targets[line.key] |= {"mode": TOTAL, "value": value}
    return {**draft, "targets": targets}


def settled(lines: list[Line], mine: dict, theirs: dict, post) -> dict:
    """My draft with the other's value wherever `pick-<field>` says so."""
    result = {**mine, "targets": {key: {**values} for key, values in mine["targets"].items()}}
    for name in fields(lines, mine):
        if post.get(f"pick-{name}") == "theirs":
            take(result, theirs, name)
    return result


def take(result: dict, theirs: dict, name: str) -> None:
    key, _, field = name.partition("-")
    if not field:
        result[name] = theirs.get(name, "")
        return
    other = theirs.get("targets", {}).get(key, {})
    if field.startswith("stage-"):
        stage = field.removeprefix("stage-")
        stages = {**result["targets"][key].get("stages", {})}
        result["targets"][key]["stages"] = stages | {stage: other.get("stages", {}).get(stage, "")}
    elif field in other:
        result["targets"][key][field] = other[field]
    else:
        result["targets"][key].pop(field, None)
