"""The uploaded tables as they came, line by line, with what is wrong marked in the cells."""

import datetime as dt
import io
from collections import defaultdict
from decimal import Decimal

from openpyxl import Workbook

from projects.models import User
from projects.spreadsheets.reading import NO_RESULT, Fault, Number, Table
from projects.spreadsheets.workbook import LINE_HEIGHT
from supervision.models import Period
from supervision.reports.workbook.columns import PROBLEM
from supervision.reports.workbook.compared import compared
from supervision.reports.workbook.incoming import Problem, Sheet, as_typed, taken_apart
from supervision.reports.workbook.paper import NOTE, TITLE, Page, new_book
from supervision.reports.workbook.rows import choices


def marked(tables: list[Table], person: User, period: Period, day: dt.date) -> bytes:
    """The workbook to mend and upload again: the same rows in the same places."""
    book, kinds, problems = taken_apart(tables), {}, []
    for each in compared(book, person, period, day):
        found = each.drafted
        kinds |= {at: (kind, choices(kind, line)) for at, (kind, line) in found.kinds.items()}
        problems += found.problems
    made = new_book()
    for sheet in book.sheets.values():
        write(made, sheet, kinds, [*book.problems, *problems])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def write(made: Workbook, sheet: Sheet, kinds: dict, problems: list) -> None:
    marks, keep = marks_of(sheet, problems), kept_columns(sheet)
    columns, headers = [sheet.columns[at] for at in keep], [sheet.headers[at] for at in keep]
    page = Page(made, sheet.kind, columns, headers, sheet.header, marked=True)
    for number, line in sheet.table.rows:
        while page.row < number - 1:
            page.put([], LINE_HEIGHT)
        if number < sheet.header:
            page.free([as_typed(value) for value in line], NOTE if number > 1 else TITLE, 24)
        elif number == sheet.header:
            page.head()
        else:
            kind, listed = kinds.get((sheet.name, number), ("", {}))
            values = [as_value(line[at]) if at < len(line) else "" for at in keep]
            at_column = {
                (keep.index(at) if at in keep else -1): text for at, text in marks[number].items()
            }
            page.add(values, kind, listed, at_column)
    page.finish()


def as_value(cell: str):
    """A number as one again; a text that only looks like one stays text."""
    if isinstance(cell, Number):
        return Decimal(cell)
    return "" if cell == NO_RESULT and isinstance(cell, Fault) else cell


def kept_columns(sheet: Sheet) -> list[int]:
    """All but an earlier 问题 column, which is written anew at the end."""
    return [at for at, header in enumerate(sheet.headers) if header != PROBLEM]


def marks_of(sheet: Sheet, problems: list[Problem]) -> dict[int, dict[int, str]]:
    """Sentences by row, then by column from 0; -1 for a row as a whole."""
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for problem in problems:
        place = problem.place
        if place.sheet == sheet.name:
            row = marks[place.row]
            before = row.get(place.column - 1, "")
            row[place.column - 1] = f"{before}{problem.text}"
    return marks
