"""A workbook's cells as they stream by: nothing of a sheet is laid out, however long it is.

The library that reads other uploads holds a sheet whole, its empty cells and its copies of shared
texts included; a month's workbook may be the largest thing a unit uploads (docs/adr/0012). Bounds
are those of `archive`, which has counted every cell before one is read here.
"""

import contextlib
import datetime as dt
import math
import re
from array import array
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from supervision.spreadsheets.archive import (
    CHUNK,
    LONGEST_PIECE,
    MOST_FILES,
    check_size,
    column_number,
    strange,
    too_long,
)

PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
# A control character as the format writes it; half a character of two is left as it stands.
ESCAPE = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built into the format
MOST_STYLES = 70_000
MOST_MERGED = 10_000


class Reader:
    """What is told of each element and text of a part; here nothing is kept."""

    def start(self, name: str, given: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...


def parsed(stream: IO[bytes], reader: Reader) -> Iterator[None]:
    """Feed a part to its reader, with a turn for the caller after each bit."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refused
    parser.StartElementHandler = lambda name, given: reader.start(name.rpartition(":")[2], given)
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = reader.data
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
        yield
    parser.Parse(b"", True)
    yield


def refused(*declared) -> None:
    """Declarations make much of little; no spreadsheet programme writes any."""
    raise strange()


class Contents(Reader):
    """The workbook's sheets in its order, the parts they lie in, and what its dates count from."""

    def __init__(self):
        self.sheets: list[tuple[str, str]] = []
        self.parts: dict[str, str] = {}
        self.epoch = WINDOWS_EPOCH

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for at, value in given.items() if at.endswith(":id")), "")
            self.sheets.append((given.get("name", ""), key))
        elif name == "Relationship":
            target = given.get("Target", "")
            in_package = target[1:] if target.startswith("/") else f"xl/{target}"
            self.parts[given.get("Id", "")] = in_package
        elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH
        if len(self.sheets) + len(self.parts) > 2 * MOST_FILES:
            raise strange()


class Texts(Reader):
    """Gathers the words of <t> and <v>, but for the readings that stand above Asian words."""

    def __init__(self):
        self.parts: list[str] = []
        self.length = 0
        self.gathers = self.above = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "rPh":
            self.above = True
        elif name in ("t", "v"):
            self.gathers = not self.above

    def end(self, name: str) -> None:
        if name == "rPh":
            self.above = False
        elif name in ("t", "v"):
            self.gathers = False

    def data(self, text: str) -> None:
        if self.gathers:
            self.parts.append(text)
            self.length += len(text)
            if self.length > LONGEST_PIECE:
                raise too_long()

    def taken(self) -> str:
        text = "".join(self.parts)
        self.forget()
        return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)

    def forget(self) -> None:
        self.parts.clear()
        self.length = 0


class Shared(Texts):
    """The texts that cells name by number, kept in a file."""

    def __init__(self, file: IO[bytes]):
        super().__init__()
        self.file, self.ends = file, array("L", [0])

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            written = self.file.write(self.taken().encode())
            self.ends.append(self.ends[-1] + written)

    def text(self, number: str) -> str:
        if not number.isdecimal() or int(number) + 1 >= len(self.ends):
            raise strange()
        start, end = self.ends[int(number)], self.ends[int(number) + 1]
        self.file.seek(start)
        return self.file.read(end - start).decode()


class Styles(Reader):
    """Which of the workbook's styles show a number as a date."""

    def __init__(self):
        self.formats, self.dates, self.inside = set(), [], False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt" and is_date_format(given.get("formatCode")):
            self.formats.add(given.get("numFmtId"))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            key = given.get("numFmtId", "0")
            self.dates.append(key in self.formats or (key.isdecimal() and int(key) in DATES))
        if len(self.formats) + len(self.dates) > MOST_STYLES:
            raise strange()

    def end(self, name: str) -> None:
        self.inside = self.inside and name != "cellXfs"

    def is_date(self, style: str) -> bool:
        return style.isdecimal() and int(style) < len(self.dates) and self.dates[int(style)]


class Rows(Texts):
    """A sheet's rows, ready once their last cell has passed; `merged` are (first, last) cells."""

    def __init__(self, shared: Shared, styles: Styles, epoch: dt.datetime, most_rows: int):
        super().__init__()
        self.shared, self.styles, self.epoch, self.most_rows = shared, styles, epoch, most_rows
        self.ready: list[list] = []
        self.merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self.cell: dict[str, str] = {}
        self.line: dict[int, object] = {}
        self.number = self.given = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.cell = given
            self.forget()
        elif name == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            self.merged.append((place(first), place(last or first)))
            if len(self.merged) > MOST_MERGED:
                raise strange()
        else:
            super().start(name, given)

    def end(self, name: str) -> None:
        if name == "c":
            row, column = place(self.cell.get("r", ""))
            check_size(row, column, self.most_rows)
            if row <= self.given or (self.line and row != self.number):
                raise strange()
            self.number, self.line[column] = row, self.value()
        elif name == "row" and self.line:
            self.ready += [[] for _ in range(self.given + 1, self.number)]
            self.ready.append([self.line.get(at, "") for at in range(1, max(self.line) + 1)])
            self.given, self.line = self.number, {}
        else:
            super().end(name)

    def value(self):
        kind, text = self.cell.get("t", "n"), self.taken()
        if kind == "s":
            return self.shared.text(text.strip()) if text else ""
        if kind == "e":
            return ""  # said by place among the sheet's odd cells
        if kind == "b":
            return text.strip() == "1"
        if kind != "n" or not NUMBER.fullmatch(text.strip()):
            return text
        number = float(text)
        if not math.isfinite(number):
            return text
        if self.styles.is_date(self.cell.get("s", "")):
            with contextlib.suppress(OverflowError):
                return from_excel(number, self.epoch)
        return number


def place(address: str) -> tuple[int, int]:
    """B3 as (3, 2)."""
    found = PLACE.fullmatch(address)
    if not found:
        raise strange()
    return int(found[2]), column_number(found[1].encode())
