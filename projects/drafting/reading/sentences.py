"""A sentence cut into clauses, and the words that each figure stands in."""

import re
from dataclasses import dataclass

from projects.drafting.reading.found import Span

SENTENCE = re.compile(r"[^。；;！!？?\n]+")
COMMA_IN_NUMBER = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))")
LEADING = re.compile(
    r"^([ \u3000]|年内|全年|今年|本年度|年度|力争|确保|计划|预计|并|其中|同时|共计?|以及|及|和"
    r"|等|（|\()+"
)
JOINING = re.compile(r"以及|和|及|与")
LONGEST = 400


@dataclass(frozen=True)
class Clause:
    start: int
    end: int
    text: str


def sentences(flat: str, start: int = 0, end: int | None = None) -> list[Span]:
    found = []
    for each in SENTENCE.finditer(flat, start, len(flat) if end is None else end):
        at = each.start()
        while at < each.end():
            stop = min(each.end(), at + LONGEST)
            if stop < each.end():
                comma = max(flat.rfind("，", at, stop), flat.rfind(",", at, stop))
                stop = comma + 1 if comma > at else stop
            if flat[at:stop].strip():
                found.append((at, stop))
            at = stop
    return found


def clauses(flat: str, start: int, end: int) -> list[Clause]:
    shut = COMMA_IN_NUMBER.sub("\x00", flat[start:end])
    found = []
    depth, at = 0, 0
    for place, sign in enumerate(shut + "，"):
        if sign in "（(“":
            depth += 1
        elif sign in "）)”":
            depth = max(0, depth - 1)
        elif (sign in "，,：:" and depth == 0) or place == len(shut):
            if shut[at:place].strip():
                found.append(Clause(start + at, start + place, flat[start + at : start + place]))
            at = place + 1
    return found


def trimmed(flat: str, start: int, end: int) -> Span:
    """The span without blanks and words such as 年内 or 其中 at its beginning."""
    lead = LEADING.match(flat, start, end)
    lead = LEADING.match(flat[start:end])
    start += lead.end() if lead else 0
    while end > start and flat[end - 1] in " \u3000\n\t、，,；;。":
        end -= 1
    while start < end and flat[start] in " \u3000\n\t、，,；;。":
        start += 1
    return start, end


def around(flat: str, clause: Clause, figures: list[Span], mine: Span) -> Span:
    """The words of a clause that belong to one of its figures."""
    before = [end for start, end in figures if end <= mine[0] and end >= clause.start]
    after = [start for start, end in figures if start >= mine[1] and start < clause.end]
    start, end = clause.start, clause.end
    if before:
        comma = flat.find("、", max(before), mine[0])
        joined = [each.end() for each in JOINING.finditer(flat, max(before), mine[0])]
        start = comma + 1 if comma >= 0 else joined[-1] if joined else max(before)
    bracket = flat.rfind("（", start, mine[0])
    if bracket >= 0 and flat.find("）", bracket, mine[0]) < 0:
        start = bracket + 1
    if after:
        comma = flat.find("、", mine[1], min(after))
        end = comma if comma >= 0 else next_word(flat, mine[1], min(after))
    closing = re.compile(r"[）)]").search(flat, mine[1], end)
    if closing and flat.find("（", mine[1], closing.start()) < 0:
        end = closing.start()
    return trimmed(flat, start, max(end, mine[1]))


def next_word(flat: str, start: int, end: int) -> int:
    """Where the words of the next figure begin: after 和 or 及, else at once."""
    found = re.compile(r"[和及与（(]|以及").search(flat, start, end)
    return found.start() if found else start
