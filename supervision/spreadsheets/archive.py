"""An uploaded workbook's zip, held to fixed bounds before any of it is laid out in memory.

The library lays a sheet out as a dense table up to its furthest cell, and copies a shared text
into every cell that names it: both are counted here first. What no spreadsheet programme writes
(comments, cells without an address, other encodings) is refused rather than followed.
"""

import io
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from xml.parsers import expat

from python_calamine import CalamineError

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 50 * MEGABYTE
MOST_TEXT = 40 * MEGABYTE
MOST_FILES = 500
MOST_COLUMNS = 100
MOST_CELLS = 600_000
CHUNK = 256 * 1024
LONGEST_PIECE = MEGABYTE

SAVE_AS = "请用Excel或WPS打开后“另存为”xlsx工作簿，再上传。"
PREFIX = rb"<(?:[^\s<>/:!?]+:)?"
TAG = re.compile(PREFIX + rb"(c|f|v)(?=[\s/>])([^>]*)>?([^<]{0,24})")
TEXT = re.compile(PREFIX + rb"si[\s/>]")
ADDRESS = re.compile(rb"""(?:^|\s)r=["']([A-Z]{1,3})([1-9][0-9]{0,6})["']""")
FAULT = re.compile(rb"""(?:^|\s)t=["']e["']""")


class Unreadable(ValueError):
    """A file that cannot be taken; its text is the Chinese sentence to show."""


@dataclass
class Odd:
    """Cells of a sheet, as (row, column) from 1, that hold a formula or an error such as #REF!."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    faults: set[tuple[int, int]] = field(default_factory=set)


@contextmanager
def spoken() -> Iterator[None]:
    """Whatever the libraries say of a broken file, in one sentence."""
    try:
        yield
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile, zlib.error, CalamineError, expat.ExpatError, NotImplementedError,
        RuntimeError, OSError, EOFError, LookupError, ValueError,
    ) as error:  # fmt: skip
        raise Unreadable(f"文件损坏或不是xlsx工作簿，读不出来。{SAVE_AS}") from error


def check_archive(data: bytes, most_rows: int) -> dict[str, Odd]:
    """Refuse bombs by the sizes they declare, then hold every part to its declaration.

    Gives each sheet's odd cells by the name of its part.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(f"文件解开后超过{MOST_UNPACKED // MEGABYTE}MB，可能有误，没有读取。")
        if "[Content_Types].xml" not in names:
            raise Unreadable(f"这不是xlsx工作簿，{SAVE_AS}")
        kinds = archive.read("[Content_Types].xml")
        if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in names):
            raise Unreadable(f"这是带宏的文件（xlsm），为安全起见不接收。{SAVE_AS}")
        count = Count(most_rows, lengths_of_texts(archive, names))
        return {
            part.filename: odd
            for part in parts
            if (odd := check_part(archive, part, count)) is not None
        }


def lengths_of_texts(archive: zipfile.ZipFile, names: set[str]) -> array:
    """How many bytes each shared text takes, in order."""
    lengths = array("L")
    for name in names:
        if name.lower().endswith("sharedstrings.xml"):
            with archive.open(name) as stream:
                lengths.extend(islice(distances(stream), MOST_CELLS + 1))
            if len(lengths) > MOST_CELLS:
                raise too_many()
    return lengths


def distances(stream) -> Iterator[int]:
    """From each shared text to the next, and from the last to the end."""
    passed, before = 0, None
    for piece in pieces(stream):
        usual(piece, whole=not passed)
        for text in TEXT.finditer(piece):
            start = passed + text.start()
            if before is not None:
                yield start - before
            before = start
        passed += len(piece)
    if before is not None:
        yield passed - before


def usual(content: bytes, *, whole: bool) -> None:
    """Refuse what could hide cells from the count: no spreadsheet programme writes it."""
    hiding = b"\x00" in content or b"<!" in content
    if hiding or content.count(b"<?") > int(whole):
        raise strange()


def strange() -> Unreadable:
    return Unreadable(f"文件的内容不合常规，读不出来。{SAVE_AS}")


def too_long() -> Unreadable:
    return Unreadable(f"文件里有一格太长，读不出来。{SAVE_AS}")


def too_many() -> Unreadable:
    most = MOST_CELLS // 10_000
    return Unreadable(f"文件里的单元格超过{most}万个，请删去多余的行、列和表。")


@dataclass
class Count:
    """What the sheets of one file may add up to."""

    most_rows: int
    lengths: array
    cells: int = 0
    text: int = 0

    def cell(self, attributes: bytes) -> tuple[int, int]:
        found = ADDRESS.search(attributes)
        if not found:
            raise Unreadable(f"文件里有的单元格没有地址，读不出来。{SAVE_AS}")
        row, column = int(found[2]), column_number(found[1])
        check_size(row, column, self.most_rows)
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise too_many()
        return row, column

    def value(self, content: bytes) -> None:
        """A cell's content; every whole number may be that of a shared text."""
        content = content.strip()
        if content.isdigit() and int(content) < len(self.lengths):
            self.text += self.lengths[int(content)]
        elif b"&" in content:
            self.text += max(self.lengths, default=0)
        if self.text > MOST_TEXT:
            raise Unreadable(
                f"各单元格的文字合计超过{MOST_TEXT // MEGABYTE}MB，可能有误，没有读取。"
            )


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, count: Count) -> Odd | None:
    """Unpack a part once, so that a false size fails its checksum; a sheet's odd cells."""
    odd = Odd() if part.filename.startswith("xl/worksheets/") else None
    cell, first = (0, 0), True
    with archive.open(part) as stream:
        for piece in pieces(stream) if odd is not None else discarded(stream):
            usual(piece, whole=first)
            first = False
            for tag in TAG.finditer(piece):
                if tag[1] == b"c":
                    cell = count.cell(tag[2])
                    if FAULT.search(tag[2]):
                        odd.faults.add(cell)
                elif tag[1] == b"f":
                    odd.formulas.add(cell)
                else:
                    count.value(tag[3])
    return odd


def discarded(stream) -> Iterator[bytes]:
    while stream.read(CHUNK):
        pass
    yield from ()


def pieces(stream) -> Iterator[bytes]:
    """A part in pieces that each end before a tag begins."""
    rest = b""
    while chunk := stream.read(CHUNK):
        rest += chunk
        cut = rest.rfind(b"<")
        if len(rest) - cut > LONGEST_PIECE:
            raise too_long()
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_size(rows: int, columns: int, most_rows: int) -> None:
    if rows > most_rows:
        raise Unreadable(f"表格超过{most_rows}行，请删去多余的行或分开上传。")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"表格超过{MOST_COLUMNS}列，请删去多余的列。")
