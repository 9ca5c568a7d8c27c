"""Every sheet of an upload as it stands, with what a single sheet's reader need not know:
where cells are merged, hold a formula, or show an error."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile

from supervision.spreadsheets.archive import Odd, Unreadable, check_archive, spoken
from supervision.spreadsheets.reading import LONGEST_CELL, check_kind, csv_rows
from supervision.spreadsheets.stream import Contents, Reader, Rows, Shared, Styles, parsed

MOST_SHEETS = 20


@dataclass
class Table:
    """A sheet; `rows` are read but once, as they are asked for. `merged` are (row, column) pairs
    from 1, as in `odd`, and known after the last row."""

    name: str
    rows: Iterator[list]
    odd: Odd = field(default_factory=Odd)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, list]]:
        """Each line with its number from 1, the empty ones included."""
        for number, line in enumerate(self.rows, 1):
            if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in line):
                raise Unreadable(f"{self.name}第{number}行有一格超过{LONGEST_CELL}字。")
            yield number, line


def tables(data: bytes, most_rows: int) -> Iterator[Table]:
    """The sheets of an xlsx, each to be read before the next is asked for, or the one of a CSV;
    Unreadable in one sentence otherwise."""
    if check_kind(data):
        yield from workbook_tables(data, most_rows)
    else:
        yield Table("", csv_rows(data, most_rows))


def workbook_tables(data: bytes, most_rows: int) -> Iterator[Table]:
    with spoken():
        odd = check_archive(data, most_rows)
        with zipfile.ZipFile(io.BytesIO(data)) as archive, TemporaryFile() as texts:
            book, shared, styles = Contents(), Shared(texts), Styles()
            whole(archive, "xl/workbook.xml", book)
            whole(archive, "xl/_rels/workbook.xml.rels", book)
            if len(book.sheets) > MOST_SHEETS:
                raise Unreadable(f"文件里超过{MOST_SHEETS}张表，请删去无关的表。")
            for name, reader in (("sharedstrings.xml", shared), ("styles.xml", styles)):
                for part in archive.namelist():
                    if part.lower() == f"xl/{name}":
                        whole(archive, part, reader)
            for name, key in book.sheets:
                part = book.parts[key]
                if part in odd:  # else a chart, which was not counted either
                    rows = Rows(shared, styles, book.epoch, most_rows)
                    yield Table(name, streamed(archive, part, rows), odd[part], rows.merged)


def whole(archive: zipfile.ZipFile, part: str, reader: Reader) -> None:
    with archive.open(part) as stream:
        for _ in parsed(stream, reader):
            pass


def streamed(archive: zipfile.ZipFile, part: str, rows: Rows) -> Iterator[list]:
    with spoken(), archive.open(part) as stream:
        for _ in parsed(stream, rows):
            yield from rows.ready
            rows.ready.clear()
