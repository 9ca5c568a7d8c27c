"""Reading a whole draft as for submission."""

import datetime as dt
import re
from dataclasses import dataclass, field

from projects.models import Target
from projects.values.days import BadDay, read_day
from projects.values.months import month_of
from projects.values.numbers import half_width, plain
from projects.values.text import quoted
from supervision.reports.entry.figures import READERS, Figures, asked_of, is_behind
from supervision.reports.entry.lines import Line
from supervision.rules import suspicion

SHEET = "sheet"  # the key of doubts about the whole sheet rather than a target
LONGEST = 2000
ENCLOSED = re.compile("附后|随附|另附|附上|见附|附件[一二三四1-9]")


@dataclass
class Entry:
    """A sheet read: figures by target key, errors by field name, doubts by target key.

    Doubts about the narrative stand under `SHEET`, and their reply under draft["doubt"].
    """

    figures: dict[str, Figures] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, list[str]] = field(default_factory=dict)


def read(lines: list[Line], draft: dict, former: str = "", attached: bool = True) -> Entry:
    """Read a draft as for submission; `former` is last month's narrative, `attached` whether a

    file came with the month. Nothing is written.
    """
    entry = Entry()
    for line in lines:
        read_line(entry, line, draft.get("targets", {}).get(line.key, {}))
    asked = asked_of_words(draft, former, attached)
    asked += vague_reasons(entry, lines, draft) + left_standing(entry, lines, draft)
    if asked:
        entry.doubts[SHEET] = [sentence for sentence, _ in asked]
        if not draft.get("doubt", "").strip():
            sentence, way = asked[0]
            entry.errors["doubt"] = f"{sentence.removesuffix('。')}，请{way}，或说明原因。"
    for name, label in (("progress", "本月进展"), ("next", "下步打算")):
        text = draft.get(name, "").strip()
        if not text:
            entry.errors[name] = f"请填写{label}。"
        elif len(text) > LONGEST:
            entry.errors[name] = f"{label}最多{LONGEST}字，现有{len(text)}字。"
    return entry


def asked_of_words(draft: dict, former: str, attached: bool) -> list[tuple[str, str]]:
    """The questions that the words raise, each with the way out of it."""
    asked = []
    if not attached and (said := promised_file(draft)):
        asked.append((f"写了“{said}”，可没有上传文件。", "上传"))
    if sentence := suspicion.same_words(draft.get("progress", ""), former):
        asked.append((sentence, "改写"))
    for name, label, wanted in (
        ("progress", "本月进展", "做了什么、做到哪一步"),
        ("next", "下步打算", "下个月做什么"),
    ):
        if suspicion.stock_words(text := draft.get(name, "")):
            sentence = f"{label}只写了“{text.strip()[:20]}”，看不出{wanted}。"
            asked.append((sentence, "写具体的事"))
    return asked


def vague_reasons(entry: Entry, lines: list[Line], draft: dict) -> list[tuple[str, str]]:
    """Reasons and measures of what is behind that say nothing, each with the way out of it."""
    asked = []
    for line in lines:
        figures, typed = entry.figures.get(line.key), draft.get("targets", {}).get(line.key, {})
        for name, label, wanted in (
            ("cause", "原因", "卡在哪里"),
            ("measures", "措施", "怎么做、谁来做"),
        ):
            text = typed.get(name, "")
            if figures and figures.behind and suspicion.stock_words(text):
                said = f"{line.target.name}：{label}只写了“{text.strip()[:20]}”，看不出{wanted}。"
                asked.append((said, "写具体的事"))
    return asked


def left_standing(entry: Entry, lines: list[Line], draft: dict) -> list[tuple[str, str]]:
    """Figures that a correction changes and its words still tell, each with the way out of it."""
    asked, text = [], half_width(draft.get("progress", ""))
    for line in lines:
        was, now = line.accepted and line.accepted.value, entry.figures.get(line.key)
        if was is None or now is None or now.value in (None, was) or not line.counted:
            continue
        old, new = (f"{plain(each)}{line.target.measure}" for each in (was, now.value))
        if re.search(rf"(?<![\d.]){re.escape(old)}", text):
            asked.append((f"本月进展里还写着{old}，这次填报的是{new}。", "改写"))
    return asked


def promised_file(draft: dict) -> str:
    """The words by which a text says that something is enclosed; "" where none does."""
    texts = [draft.get(name, "") for name in ("progress", "next", "doubt")]
    for typed in draft.get("targets", {}).values():
        texts += [typed.get(name, "") for name in ("cause", "measures", "doubt")]
    found = ENCLOSED.search("\n".join(texts))
    return found[0] if found else ""


def read_line(entry: Entry, line: Line, typed: dict) -> None:
    figures = Figures()
    problem = READERS[line.target.kind](line, typed, figures)
    if problem:
        entry.errors[f"{line.key}-{problem[0]}"] = f"{line.target.name}：{problem[1]}"
        return
    entry.figures[line.key] = figures
    figures.behind = is_behind(line, figures)
    if doubts := asked_of(line, figures):
        entry.doubts[line.key] = doubts
        if not typed.get("doubt", "").strip():
            entry.errors[f"{line.key}-doubt"] = f"{line.target.name}：{doubts[0]}请说明原因。"
    if figures.behind:
        read_reasons(entry, line, typed)
    read_finish(entry, line, typed, figures)
    for name in ("cause", "measures", "doubt"):
        if len(typed.get(name, "")) > LONGEST:
            entry.errors[f"{line.key}-{name}"] = f"{line.target.name}：最多{LONGEST}字。"


def read_reasons(entry: Entry, line: Line, typed: dict) -> None:
    for name, label in (("cause", "原因"), ("measures", "措施")):
        if not typed.get(name, "").strip():
            entry.errors.setdefault(
                f"{line.key}-{name}", f"{line.target.name}：进度落后于计划，请填写{label}。"
            )


def read_finish(entry: Entry, line: Line, typed: dict, figures: Figures) -> None:
    figures.finish = promised_day(entry, line, typed, "finish", "")
    if line.target.kind == Target.Kind.MILESTONES:
        read_stage_days(entry, line, typed, figures)


def read_stage_days(entry: Entry, line: Line, typed: dict, figures: Figures) -> None:
    for stage, _, _ in line.stages:
        name, said = f"finish-{stage.pk}", f"节点{quoted(stage.name)}"
        day = promised_day(entry, line, typed, name, said)
        if day and stage.pk in figures.stages:
            text = f"{said}已经填了完成月份，请清空它的承诺完成时间。"
            entry.errors[f"{line.key}-{name}"] = f"{line.target.name}：{text}"
        elif day:
            figures.finishes[stage.pk] = day


def promised_day(entry: Entry, line: Line, typed: dict, name: str, said: str) -> dt.date | None:
    """A day promised for a target, or for the stage that is `said`; never one before its month."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        day = read_day(text)
    except BadDay as bad:
        wrong = str(bad)
    else:
        if month_of(day) >= line.covers[-1]:
            return day
        wrong = f"“{text[:20]}”早于本次填报的月份，承诺完成时间要写以后的日子。"
    entry.errors[f"{line.key}-{name}"] = f"{line.target.name}：{said}{wrong}"
    return None
