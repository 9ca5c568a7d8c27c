"""The uploaded tables as they came, line by line, with what is wrong marked in the cells."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable

from openpyxl import Workbook

from projects.models import User
from supervision.models import Period
from supervision.reports.workbook.columns import PROBLEM, STAGE, Kind
from supervision.reports.workbook.incoming import MOST_ROWS, Problem, Sheet, as_typed, opened
from supervision.reports.workbook.paper import NOTE, TITLE, Page, new_book
from supervision.reports.workbook.preview import compared
from supervision.reports.workbook.wording import (  # fmt: skip
    ADDED,
    CUMULATIVE,
    NO,
    TAKEN,
    YES,
    ran_choices,
    stage_choices,
)
from supervision.spreadsheets.tables import tables


def marked(data: bytes, person: User, period: Period, day: dt.date) -> bytes:
    """The workbook to mend and upload again: the same rows in the same places."""
    kinds, problems = {}, []
    with opened(data) as book:
        for each in compared(book, person, period, day):
            kinds |= {
                at: (kind, choices(kind, line)) for at, (kind, line) in each.drafted.kinds.items()
            }
            problems += each.drafted.problems
    made = new_book()
    known = {sheet.table.name: sheet for sheet in book.sheets.values()}
    for table in tables(data, MOST_ROWS):
        if sheet := known.get(table.name):
            write(made, sheet, table.lines(), kinds, [*book.problems, *problems])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def write(
    made: Workbook, sheet: Sheet, lines: Iterable[tuple[int, list]], kinds: dict, problems: list
) -> None:
    marks, keep = marks_of(sheet, problems), kept_columns(sheet)
    columns, headers = [sheet.columns[at] for at in keep], [sheet.headers[at] for at in keep]
    page = Page(made, sheet.kind, columns, headers, sheet.header, marked=True)
    for number, line in lines:
        if number < sheet.header:
            page.free([as_typed(value) for value in line], NOTE if number > 1 else TITLE, 24)
        elif number == sheet.header:
            page.head()
        else:
            kind, listed = kinds.get((sheet.name, number), ("", {}))
            values = [line[at] if at < len(line) else "" for at in keep]
            at_column = {
                (keep.index(at) if at in keep else -1): text for at, text in marks[number].items()
            }
            page.add(values, kind, listed, at_column)
    page.finish()


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


def choices(kind: str, line) -> dict[str, list[str]]:
    if not line:
        return {}
    found = {"objective": [YES, NO]}
    if kind == Kind.QUANTITY:
        found["mode"] = [ADDED if line.rising else TAKEN, CUMULATIVE]
    if kind == Kind.SERVICE:
        found["ran"] = ran_choices(line)
    if kind == STAGE:
        found["stage"] = stage_choices(line)
    return found
