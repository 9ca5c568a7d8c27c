"""Reading what people upload: xlsx or CSV, known by content, within fixed bounds.

Everything that is wrong with a file is said in one Chinese sentence, before any of it is
unpacked where that can be.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import tablib
from import_export.formats.base_formats import Format
from python_calamine import CalamineWorkbook

from projects.sheets.sheet import LINE
from projects.values.numbers import plain
from supervision.spreadsheets.archive import (
    MEGABYTE,
    SAVE_AS,
    Unreadable,
    check_archive,
    check_size,
    spoken,
)
from supervision.spreadsheets.cells import UNPRINTABLE

MOST_BYTES = 5 * MEGABYTE
MOST_ROWS = 5_000
LONGEST_CELL = 5_000

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Upload(Format):
    """xlsx or CSV, told apart by content whatever the file is called."""

    def __init__(self, encoding=None):
        """The library names an encoding; the content decides."""

    def get_title(self):
        return "xlsx 或 csv（自动识别）"

    def can_import(self):
        return True

    def create_dataset(self, in_stream: bytes, **kwargs) -> tablib.Dataset:
        return dataset(in_stream)


def dataset(data: bytes) -> tablib.Dataset:
    """The first sheet's rows as text under their headers, with each row's line under LINE."""
    lines = read_lines(data)
    start = header_line(lines)
    headers = checked_headers(lines[start], start + 1)
    found = tablib.Dataset(headers=[*headers, LINE])
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not any(line):
            continue
        if any(line[len(headers) :]):
            raise Unreadable(f"第{number}行比表头多出一列，请核对表头。")
        row = [*line, *[""] * len(headers)][: len(headers)]
        found.append([*row, str(number)])
    if not len(found):
        raise Unreadable("表里只有表头，没有数据。")
    return found


def header_line(lines: list[list[str]]) -> int:
    """The first line with two cells filled: a title above the table fills only one."""
    for index, line in enumerate(lines):
        if sum(bool(cell) for cell in line) > 1:
            return index
    raise Unreadable("文件里没有表格：找不到写着列名的表头行。")


def checked_headers(line: list[str], number: int) -> list[str]:
    headers = list(line)
    while headers and not headers[-1]:
        headers.pop()
    for index, header in enumerate(headers, 1):
        if not header:
            raise Unreadable(f"表头（第{number}行）第{index}列没有列名。")
        if headers.index(header) < index - 1:
            raise Unreadable(f"表头（第{number}行）有两列都叫“{header[:20]}”。")
    return headers


def read_lines(data: bytes) -> list[list[str]]:
    """Every line of the file as cells of text, the empty ones included."""
    is_workbook = check_kind(data)
    lines = workbook_lines(data) if is_workbook else csv_lines(data)
    for number, line in enumerate(lines, 1):
        for cell in line:
            if len(cell) > LONGEST_CELL:
                raise Unreadable(f"第{number}行有一格超过{LONGEST_CELL}字。")
    return lines


def check_kind(data: bytes) -> bool:
    """Whether the file is a workbook rather than text; what can be neither is refused."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件太大，最多{MOST_BYTES // MEGABYTE}MB。")
    if not data.strip():
        raise Unreadable("文件是空的。")
    if data.startswith(OLE):
        raise Unreadable(f"这是旧格式（xls、et、wps）或加了密码的文件，{SAVE_AS}")
    return data.startswith(b"PK")


def workbook_lines(data: bytes) -> list[list[str]]:
    with spoken():
        check_archive(data, MOST_ROWS)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    check_size(len(rows), max(map(len, rows), default=0), MOST_ROWS)
    return [[as_text(value) for value in row] for row in rows]


def csv_lines(data: bytes) -> list[list[str]]:
    return [[tidy(value) for value in line] for line in csv_rows(data, MOST_ROWS)]


def csv_rows(data: bytes, most_rows: int) -> Iterator[list[str]]:
    number = 0
    try:
        for line in csv.reader(io.StringIO(decoded(data), newline=""), strict=True):
            number += 1
            check_size(number, len(line), most_rows)
            yield line
    except csv.Error as error:
        raise Unreadable(f"CSV第{number + 1}行的引号或格式有误，读不出来。") from error


def decoded(data: bytes) -> str:
    """UTF-8 first; what is not UTF-8 comes from a Chinese Excel, which saves CSV as GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in found:
            return found
    raise Unreadable(f"看不出这个文件是什么格式，只能上传xlsx或CSV。{SAVE_AS}")


def as_text(value) -> str:
    """A cell's value as one would type it: 90, 15.6, 2023-09-30."""
    return tidy(value if isinstance(value, str) else in_words(value))


def in_words(value) -> str:
    """A number, date or tick as text; of a number the fifteen digits that spreadsheets show."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return plain(Decimal(f"{value:.15g}"))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return str(value)


def tidy(value: str) -> str:
    """Without control characters, and without the quote that guards formulas in our own CSV."""
    clean = UNPRINTABLE.sub("", value).replace("\u3000", " ").strip()
    return clean[1:] if re.match("'[=+\\-@＝＋－＠]", clean) else clean
