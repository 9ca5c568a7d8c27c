"""Tables in a text: rows by pipe, tab or wide blanks, or a cell on each line."""

import itertools
import re
from dataclasses import dataclass

from projects.drafting.reading.columns import is_header, role_of
from projects.drafting.reading.found import Span
from projects.drafting.reading.items import lines_of
from projects.drafting.reading.units import is_units

RULE = re.compile(r"[\s|:\-—+=┼─│├┤]+")
WIDE = re.compile(r"[ \u3000]{2,}")
NUMBER = re.compile(r"[*★☆▲※]?\s*[0-9０-９]{1,3}\s*[*★☆▲※]?[.、．]?")
DUE = re.compile(
    r"((20[0-9]{2}年?[./年]?)?[0-9]{1,2}月(底|[0-9]{1,2}日)?前?|年底前?|全年|20[0-9]{2}年底前?)"
    r"(动工|开工|投入使用|完成|建成|完工)?"
)
MOST_ROWS = 2000


@dataclass(frozen=True)
class Row:
    """Spans of cells in the text; an empty span where a cell is empty or merged away."""

    cells: tuple[Span, ...]

    def texts(self, text: str) -> list[str]:
        return [text[start:end] for start, end in self.cells]

    @property
    def start(self) -> int:
        return min(start for start, _ in self.cells)

    @property
    def end(self) -> int:
        return max(end for _, end in self.cells)


def tables(text: str) -> list[list[Row]]:
    """The tables of a text, each a run of rows."""
    lines = [(start, end) for start, end in lines_of(text)]
    found: list[list[Row]] = []
    for sign in ("|", "\t", "wide"):
        found = runs(text, lines, sign)
        if found:
            return found
    by_cell = cells_by_line(text, lines)
    return [by_cell] if by_cell else []


def runs(text: str, lines: list[Span], sign: str) -> list[list[Row]]:
    found: list[list[Row]] = []
    current: list[Row] = []
    first = next((text[a:b].strip() for a, b in lines if sign in text[a:b]), "")
    edged = first.startswith(("|", "｜"))
    for start, end in lines:
        line = text[start:end]
        if sign == "|" and RULE.fullmatch(line) and line.strip():
            continue
        cells = split(text, start, end, sign, edged)
        if len(cells) >= 3 or (len(cells) == 2 and sign != "wide" and current):
            current.append(Row(tuple(cells)))
        elif current and line.strip() and goes_on(text, current, sign, line):
            *before, last = current[-1].cells
            current[-1] = Row((*before, (last[0], start + len(line.rstrip()))))
        elif line.strip() and current:
            if len(current) > 1:
                found.append(current)
            current = []
    if len(current) > 1:
        found.append(current)
    found = [rows[:MOST_ROWS] for rows in found]
    return [rows for rows in found if sign != "wide" or is_header(rows[0].texts(text))]


def goes_on(text: str, rows: list[Row], sign: str, line: str) -> bool:
    """Whether a line without signs belongs to the last cell of an unfinished row."""
    width = len(rows[0].cells)
    quoted = text[slice(*rows[-1].cells[-1])].count('"') % 2 == 1
    return quoted or (sign == "\t" and len(rows) > 1 and len(rows[-1].cells) < width)


def split(text: str, start: int, end: int, sign: str, edged: bool) -> list[Span]:
    line = text[start:end]
    if sign == "wide":
        if "|" in line or "\t" in line:
            return []
        edges = [each.span() for each in WIDE.finditer(line.strip("\u3000 "))]
        begin = start + len(line) - len(line.lstrip("\u3000 "))
        cells, at = [], begin
        for first, last in edges:
            cells.append((at, begin + first))
            at = begin + last
        cells.append((at, start + len(line.rstrip("\u3000 "))))
        return cells
    if sign not in line and not (sign == "|" and "｜" in line):
        return []
    places = [place for place, char in enumerate(line) if char in ("|｜" if sign == "|" else "\t")]
    edges = [-1, *places, len(line)]
    cells = [stripped(text, start + a + 1, start + b) for a, b in itertools.pairwise(edges)]
    if sign == "|":
        if edged and line.lstrip().startswith(("|", "｜")):
            cells = cells[1:]
        if line.rstrip().endswith(("|", "｜")) and cells:
            cells = cells[:-1]
    return cells


def stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in ' \u3000"':
        start += 1
    while end > start and text[end - 1] in ' \u3000"':
        end -= 1
    return start, end


def cells_by_line(text: str, lines: list[Span]) -> list[Row]:
    """A table copied cell by cell, each on a line of its own."""
    lines = [(start, end) for start, end in lines if text[start:end].strip()]
    said = [text[start:end].strip() for start, end in lines]
    for place in range(len(lines)):
        width = 0
        while place + width < len(lines) and width < 12 and is_heading(said[place + width]):
            width += 1
        if (
            width >= 3
            and is_header(said[place : place + width])
            and role_of(said[place]) == "number"
        ):
            return by_line(text, lines[place:], said[place:], width)
    return []


def is_heading(line: str) -> bool:
    return len(line) <= 12 and bool(role_of(line)) and not NUMBER.fullmatch(line)


def by_line(text: str, lines: list[Span], said: list[str], width: int) -> list[Row]:
    header = Row(tuple(lines[:width]))
    roles = [role_of(cell) for cell in said[:width]]
    starts = []
    expected = 1
    for place in range(width, len(lines)):
        plain = re.sub(r"\D", "", said[place].translate(WIDE_DIGITS))
        if NUMBER.fullmatch(said[place]) and plain and int(plain) == expected:
            starts.append(place)
            expected += 1
    rows = [header]
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(lines)
        rows.append(laid_out(lines[start:stop], said[start:stop], roles, place + 1 == len(starts)))
    return rows if len(rows) > 1 else []


WIDE_DIGITS = {
    ord(wide): ord(plain) for wide, plain in zip("０１２３４５６７８９", "0123456789", strict=True)
}


def laid_out(lines: list[Span], said: list[str], roles: list[str], last: bool) -> Row:
    """Put the lines of one row under their headings: units and days by what they are.

    What stands before the first unit is heading and words, what stands behind the last is told in
    columns further on.
    """
    if last and len(lines) > len(roles):
        lines, said = without_tail(lines, said, len(roles))
    if len(lines) == len(roles):
        return Row(tuple(lines))
    cells: dict[int, Span] = {0: lines[0]}
    days = [at for at in range(1, len(lines)) if DUE.fullmatch(said[at])]
    units = [at for at in range(2, len(lines)) if at not in days and is_units(said[at])]
    if "due" in roles and days:
        cells[roles.index("due")] = lines[days[0]]
    columns = [at for at, role in enumerate(roles) if role in UNIT_ROLES]
    for at, column in enumerate(columns):
        mine = units[at : at + 1] if at + 1 < len(columns) else units[at:]
        if mine:
            cells[column] = (lines[mine[0]][0], lines[mine[-1]][1])
    first = min([*units, *days, len(lines)])
    rest = [at for at in range(1, first)] or [1]
    open_ones = [at for at, role in enumerate(roles) if at and role in WORD_ROLES]
    for order, column in enumerate(open_ones):
        if rest and order == len(open_ones) - 1:
            cells[column] = (lines[rest[0]][0], lines[rest[-1]][1])
        elif rest:
            cells[column] = lines[rest.pop(0)]
    end = lines[0][1]
    return Row(tuple(cells.get(place, (end, end)) for place in range(len(roles))))


UNIT_ROLES = ("lead", "support", "duty", "unit")
WORD_ROLES = ("category", "title", "text", "value", "measure")


def without_tail(lines: list[Span], said: list[str], width: int) -> tuple[list[Span], list[str]]:
    """The last row's lines without what follows the table."""
    keep = width
    while keep < len(lines) and (is_units(said[keep]) or DUE.fullmatch(said[keep])):
        keep += 1
    return lines[:keep], said[:keep]
