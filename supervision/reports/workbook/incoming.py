"""An uploaded workbook taken apart: which row is about what, and what stands in its cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from projects.spreadsheets.reading import Fault, Table, Unreadable
from projects.values.text import clean
from supervision.reports.workbook.columns import (
    ABOUT,
    CODE,
    FIGURES,
    PROBLEM,
    TABLES,
    TELLING,
    Column,
)

HEADER_WITHIN = 30
CODE_WORDS = re.compile(r"([0-9]{1,12})v([0-9]{1,9})(?:-([0-9]{1,12})(?:-([0-9]{1,12}))?)?")
OURS = "请用本页下载的填报表填写，不要改动表头和隐藏的“编码”列。"


@dataclass(frozen=True, order=True)
class Place:
    """A cell, or with column 0 a whole row, of the uploaded file; both counted from 1."""

    sheet: str
    row: int
    column: int = 0

    def __str__(self):
        at = f"{get_column_letter(self.column)}{self.row}格" if self.column else f"第{self.row}行"
        return f"“{self.sheet}”{at}"


@dataclass(frozen=True)
class Problem:
    place: Place
    text: str

    def __str__(self):
        return f"{self.place}：{self.text}"


@dataclass
class Sheet:
    """One of the two tables as uploaded: its header line, counted from 1, with its words, and in
    which column a key stands."""

    kind: str
    table: Table
    header: int
    headers: list[str]
    at: dict[str, int]

    @property
    def name(self) -> str:
        return self.table.name or "CSV"

    @property
    def columns(self) -> list[Column | None]:
        """Our column at each place of the header, None where it is somebody's own."""
        known = {self.at[column.key]: column for column in TABLES[self.kind]}
        return [known.get(number) for number in range(1, len(self.headers) + 1)]


@dataclass
class Given:
    """A row of the file: its cells' words by column key; `report`, `target`, `stage` are keys."""

    sheet: Sheet
    row: int
    report: int
    version: int
    target: str
    stage: str
    words: dict[str, str]

    def place(self, key: str = "") -> Place:
        return Place(self.sheet.name, self.row, self.sheet.at.get(key, 0))

    def text(self, key: str) -> str:
        return self.words.get(key, "")


@dataclass
class Book:
    """The file: its rows by report, and what is wrong before any of it is compared."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    reports: dict[int, list[Given]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def is_formula(self, place: Place | None) -> bool:
        return bool(place) and any(
            (place.row, place.column) in sheet.table.formulas
            for sheet in self.sheets.values()
            if sheet.name == place.sheet
        )


def taken_apart(tables: list[Table]) -> Book:
    """Take a file apart; Unreadable where it is no filled-in workbook of ours at all."""
    book = Book()
    for table in tables:
        sheet = sheet_of(table)
        if sheet and sheet.kind in book.sheets:
            raise Unreadable(f"文件里有两张“{sheet.kind}”表，请只留一张。")
        if sheet:
            book.sheets[sheet.kind] = sheet
            check_headers(book, sheet)
            take_rows(book, sheet)
            check_merged(book, sheet)
        elif table.rows and table.name != ABOUT:
            book.remarks.append(f"“{table.name}”表不是填报表的一部分，没有读。")
    if not book.sheets:
        raise Unreadable(f"文件里没有“填报”表，也没有“文字进展”表。{OURS}")
    if not book.reports and not book.problems:
        raise Unreadable(f"表里没有可读的行。{OURS}")
    return book


def sheet_of(table: Table) -> Sheet | None:
    """The table as one of ours, known by its header line; None where it is none."""
    for number, line in table.rows:
        headers = [as_typed(value) for value in line]
        kind = next((kind for told, kind in TELLING.items() if told in headers), "")
        if number > HEADER_WITHIN:
            return None
        if not kind:
            continue
        names = {column.header: column.key for column in TABLES[kind]}
        if absent := [header for header in names if header not in headers]:
            raise Unreadable(f"“{kind}”表缺少“{'”“'.join(absent)}”列。{OURS}")
        if double := [header for header in names if headers.count(header) > 1]:
            raise Unreadable(f"“{kind}”表有两列都叫“{double[0]}”。{OURS}")
        at = {key: headers.index(header) + 1 for header, key in names.items()}
        return Sheet(kind, table, number, headers, at)
    return None


def check_headers(book: Book, sheet: Sheet) -> None:
    """Columns that somebody added are not read, and that is said; so are hidden things read."""
    known = {column.header for column in TABLES[sheet.kind]} | {PROBLEM, ""}
    for header in sheet.headers:
        if header not in known:
            book.remarks.append(f"“{sheet.name}”里的“{header[:20]}”列是另加的，没有读。")
    if sheet.table.hidden:
        book.remarks.append(f"“{sheet.name}”表是隐藏的，也读了，请核对。")
    hidden = sorted(row for row in sheet.table.hidden_rows if row > sheet.header)
    if hidden := "、".join(map(str, hidden)):
        book.remarks.append(f"“{sheet.name}”第{hidden}行在表里是隐藏的，也读了，请核对。")


def check_merged(book: Book, sheet: Sheet) -> None:
    """Merged cells hold one value for several rows: nobody can say for which."""
    open_ = {sheet.at[column.key] for column in fillable(sheet)}
    for top, left, bottom, right in sheet.table.merged:
        if bottom > sheet.header and open_ & set(range(left, right + 1)):
            text = f"第{top}—{bottom}行有合并的单元格，看不出各行填的是什么，请取消合并后分别填写。"
            book.problems.append(Problem(Place(sheet.name, top, left), text))


def take_rows(book: Book, sheet: Sheet) -> None:
    read = {column.key: sheet.at[column.key] for column in TABLES[sheet.kind] if column.read}
    for number, line in sheet.table.rows:
        if number <= sheet.header:
            continue
        cells = {key: line[at - 1] for key, at in read.items() if at <= len(line)}
        words = {key: as_typed(value) for key, value in cells.items()}
        place, code = Place(sheet.name, number), words.get("code", "")
        if not code:
            if any(words.get(column.key) for column in fillable(sheet)):
                text = f"这一行没有“{CODE}”，是另加的行，请删去，填在原有的行里。"
                book.problems.append(Problem(place, text))
            else:
                book.remarks.append(f"{place}没有“{CODE}”，没有读。")
            continue
        match = CODE_WORDS.fullmatch(code)
        if not match or bool(match[3]) != (sheet.kind == FIGURES):
            text = f"“{CODE}”被改动过（现为“{code[:20]}”），请重新下载填报表。"
            book.problems.append(Problem(place, text))
            continue
        report, version, target, stage = match.groups(default="")
        given = Given(sheet, number, int(report), int(version), target, stage, words)
        book.reports.setdefault(given.report, []).append(given)
        for column in fillable(sheet):
            if isinstance(fault := cells.get(column.key), Fault):
                words[column.key] = ""
                book.problems.append(Problem(given.place(column.key), fault.why))


def fillable(sheet: Sheet) -> Iterator[Column]:
    return (column for column in TABLES[sheet.kind] if column.fills)


def as_typed(value: str) -> str:
    """A cell as text without what nobody sees; spaces inside a narrative stay."""
    return clean(value).strip()
