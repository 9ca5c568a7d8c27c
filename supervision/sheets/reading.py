"""Reading what people upload: xlsx or CSV, known by content, within fixed bounds.

Everything that is wrong with a file is said in one Chinese sentence, before any of it is
unpacked where that can be.
"""

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from decimal import Decimal

import tablib
from import_export.formats.base_formats import Format
from python_calamine import CalamineError, CalamineWorkbook

from projects.imports.sheet import LINE
from projects.numbers import plain
from supervision.sheets.cells import UNPRINTABLE

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_FILES = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 5_000

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE_AS = "请用Excel或WPS打开后“另存为”xlsx工作簿，再上传。"
CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
CHUNK = 256 * 1024


class Unreadable(ValueError):
    """A file that cannot be taken; its text is the Chinese sentence to show."""


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
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件太大，最多{MOST_BYTES // MEGABYTE}MB。")
    if not data.strip():
        raise Unreadable("文件是空的。")
    if data.startswith(OLE):
        raise Unreadable(f"这是旧格式（xls、et、wps）或加了密码的文件，{SAVE_AS}")
    lines = workbook_lines(data) if data.startswith(b"PK") else csv_lines(data)
    for number, line in enumerate(lines, 1):
        for cell in line:
            if len(cell) > LONGEST_CELL:
                raise Unreadable(f"第{number}行有一格超过{LONGEST_CELL}字。")
    return lines


def workbook_lines(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (
        zipfile.BadZipFile, zlib.error, CalamineError, NotImplementedError, RuntimeError,
        OSError, EOFError, IndexError, UnicodeError,
    ) as error:  # fmt: skip
        raise Unreadable(f"文件损坏或不是xlsx工作簿，读不出来。{SAVE_AS}") from error
    check_size(len(rows), max(map(len, rows), default=0))
    return [[as_text(value) for value in row] for row in rows]


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse bombs by the sizes they declare, then hold every part to its declaration."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(f"文件解开后超过{MOST_UNPACKED // MEGABYTE}MB，可能有误，没有读取。")
    if "[Content_Types].xml" not in names:
        raise Unreadable(f"这不是xlsx工作簿，{SAVE_AS}")
    kinds = archive.read("[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(f"这是带宏的文件（xlsm），为安全起见不接收。{SAVE_AS}")
    for part in parts:
        check_part(archive, part)


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part once: a false size fails its checksum, a far-off cell would fill memory."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if not is_sheet:
                continue
            for column, row in CELL.findall(tail + chunk):
                check_size(int(row), column_number(column))
            tail = chunk[-32:]


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(f"表格超过{MOST_ROWS}行，请删去多余的行或分开上传。")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"表格超过{MOST_COLUMNS}列，请删去多余的列。")


def csv_lines(data: bytes) -> list[list[str]]:
    try:
        lines = []
        for line in csv.reader(io.StringIO(decoded(data), newline=""), strict=True):
            check_size(len(lines) + 1, len(line))
            lines.append([tidy(value) for value in line])
    except csv.Error as error:
        raise Unreadable(f"CSV第{len(lines) + 1}行的引号或格式有误，读不出来。") from error
    return lines


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
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return plain(Decimal(str(value)))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return tidy(str(value))


def tidy(value: str) -> str:
    """Without control characters, and without the quote that guards formulas in our own CSV."""
    clean = UNPRINTABLE.sub("", value).replace("\u3000", " ").strip()
    return clean[1:] if re.match("'[=+\\-@＝＋－＠]", clean) else clean
