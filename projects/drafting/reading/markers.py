"""The numbers that items begin with: 一、 （一） 1. （1） ① 01* 项目（1） 第一部分 一是."""

import re
from dataclasses import dataclass

from projects.drafting.reading.numerals import chinese
from projects.values.numbers import half_width

CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CJK = "[一二三四五六七八九十百〇零]{1,4}"
STAR = "[*＊★☆▲※●]"
WORD = "(?!年|月|日|个|项|件|名|户|条|处|所|座|家|岁|万|张|台)[\\u4e00-\\u9fff“《]"

# Families from the coarsest to the finest; a pattern gives n (the number) and perhaps star.
# What follows a plain number must not make it a figure (1.5公里) or a date.
FAMILIES = {
    "part": rf"第(?P<n>{CJK}|[0-9]{{1,2}})(部分|章|篇|板块|类)[ 、：:]*",
    "item": rf"(?P<star>{STAR})?[ ]*(民生)?(实事)?(项目|实事|工程|任务)[ ]*[（(]?"
    rf"(?P<n>{CJK}|[0-9]{{1,3}})[)）]?(?![0-9个项件大年是方])(?P<star2>{STAR})?[ ]*[:：、. ]*",
    "di": rf"第(?P<n>{CJK}|[0-9]{{1,3}})[件项][ ]*[:：、，]?[ ]*",
    "cn": rf"(?P<star>{STAR})?[ ]*(?P<n>{CJK})[、.．,，](?P<star2>{STAR})?[ ]*",
    "cnp": rf"(?P<star>{STAR})?[ ]*[（(](?P<n>{CJK})[)）](?P<star2>{STAR})?[、.]?[ ]*",
    "num": rf"(?P<star>{STAR})?[ ]*(?P<n>[0-9]{{1,3}})(?P<star2>[ ]*{STAR})?"
    rf"([、)）:：]|\.(?![0-9])|\.(?=20[0-9]{{2}}年)|,(?![0-9])|[ \u3000]+(?={WORD})"
    rf"|(?<=(?<![0-9])0[0-9])(?={WORD})|(?<={STAR})(?={WORD}))[ \u3000]*(?P<star3>{STAR})?[ ]*",
    "nump": rf"(?P<star>{STAR})?[ ]*[（(](?P<n>[0-9]{{1,3}})[)）](?P<star2>{STAR})?[、.]?[ ]*",
    "circle": rf"(?P<n>[{CIRCLES}])[、.]?[ ]*",
}
PATTERNS = {family: re.compile(pattern) for family, pattern in FAMILIES.items()}
ORDER = ["part", "cn", "cnp", "di", "item", "bare", "num", "nump", "is", "circle"]
BARE = re.compile(rf"(?P<star>{STAR})?[ ]*(?P<n>[0-9]{{1,3}})[ ]*(?P<star2>{STAR})?[.、]?")
IS = re.compile(
    rf"(?P<n>{CJK})是(?!否)|第(?P<n2>{CJK})[，、件项]|(?P<n3>[{CIRCLES}])"
    rf"|[（(](?P<n4>[0-9]{{1,2}})[)）]"
    r"|(?P<n5>[0-9０-９]{1,2})[.、．](?![0-9０-９])"
)


@dataclass(frozen=True)
class Marker:
    """`raw` is the marker as printed, `end` where the text after it begins on its line."""

    family: str
    number: int
    end: int
    raw: str
    star: bool = False


def number_of(told: str) -> int | None:
    if told in CIRCLES:
        return CIRCLES.index(told) + 1
    return int(told) if told.isdigit() else chinese(told)


def starred(groups: dict[str, str | None]) -> bool:
    return any(value for name, value in groups.items() if name.startswith("star"))


def at_start(line: str) -> Marker | None:
    """The marker that a line begins with; None where it begins with none."""
    head = half_width(line[:40])
    if found := BARE.fullmatch(head):
        return Marker("bare", int(found["n"]), len(head), head.strip(), starred(found.groupdict()))
    for family, pattern in PATTERNS.items():
        found = pattern.match(head)
        if found and (number := number_of(found["n"])) is not None:
            star = starred(found.groupdict())
            return Marker(family, number, found.end(), head[: found.end()].strip(), star)
    return None


def inside(text: str, start: int, end: int) -> list[tuple[int, Marker]]:
    """The markers that stand inside a paragraph: 一是 … 二是 …, ① … ②, (1) … (2)."""
    found = []
    for each in IS.finditer(text, start, end):
        told = next(value for value in each.groups() if value)
        number = number_of(half_width(told))
        if number is None or not begins(text, each.start(), start, told in CIRCLES):
            continue
        family = "circle" if told in CIRCLES else "nump" if each["n4"] else "is"
        family = "num" if each["n5"] else family
        found.append((each.start(), Marker(family, number, each.end() - each.start(), each[0])))
    return found


def begins(text: str, at: int, start: int, circle: bool) -> bool:
    """Whether a clause may begin here: after a stop or at the paragraph's start."""
    return circle or at == start or text[at - 1] in "。；;：:，,！ \n\u3000）)"
