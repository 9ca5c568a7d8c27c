"""The workbook as a file: locked cells, drop-downs, marks beside what is wrong.

Written by openpyxl row by row: our own writer (docs/adr/0002) has one look a column, and here a
cell's look hangs on its row as well (docs/adr/0012).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

from projects.spreadsheets.cells import cell as cell_value
from projects.spreadsheets.workbook import A3, FOOTER, LINE_HEIGHT, lines_in
from supervision.reports.workbook.columns import CODE, NARRATIVE, PROBLEM, Column

TITLE, NOTE, HEADER = "标题", "提示", "表头行"
PROSE, PROSE_HEAD = "正文", "小标题"
OPEN, LOCKED, WRONG, SAID = "可填", "锁定", "有误", "问题说明"
NUMBERS = {"value", "denominator", "served"}
PROBLEM_WIDTH = 40
MOST_HEIGHT, ROOM = 200, 80
LINE = Side(style="thin", color="B8C4CC")
# In a workbook _x0041_ is the letter A; an underscore that only looks so is written as itself.
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
AUTHOR = "民生实事督查平台"


def new_book() -> Workbook:
    book = Workbook(write_only=True)
    for style in styles():
        book.add_named_style(style)
    return book


def styles() -> list[NamedStyle]:
    box = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
    wrapped = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    open_, locked = Protection(locked=False), Protection(locked=True)

    def style(name, color="", bold=False, size=10, letters="000000", align=wrapped, lock=locked):
        fill = PatternFill("solid", fgColor=color) if color else PatternFill()
        return NamedStyle(
            name, Font(size=size, bold=bold, color=letters), fill,
            border=box if color else Border(), alignment=align, protection=lock,
        )  # fmt: skip

    return [
        style(TITLE, bold=True, size=16, align=Alignment(vertical="center")),
        style(NOTE, align=Alignment(vertical="center")),
        style(PROSE, size=11),
        style(PROSE_HEAD, bold=True, size=12),
        style(HEADER, "DCE4EA", bold=True, align=middle),
        style(OPEN, "FFFFFF", lock=open_),
        style(LOCKED, "EEF1F3", letters="333333"),
        style(WRONG, "F9D6D5", letters="8A0F0F", lock=open_),
        style(SAID, "F9D6D5", letters="8A0F0F"),
    ]


@dataclass
class Page:
    """One table being written; `columns` are as they stand, None for one that is not ours."""

    book: Workbook
    name: str
    columns: Sequence[Column | None]
    headers: Sequence[str]
    header_row: int
    marked: bool = False
    row: int = 0
    choices: dict[tuple, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        self.sheet = self.book.create_sheet(self.name)
        for number, column in enumerate(self.columns, 1):
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = column.width if column else 12
            self.sheet.column_dimensions[letter].hidden = bool(column and column.header == CODE)
        if self.marked:
            last = get_column_letter(len(self.columns) + 1)
            self.sheet.column_dimensions[last].width = PROBLEM_WIDTH
        set_up(self.sheet)
        if self.columns:
            self.sheet.print_title_rows = f"{self.header_row}:{self.header_row}"
            self.sheet.freeze_panes = f"{get_column_letter(self.fixed + 1)}{self.header_row + 1}"

    @property
    def fixed(self) -> int:
        """How many columns stay in sight: up to what names the row."""
        keys = [column.key if column else "" for column in self.columns]
        found = [keys.index(key) + 1 for key in ("project", "target") if key in keys]
        return max(found, default=0)

    def free(self, values: Sequence, style: str, height: float) -> None:
        """A line above the table."""
        self.put([self.made(value, style) for value in values], height)

    def paragraph(self, text: str, width: float) -> None:
        """A line of prose as high as it needs; a heading where it is not a sentence."""
        style = PROSE if text.endswith(("。", "】")) else PROSE_HEAD
        self.put([self.made(text, style)], LINE_HEIGHT * 1.2 * lines_in(text, width) + 6)

    def head(self) -> None:
        headers = [*self.headers, *([PROBLEM] if self.marked else [])]
        self.put([self.made(header, HEADER) for header in headers], 2 * LINE_HEIGHT + 6)

    def add(self, values: Sequence, kind: str, choices: dict, marks: dict[int, str]) -> None:
        """A row of the table; `marks` are sentences by column from 0, -1 for the row itself."""
        cells, number = [], self.row + 1
        for at, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            open_ = bool(column and kind in column.fills)
            style = WRONG if at in marks else OPEN if open_ else LOCKED
            made = self.made(value, style)
            if at in marks:
                made.comment = Comment(marks[at], AUTHOR, height=90, width=300)
            cells.append(made)
            if open_ and column.key in choices:
                listed = ("list", at, tuple(choices[column.key]))
                self.choices[listed].append(number)
            elif open_ and column.key in NUMBERS:
                self.choices["decimal", at, ()].append(number)
        if self.marked:
            said = "\n".join(dict.fromkeys(text for _, text in sorted(marks.items())))
            cells.append(self.made(said, SAID if marks else LOCKED))
        self.put(cells, self.height(kind, values, marks))

    def height(self, kind: str, values: Sequence, marks: dict[int, str]) -> float:
        shown = [
            lines_in(value, column.width)
            for column, value in zip(self.columns, values, strict=True)
            if column and column.header != CODE
        ]
        shown.append(lines_in("\n".join(marks.values()), PROBLEM_WIDTH))
        least = ROOM if kind == NARRATIVE else 0
        return min(MOST_HEIGHT, max(least, LINE_HEIGHT * max(shown) + 6))

    def made(self, value, style: str) -> WriteOnlyCell:
        made = WriteOnlyCell(self.sheet)
        held = cell_value(value)
        if held is not None:
            made.value = ESCAPE.sub("_x005F_", held) if isinstance(held, str) else held
            if isinstance(held, str):
                made.data_type = "s"  # text is text, even with an equals sign before it
        made.style = style
        return made

    def put(self, cells: list, height: float) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height
        self.sheet.append(cells)

    def finish(self) -> None:
        for (kind, at, listed), rows in self.choices.items():
            letter = get_column_letter(at + 1)
            rule = drop_down(listed) if kind == "list" else number_box()
            rule.sqref = " ".join(f"{letter}{a}:{letter}{b}" for a, b in runs(rows))
            self.sheet.data_validations.append(rule)


def drop_down(listed: Sequence[str]) -> DataValidation:
    return DataValidation(
        type="list", formula1=f'"{",".join(listed)}"', allow_blank=True,
        errorStyle="warning", showErrorMessage=True, errorTitle="请在下拉框里选",
        error="这里从下拉框里选；写别的，上传时可能认不出来。",
    )  # fmt: skip


def number_box() -> DataValidation:
    return DataValidation(
        type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True,
        showErrorMessage=True, errorTitle="请只填数字",
        error="这里只填零或正数，不带单位和文字。",
    )  # fmt: skip


def runs(rows: list[int]) -> list[tuple[int, int]]:
    """Ascending row numbers as ranges."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return [(first, last) for first, last in found]


def set_up(sheet) -> None:
    """Locked without a password, and printed whole on A3 across."""
    sheet.protection.sheet = True
    # In this format True forbids; widths, heights and looks are the reader's own affair.
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3)
    sheet.oddFooter.center.text = FOOTER.removeprefix("&C")
