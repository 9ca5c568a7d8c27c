"""Writing workbooks: one writer, row by row, whose memory does not grow with the rows."""

import csv
import io
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat
from typing import BinaryIO

from import_export.formats.base_formats import Format
from rustpy_xlsxwriter import Format as Style
from rustpy_xlsxwriter import write_worksheets

from projects.spreadsheets.cells import cell, csv_cell, text

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A3, A4 = 8, 9
TITLE_ROWS = 2
LINE_HEIGHT, MOST_HEIGHT = 13.5, 409.0
MOST_LINES = int((MOST_HEIGHT - 4) / LINE_HEIGHT)
# Rows that somebody might print, and how narrow and wide their columns are, in characters.
MOST_PRINTED, COLUMN = 2_000, (7, 44)
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6, "header": 0.2, "footer": 0.3}
FOOTER = "&C第 &P 页 共 &N 页"


@dataclass(frozen=True)
class Layout:
    """How a sheet looks.

    `title` and `notes` stand above the header, `widths` are in characters, `fills` colour a
    column's cells by a word they contain: {column: [(word, background, letters)]}, `formats`
    are number formats by column. `row_heights` are points, of the header and the rows below it.
    `printed_title` heads each printed page of a sheet whose first row must be its header.
    """

    name: str = "数据"
    title: str = ""
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    fills: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    row_heights: tuple[float, ...] = ()
    fixed_columns: int = 0
    paper: int = A4
    printed_title: str = ""

    @property
    def header_row(self) -> int:
        """Where the header stands: the title takes two rows, as rows above it keep one height."""
        return (TITLE_ROWS if self.title else 0) + len(self.notes)


Sheet = tuple[Sequence[str], Iterable[Sequence], Layout]


def write(
    target: str | os.PathLike | io.BytesIO,
    headers: Sequence[str],
    rows: Iterable[Sequence],
    layout: Layout | None = None,
) -> None:
    """Write one sheet to a path or buffer; rows may be a generator and are not kept."""
    write_several(target, [(headers, rows, layout or Layout())])


def write_several(target: str | os.PathLike | io.BytesIO, sheets: Sequence[Sheet]) -> None:
    """Each sheet is its headers, its rows and its layout; the layout names it."""
    sheets = [([text(str(header)) for header in headers], *rest) for headers, *rest in sheets]
    if any(len(set(headers)) < len(headers) for headers, *_ in sheets):
        raise ValueError("two columns have the same header")

    def each(value: Callable[[Layout, list[str]], object]) -> dict:
        found = {layout.name: value(layout, headers) for headers, _, layout in sheets}
        return {name: of_sheet for name, of_sheet in found.items() if of_sheet is not None}

    write_worksheets(
        [(layout.name, records(headers, rows)) for headers, rows, layout in sheets],
        target,
        header_row=each(lambda layout, headers: layout.header_row),
        freeze_panes=each(
            lambda layout, headers: {"row": layout.header_row + 1, "col": layout.fixed_columns}
        ),
        column_widths=each(lambda layout, headers: list(layout.widths) or [16.0] * len(headers)),
        column_formats=each(column_formats),
        header_format=each(lambda layout, headers: header_format()),
        merge_ranges=each(lambda layout, headers: banner(layout, len(headers))),
        row_heights=each(
            lambda layout, headers: dict(enumerate(layout.row_heights, layout.header_row))
        ),
        autofilter=each(lambda layout, headers: True),
        conditional_formats=each(
            lambda layout, headers: {name: fills(rules) for name, rules in layout.fills.items()}
        ),
        page_setup=each(lambda layout, headers: page(layout)),
    )


def records(headers: list[str], rows: Iterable[Sequence]) -> Iterator[dict]:
    """Rows as the library takes them. Without any row it would leave out the header as well."""
    rows = iter(rows)
    first = next(rows, [None] * len(headers))
    for row in chain([first], rows):
        yield dict(zip(headers, map(cell, row), strict=True))


def column_formats(layout: Layout, headers: list[str]) -> list[Style] | None:
    """A laid-out sheet wraps its text; a plain one is written as it is, and faster."""
    if not layout.widths:
        return None
    return [style_of(layout.formats.get(header)) for header in headers]


def style_of(number_format: str | None) -> Style:
    made = Style().set_text_wrap().set_align("top").set_font_size(10)
    return made.set_num_format(number_format) if number_format else made


def header_format() -> Style:
    made = Style().set_bold().set_text_wrap().set_border("thin").set_font_size(10)
    return made.set_align("center").set_align("vertical_center").set_background_color("#E8ECEF")


def banner(layout: Layout, columns: int) -> list[tuple]:
    """The lines above the header, each across all columns; no cell of the data is ever merged."""
    last, note = columns - 1, Style().set_font_size(10).set_align("vertical_center")
    lines = []
    if layout.title:
        heading = Style().set_bold().set_font_size(18).set_align("center")
        heading = heading.set_align("vertical_center")
        lines.append((0, 0, TITLE_ROWS - 1, last, text(layout.title), heading))
    first = layout.header_row - len(layout.notes)
    return lines + [
        (at, 0, at, last, text(line), note) for at, line in enumerate(layout.notes, first)
    ]


def fitted(rows: Iterable[Sequence], widths: Sequence[float]) -> tuple[float, ...]:
    """Heights that show all wrapped text: no reader works them out when it opens or prints."""
    return tuple(height(row, widths) for row in rows)


def height(row: Sequence, widths: Sequence[float]) -> float:
    return height_of(max(map(lines_in, row, widths)))


def height_of(lines: int) -> float:
    return min(MOST_HEIGHT, LINE_HEIGHT * lines + 4)


def lines_in(value, width: float) -> int:
    """Lines a text takes up in a column."""
    said = value if isinstance(value, str) else str(cell(value) or "")
    if 2 * len(said) <= width - 1 and said.isprintable():
        return 1  # most of a long sheet's cells
    return lines_of(said, width)


@lru_cache(maxsize=1024)  # words that many rows share, and a text cut and measured again
def lines_of(said: str, width: float) -> int:
    room, lines = max(width - 1, 2), text(said).split("\n")
    return sum(max(1, math.ceil(characters(line) / room)) for line in lines)


def characters(line: str) -> int:
    """How wide a line is, a Chinese sign being two characters."""
    return len(line) + sum(map("\u2000".__lt__, line))


def cut_to_fit(row: Sequence, widths: Sequence[float], more: str) -> tuple[Sequence, float]:
    """A row with what is too tall for one `shortened`, and its height."""
    lines = max(map(lines_in, row, widths))
    if lines <= MOST_LINES:
        return row, height_of(lines)
    row = list(map(shortened, row, widths, repeat(more)))
    return row, height(row, widths)


def shortened(value, width: float, more: str):
    """A text no taller than a row can be; one that was cut ends in `more`, which says where it
    stands whole. For sheets to be read: what comes back from a form must never be cut.
    """
    if not isinstance(value, str) or lines_in(value, width) <= MOST_LINES:
        return value
    low, high = 0, len(value)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines_in(value[:middle] + more, width) <= MOST_LINES
        low, high = (middle, high) if fits else (low, middle - 1)
    return value[:low] + more


def fills(rules: list[tuple[str, str, str]]) -> list[dict]:
    # The library's `begins_with` counts bytes, so no Chinese word would ever match it.
    return [
        {
            "type": "text",
            "criteria": "contains",
            "value": word,
            "format": Style().set_background_color(background).set_font_color(letters).set_bold(),
        }
        for word, background, letters in rules
    ]


def page(layout: Layout) -> dict:
    header = layout.header_row
    return {
        "landscape": True,
        "paper_size": layout.paper,
        "fit_to_pages": (1, 0),
        "repeat_rows": (header, header),
        "print_gridlines": True,
        "center_horizontally": True,
        "margins": MARGINS,
        "header": f"&C&14{layout.printed_title.replace('&', '&&')}",
        "footer": FOOTER,
    }


def printable(headers: Sequence[str], rows: Sequence[Sequence], name: str, title: str) -> Layout:
    """A list laid out to be read and printed as it comes; one too long for paper stays plain."""
    if len(rows) > MOST_PRINTED:
        return Layout(name=name)
    columns = zip(headers, *rows, strict=True)
    widths = tuple(width_of(map(str, filter(None, map(cell, column)))) for column in columns)
    heights = fitted([headers, *rows], widths)
    return Layout(name=name, widths=widths, row_heights=heights, paper=A3, printed_title=title)


def width_of(texts: Iterable[str]) -> float:
    """Wide enough for short values on one line; a longer text fills some lines."""
    most = max((characters(line) for text in texts for line in text.split("\n")), default=0)
    low, high = COLUMN
    return float(min(max(most + 2, low), high))


class XLSX(Format):
    """The writer behind django-import-export's format interface."""

    sheet_name, title = Layout.name, ""

    def get_title(self):
        return "xlsx"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return MIME

    def can_export(self):
        return True

    def export_data(self, dataset, **kwargs) -> bytes:
        buffer = io.BytesIO()
        rows = list(dataset)
        layout = printable(dataset.headers, rows, self.sheet_name, self.title)
        write(buffer, dataset.headers, rows, layout)
        return buffer.getvalue()


class CSV(Format):
    """UTF-8 with a byte order mark, without which Excel shows Chinese as rubbish."""

    sheet_name = ""  # a CSV file is named by its file alone

    def get_title(self):
        return "csv"

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def can_export(self):
        return True

    def export_data(self, dataset, **kwargs) -> bytes:
        return csv_bytes(dataset.headers, dataset)


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence], above: Sequence[str] = ()) -> bytes:
    buffer = io.BytesIO()
    write_csv(buffer, headers, rows, above)
    return buffer.getvalue()


def write_csv(
    target: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence], above: Sequence[str] = ()
) -> None:
    """A CSV file; the lines of `above` come first, each marked with a # so as to be skipped."""
    letters = io.TextIOWrapper(target, "utf-8-sig", newline="")
    out = csv.writer(letters)
    out.writerows([f"# {text(line)}"] for line in above)
    out.writerow([csv_cell(header) for header in headers])
    out.writerows(map(csv_cell, row) for row in rows)
    letters.detach()
