"""The uploaded tables as they came, line by line, with what is wrong marked in the cells."""

import datetime as dt
import io
from collections import defaultdict

from projects.models import User
from supervision.models import Period
from supervision.monthbook.columns import PROBLEM, STAGE, Kind
from supervision.monthbook.incoming import Book, Problem, Sheet, as_typed
from supervision.monthbook.paper import NOTE, TITLE, Page, new_book
from supervision.monthbook.preview import compared
from supervision.monthbook.wording import (
    ADDED,
    CUMULATIVE,
    NO,
    TAKEN,
    YES,
    ran_choices,
    stage_choices,
)  # fmt: skip


def marked(book: Book, person: User, period: Period, day: dt.date) -> bytes:
    """The workbook to mend and upload again: the same rows in the same places."""
    kinds, problems = {}, []
    for each in compared(book, person, period, day):
        kinds |= each.drafted.kinds
        problems += each.drafted.problems
    made = new_book()
    for sheet in book.sheets:
        write(made, sheet, kinds, [*book.problems, *problems])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def write(made, sheet: Sheet, kinds: dict, problems: list[Problem]) -> None:
    marks = marks_of(sheet, problems)
    lines, keep = sheet.table.lines, kept_columns(sheet)
    columns = [sheet.columns[at] for at in keep]
    headers = [as_typed(lines[sheet.header - 1][at]) for at in keep]
    page = Page(made, sheet.kind, columns, headers, sheet.header, marked=True)
    for number, line in enumerate(lines[: sheet.header - 1]):
        page.free([as_typed(value) for value in line], NOTE if number else TITLE, 24)
    page.head()
    for number, line in enumerate(lines[sheet.header :], sheet.header + 1):
        kind, known = kinds.get((sheet.name, number), ("", None))
        values = [line[at] if at < len(line) else "" for at in keep]
        at_column = {
            (keep.index(at) if at in keep else -1): text for at, text in marks[number].items()
        }
        page.add(values, kind, choices(kind, known), at_column)
    page.finish()


def kept_columns(sheet: Sheet) -> list[int]:
    """All but an earlier 问题 column, which is written anew at the end."""
    headers = sheet.table.lines[sheet.header - 1]
    return [at for at, header in enumerate(headers) if as_typed(header) != PROBLEM]


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
