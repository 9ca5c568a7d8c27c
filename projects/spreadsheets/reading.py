"""What people upload, xlsx or CSV, as tables of cells; told by content whatever it is called."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from projects.errors import Refused
from projects.files.viruses import refuse_viruses
from projects.sandbox import process
from projects.sandbox.process import MEGABYTE, Unreadable
from projects.spreadsheets.cells import FORMULA, UNPRINTABLE
from projects.values.numbers import plain
from projects.values.text import folded

MOST_BYTES = 5 * MEGABYTE
MOST_ROWS = 5_000
LONGEST_CELL = 32_000  # as many as our own files hold
NO_RESULT = "="


class Number(str):
    """A cell that the file holds as a number, in the fifteen digits that spreadsheets show."""


class Day(str):
    """A cell that the file holds as a day, written 2023-09-30."""


class Fault(str):
    """A cell whose value is not to be had: an error such as #REF!, or "=", a formula alone."""

    @property
    def why(self) -> str:
        if self == NO_RESULT:
            return "这一格是公式，文件里没有存下它的结果，请改成数值后再上传。"
        return f"这一格是错误值（{self}），请改成数值或文字后再上传。"


@dataclass
class Table:
    """A sheet; `rows` are its lines with something in them, each with its number from 1.

    `formulas` are (row, column) from 1, `merged` (top, left, bottom, right).
    """

    name: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[list[int]] = field(default_factory=list)


def read(data: bytes, name: str, most_rows: int = MOST_ROWS) -> list[dict]:
    """Every sheet of the file, hidden ones too, as `tables` takes them; Unreadable otherwise."""
    if len(data) > MOST_BYTES:
        size = f"{len(data) / MEGABYTE:.1f}MB，最多{MOST_BYTES // MEGABYTE}MB"
        raise Unreadable(f"“{name}”文件太大，有{size}。")
    try:
        refuse_viruses(data, name)
    except Refused as refused:
        raise Unreadable(str(refused)) from refused
    return json.loads(process.read("workbook", data, name=name, most_rows=most_rows))


def tables(found: list[dict], name: str) -> list[Table]:
    """What was read of a file; Unreadable where a cell of it is too long."""
    return [table(each, name) for each in found]


def table(read: dict, name: str) -> Table:
    rows = [(number, [as_cell(value) for value in line]) for number, line in read["rows"]]
    for number, line in rows:
        if any(len(cell) > LONGEST_CELL for cell in line):
            raise Unreadable(f"“{name}”{read['name']}第{number}行有一格超过{LONGEST_CELL}字。")
    return Table(
        read["name"],
        rows,
        read["hidden"],
        {(row, column) for row, column in read.get("formulas", [])},
        set(read.get("hidden_rows", [])),
        set(read.get("hidden_columns", [])),
        read.get("merged", []),
    )


def as_cell(value) -> str:
    """A cell's value as one would type it: 90, 15.6, 2023-09-30."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return Day(value["day"]) if "day" in value else Fault(value["fault"])
    return Number(plain(Decimal(f"{value:.15g}")))


def tidy(value: str) -> str:
    """Text without control characters, and without the quote that guards formulas in our CSV."""
    if type(value) is not str:
        return value
    clean = UNPRINTABLE.sub("", value).replace("\u3000", " ").strip()
    return clean[1:].strip() if clean.startswith("'") and FORMULA.match(clean[1:]) else clean


class Row(dict):
    """A line of a table by its headers, with the number that people see beside it."""

    def __init__(self, line: int, cells: Iterator[tuple[str, str]]):
        super().__init__(cells)
        self.line = line


@dataclass
class Sheet:
    """A table under its headers; `remarks` say what of the file was not read, or not seen."""

    headers: list[str]
    rows: list[Row]
    remarks: list[str]


def sheet(found: list[Table], name: str) -> Sheet:
    """The first visible table; every other one that holds anything is named as not read."""
    seen = [table for table in found if table.rows and not table.hidden]
    if not seen:
        raise Unreadable(f"“{name}”没有数据。" if not found else f"“{name}”里看得见的表都是空的。")
    table, remarks = seen[0], []
    for other in found:
        if other.rows and other is not table:
            hidden = "是隐藏的" if other.hidden else "不是第一张"
            remarks.append(f"“{other.name}”表{hidden}，没有读，只读了“{table.name}”。")
    lines = [(number, [tidy(cell) for cell in line]) for number, line in table.rows]
    start = header_line(lines, name)
    remarks += [f"第{number}行在表头上面，没有读。" for number, _ in lines[:start]]
    headers = checked_headers(lines[start], name)
    remarks += hidden_words(table, headers, lines[start][0])
    rows = [row_of(headers, number, line, name) for number, line in lines[start + 1 :] if any(line)]
    if not rows:
        raise Unreadable(f"“{name}”只有表头，没有数据。")
    return Sheet(headers, rows, remarks)


def hidden_words(table: Table, headers: list[str], start: int) -> list[str]:
    hidden = "、".join(
        str(row) for row, _ in table.rows if row in table.hidden_rows and row > start
    )
    columns = [f"“{headers[at - 1]}”" for at in sorted(table.hidden_columns) if at <= len(headers)]
    said = [f"第{hidden}行在表里是隐藏的，也读了，请核对。"] if hidden else []
    return said + ([f"{'、'.join(columns)}列在表里是隐藏的，也读了。"] if columns else [])


def row_of(headers: list[str], number: int, line: list[str], name: str) -> Row:
    if any(line[len(headers) :]):
        raise Unreadable(f"“{name}”第{number}行比表头多出一列，请核对表头。")
    cells = [*line, *[""] * len(headers)]
    return Row(number, zip(headers, cells, strict=False))


def header_line(lines: list[tuple[int, list[str]]], name: str) -> int:
    """The first line with two cells filled: a title above the table fills only one."""
    for index, (_, line) in enumerate(lines):
        if sum(bool(cell) for cell in line) > 1:
            return index
    raise Unreadable(f"“{name}”里没有表格：找不到写着列名的表头行。")


def checked_headers(line: tuple[int, list[str]], name: str) -> list[str]:
    number, headers = line[0], list(line[1])
    while not headers[-1]:
        headers.pop()
    for index, header in enumerate(headers, 1):
        if isinstance(header, Fault):
            raise Unreadable(f"“{name}”表头（第{number}行）第{index}列：{header.why}")
        if not header:
            raise Unreadable(f"“{name}”表头（第{number}行）第{index}列没有列名。")
        if folded(header) in map(folded, headers[: index - 1]):
            raise Unreadable(f"“{name}”表头（第{number}行）有两列都叫“{header[:20]}”。")
    return headers
