"""What differs between two versions of a list, piece by piece."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from projects.drafting.content import Content
from projects.values.promises import TargetText

WORDS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.S)
SAME, GONE, NEW = "same", "gone", "new"
LABELS = {
    "number": "序号", "title": "项目名称", "category": "类别", "lead": "牵头单位",
    "partners": "共同牵头单位", "supports": "配合单位", "funds": "投资",
    "funds_source": "资金来源", "leader": "分管领导",
}  # fmt: skip


class Run(NamedTuple):
    """A run of words that stands in both versions, or in one alone."""

    what: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A piece that is `NEW`, `GONE` or changed; `said` are the changes in words."""

    name: str
    what: str
    runs: tuple[Run, ...]
    said: tuple[str, ...]


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in order, figures whole; none where they are equal."""
    if before == after:
        return ()
    old, new = WORDS.findall(before), WORDS.findall(after)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Run(SAME, "".join(old[a:b])))
            continue
        found += [Run(GONE, "".join(old[a:b]))] if b > a else []
        found += [Run(NEW, "".join(new[c:d]))] if d > c else []
    return tuple(found)


def differences(
    before: Iterable[tuple[int, Content]], after: Iterable[tuple[int, Content]]
) -> list[Difference]:
    """Between two versions as (key of the piece, its content), in the order of the later one."""
    old, new = dict(before), dict(after)
    found = []
    for key, content in new.items():
        if key not in old:
            found.append(Difference(content.name, NEW, (Run(NEW, content.text),), ()))
        elif (both := changed(old[key], content)) is not None:
            found.append(both)
    gone = [content for key, content in old.items() if key not in new]
    return found + [Difference(each.name, GONE, (Run(GONE, each.text),), ()) for each in gone]


def changed(before: Content, after: Content) -> Difference | None:
    words, said = runs(before.text, after.text), tuple(in_words(before, after))
    return Difference(after.name, "", words, said) if words or said else None


def in_words(before: Content, after: Content) -> list[str]:
    """What else than its text a project says otherwise."""
    if before.project is None or after.project is None:
        return []
    said = []
    for name, label in LABELS.items():
        old, new = getattr(before.project, name), getattr(after.project, name)
        if old != new:
            said.append(f"{label}：{shown(old)}→{shown(new)}")
    return said + of_targets(before.project.targets, after.project.targets)


def of_targets(before: tuple[TargetText, ...], after: tuple[TargetText, ...]) -> list[str]:
    old, new = {each.name: each for each in before}, {each.name: each for each in after}
    said = [f"增加指标“{name}”：{figure(new[name])}" for name in new if name not in old]
    said += [f"去掉指标“{name}”：{figure(old[name])}" for name in old if name not in new]
    for name in new:
        if name in old and figure(old[name]) != figure(new[name]):
            said.append(f"指标“{name}”：{figure(old[name])}→{figure(new[name])}")
    return said


def figure(target: TargetText) -> str:
    """What a target promises, in a few signs."""
    value = f"{target.baseline or '0'}—{target.value or '？'}{target.measure}"
    return f"{value if target.counted else '不计数'}，{target.due or '时限未定'}"


def shown(value) -> str:
    return "、".join(value) or "空" if isinstance(value, tuple) else str(value or "空")
