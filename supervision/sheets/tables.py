"""Every sheet of an upload as it stands, with what a single sheet's reader need not know:
where cells are merged, hold a formula, or show an error."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from supervision.sheets.archive import (
    Odd,
    Unreadable,
    check_archive,
    check_size,
    parts_in_order,
    spoken,
)
from supervision.sheets.reading import LONGEST_CELL, check_kind, csv_rows

MOST_SHEETS = 20


@dataclass
class Table:
    """A sheet; `rows` are read but once, as they are asked for. `merged` are (row, column) pairs
    from 1, as in `odd`."""

    name: str
    rows: Iterator[list]
    odd: Odd = field(default_factory=Odd)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, list]]:
        """Each line with its number from 1, the empty ones included."""
        for number, line in enumerate(self.rows, 1):
            if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in line):
                raise Unreadable(f"{self.name}第{number}行有一格超过{LONGEST_CELL}字。")
            yield number, line


def tables(data: bytes, most_rows: int) -> Iterator[Table]:
    """The sheets of an xlsx, one after the other, or the one of a CSV; Unreadable in one sentence
    otherwise."""
    if check_kind(data):
        yield from workbook_tables(data, most_rows)
    else:
        yield Table("", csv_rows(data, most_rows))


def workbook_tables(data: bytes, most_rows: int) -> Iterator[Table]:
    with spoken():
        odd = check_archive(data, most_rows)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        parts = parts_in_order(data)
        if len(parts) > MOST_SHEETS:
            raise Unreadable(f"文件里超过{MOST_SHEETS}张表，请删去无关的表。")
        sheets = list(zip(book.sheets_metadata, parts, strict=True))
    for sheet, part in sheets:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            with spoken():
                table = table_of(
                    book.get_sheet_by_name(sheet.name), odd.get(part, Odd()), most_rows
                )
            yield table


def table_of(sheet: CalamineSheet, odd: Odd, most_rows: int) -> Table:
    check_size(sheet.total_height, sheet.total_width, most_rows)
    merged = [
        ((first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1))
        for first, last in sheet.merged_cell_ranges or []
    ]
    return Table(sheet.name, rows_of(sheet), odd, merged)


def rows_of(sheet: CalamineSheet) -> Iterator[list]:
    """The library gives rows from the first column that holds anything."""
    before = [""] * sheet.start[1] if sheet.start else []
    return (before + row for row in sheet.iter_rows())
