"""Every sheet of an upload as it stands, with what a single sheet's reader need not know:
where cells are merged, hold a formula, or show an error."""

import io
from dataclasses import dataclass, field

from python_calamine import CalamineWorkbook, SheetTypeEnum

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
    """A sheet's lines from the first; `merged` are (row, column) pairs from 1, as in `odd`."""

    name: str
    lines: list[list]
    odd: Odd = field(default_factory=Odd)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def tables(data: bytes, most_rows: int) -> list[Table]:
    """The sheets of an xlsx or the one of a CSV; Unreadable in one sentence otherwise."""
    if check_kind(data):
        found = workbook_tables(data, most_rows)
    else:
        found = [Table("", csv_rows(data, most_rows))]
    for table in found:
        for number, line in enumerate(table.lines, 1):
            if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in line):
                raise Unreadable(f"{table.name}第{number}行有一格超过{LONGEST_CELL}字。")
    return found


def workbook_tables(data: bytes, most_rows: int) -> list[Table]:
    with spoken():
        odd = check_archive(data, most_rows)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        parts = parts_in_order(data)
        if len(parts) > MOST_SHEETS:
            raise Unreadable(f"文件里超过{MOST_SHEETS}张表，请删去无关的表。")
        return [
            table_of(book.get_sheet_by_name(sheet.name), odd.get(part, Odd()), most_rows)
            for sheet, part in zip(book.sheets_metadata, parts, strict=True)
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]


def table_of(sheet, odd: Odd, most_rows: int) -> Table:
    check_size(sheet.total_height, sheet.total_width, most_rows)
    merged = [
        ((first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1))
        for first, last in sheet.merged_cell_ranges or []
    ]
    return Table(sheet.name, sheet.to_python(skip_empty_area=False), odd, merged)
