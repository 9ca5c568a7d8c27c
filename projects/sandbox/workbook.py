"""The tables of a workbook or CSV file, with what a reader of cells alone would not tell.

Cells are text, numbers and ticks; a day is {"day": …}, an error or a formula without its result
{"fault": …}. Rows and columns are counted from 1; empty rows are left out.
"""

import csv
import datetime as dt
import io
import json
import posixpath
import re
import zipfile
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum
from refusal import DAMAGED, Refusal

MOST_UNPACKED = 50 * 1024 * 1024
MOST_PACKED = 100  # times its size that a large sheet is packed; spreadsheet programmes reach 40
LARGE = 10 * 1024 * 1024
MOST_FILES, MOST_SHEETS, MOST_COLUMNS = 500, 20, 100
SAVE_AS = "请用Excel或WPS打开后“另存为”xlsx工作簿，再上传。"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|#+)"
    r"|Err:\d+"
)
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ODD_EXTENT = re.compile(
    rb'<(?:\w+:)?dimension ref="(?![A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")[^"]*"\s*/>'
)
NO_RESULT = "="
TRUE = ("1", "true")
BROKEN = (*DAMAGED, CalamineError, expat.ExpatError, LookupError, ValueError, OverflowError)


def read(data: bytes, most_rows: int) -> bytes:
    if not data.strip():
        raise Refusal("是空的。")
    if data.startswith(OLE):
        raise Refusal(f"是旧格式（xls、et、wps）或加了密码的文件，{SAVE_AS}")
    if data.startswith(b"PK"):
        try:
            tables = workbook(data, most_rows)
        except BROKEN as error:
            raise Refusal(f"损坏或不是xlsx工作簿，读不出来。{SAVE_AS}") from error
    else:
        tables = [csv_table(data, most_rows)]
    return json.dumps(tables, ensure_ascii=False, default=other).encode("utf-8", "ignore")


def workbook(data: bytes, most_rows: int) -> list[dict]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_package(archive)
        parts = sheet_parts(archive)
        seen = {name: seen_in(archive.read(part), most_rows) for name, part in parts.items()}
        data = without_claims(archive, data, set(parts.values()))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    tables = []
    for about in book.sheets_metadata:
        if sheet := seen.get(about.name):
            cells = book.get_sheet_by_name(about.name)
            hidden = about.visible != SheetVisibleEnum.Visible
            tables.append(table(about.name, hidden, cells, sheet))
    if not tables:
        raise ValueError("no sheets")
    return tables


def without_claims(archive: zipfile.ZipFile, data: bytes, sheets: set[str]) -> bytes:
    """The file without the extents that its sheets claim, where one is none.

    The library refuses a file for them, and counts the cells itself.
    """
    claims = [ODD_EXTENT.search(archive.read(part)) for part in sheets]
    if not any(claims):
        return data
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as made:
        for part in archive.namelist():
            content = archive.read(part)
            made.writestr(part, ODD_EXTENT.sub(b"", content) if part in sheets else content)
    return copy.getvalue()


def check_package(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    size, packed = (
        sum(getattr(part, of) for part in parts) for of in ("file_size", "compress_size")
    )
    bomb = size > LARGE and size > MOST_PACKED * packed
    if len(parts) > MOST_FILES or size > MOST_UNPACKED or bomb:
        raise Refusal(f"解开后太大，可能有误，没有读取。{SAVE_AS}")
    if "[Content_Types].xml" not in names:
        raise Refusal(f"不是xlsx工作簿，{SAVE_AS}")
    kinds = archive.read("[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refusal(f"是带宏的文件（xlsm），为安全起见不接收。{SAVE_AS}")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that each sheet lies in, by the sheet's name."""
    there = {part.replace("\\", "/").lower(): part for part in archive.namelist()}
    sheets, targets = [], {}

    def start(name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "sheet":
            key = next((value for at, value in given.items() if at.endswith(":id")), "")
            sheets.append((given.get("name", ""), key))
        elif name == "Relationship":
            path = posixpath.join("/xl", given.get("Target", "").replace("\\", "/"))
            targets[given.get("Id", "")] = posixpath.normpath(path)[1:].lower()

    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        parsed(archive.read(there[part]), start)
    if len(sheets) > MOST_SHEETS:
        raise Refusal(f"里超过{MOST_SHEETS}张表，请删去无关的表。")
    return {name: there[targets[key]] for name, key in sheets if "chartsheet" not in targets[key]}


def parsed(content: bytes, start, end=None, text=None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = strange
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(content, True)


def strange(*declared) -> None:
    """Declarations make much of little; no spreadsheet programme writes any."""
    raise Refusal(f"的内容不合常规，读不出来。{SAVE_AS}")


class Seen:
    """What the library does not tell of a sheet: errors, formulas, what is hidden."""

    def __init__(self, most_rows: int):
        self.most_rows = most_rows
        self.faults: dict[tuple[int, int], str] = {}
        self.formulas: list[tuple[int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.filled: set[int] = set()
        self.row = self.column = 0
        self.kind, self.formula, self.gathers, self.text = "", False, False, ""

    def start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.address(given.get("r", ""))
            self.kind, self.formula, self.text = given.get("t", "n"), False, ""
        elif name == "row":
            self.row, self.column = int(given.get("r", self.row + 1)), 0
            if given.get("hidden") in TRUE:
                self.hidden_rows.append(self.row)
        elif name == "col" and given.get("hidden") in TRUE:
            first, last = int(given["min"]), min(int(given["max"]), MOST_COLUMNS)
            self.hidden_columns += range(first, last + 1)
        elif name == "f":
            self.formula = True
        self.gathers = name in ("v", "t")

    def address(self, given: str) -> None:
        self.column += 1
        if found := ADDRESS.fullmatch(given):
            self.row, self.column = int(found[2]), 0
            for letter in found[1]:
                self.column = self.column * 26 + ord(letter) - 64

    def data(self, text: str) -> None:
        if self.gathers:
            self.text += text

    def end(self, name: str) -> None:
        self.gathers = False
        if name.rpartition(":")[2] != "c":
            return
        at = self.row, self.column
        if self.formula:
            self.formulas.append(at)
        if self.kind == "e":
            self.faults[at] = self.text or "#N/A"
        elif self.formula and not self.text and self.kind != "str":
            self.faults[at] = NO_RESULT
        if self.text or self.formula:
            self.filled.add(self.row)
            check_size(len(self.filled), self.column, self.most_rows)


def seen_in(content: bytes, most_rows: int) -> Seen:
    seen = Seen(most_rows)
    parsed(content, seen.start, seen.end, seen.data)
    return seen


def check_size(rows: int, columns: int, most_rows: int) -> None:
    if rows > most_rows:
        raise Refusal(f"的表格超过{most_rows}行，请删去多余的行或分开上传。")
    if columns > MOST_COLUMNS:
        raise Refusal(f"的表格超过{MOST_COLUMNS}列，请删去多余的列。")


def table(name: str, hidden: bool, cells, seen: Seen) -> dict:
    top, left = cells.start or (0, 0)
    found = {}
    for number, values in enumerate(cells.iter_rows(), top + 1):
        if any(value != "" for value in values):
            found[number] = [""] * left + [fault_in(value) for value in values]
    for (row, column), text in seen.faults.items():
        line = found.setdefault(row, [])
        line += [""] * (column - len(line))
        line[column - 1] = {"fault": text}
    merged = [[top + 1, left + 1, bottom + 1, right + 1]
              for (top, left), (bottom, right) in cells.merged_cell_ranges or []]  # fmt: skip
    return {
        "name": name,
        "hidden": hidden,
        "rows": sorted(found.items()),
        "formulas": seen.formulas,
        "hidden_rows": seen.hidden_rows,
        "hidden_columns": seen.hidden_columns,
        "merged": merged,
    }


def fault_in(value):
    """A text that is an error, as CSV files and pasted values hold it, is none to be kept."""
    is_fault = isinstance(value, str) and ERROR.fullmatch(value.strip())
    return {"fault": value.strip()} if is_fault else value


def other(value) -> dict | str:
    """Days and times for JSON."""
    if isinstance(value, dt.datetime):
        return {"day": f"{value:%Y-%m-%d}"} if value.time() == dt.time() else str(value)
    return {"day": str(value)} if isinstance(value, dt.date) else str(value)


def csv_table(data: bytes, most_rows: int) -> dict:
    rows, filled = [], 0
    reader = csv.reader(io.StringIO(decoded(data), newline=""), strict=True)
    try:
        for number, line in enumerate(reader, 1):
            filled += any(line)
            check_size(filled, len(line), most_rows)
            if any(line):
                rows.append((number, [fault_in(value) for value in line]))
    except csv.Error as error:
        raise Refusal(f"第{reader.line_num}行的引号或格式有误，读不出来。") from error
    return {"name": "", "hidden": False, "rows": rows}


def decoded(data: bytes) -> str:
    """UTF-8 first; what is not UTF-8 comes from a Chinese Excel, which saves CSV as GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in found:
            return found
    raise Refusal(f"看不出是什么格式，只能上传xlsx或CSV。{SAVE_AS}")
