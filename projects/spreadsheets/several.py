"""Several laid-out sheets in one workbook, each as `workbook.write` would write it."""

import io
from collections.abc import Sequence

from rustpy_xlsxwriter import write_worksheets

from projects.spreadsheets.cells import text
from projects.spreadsheets.workbook import (
    Layout,
    banner,
    fills,
    header_look,
    looks,
    page,
    records,
)

Sheet = tuple[Sequence[str], Sequence[Sequence], Layout]


def write_several(target: io.BytesIO, sheets: Sequence[Sheet]) -> None:
    """Each sheet is its headers, its rows and its layout; the layout names it."""
    sheets = [([text(str(header)) for header in headers], *rest) for headers, *rest in sheets]

    def each(value) -> dict:
        return {layout.name: value(headers, layout) for headers, _, layout in sheets}

    write_worksheets(
        [(layout.name, records(headers, rows)) for headers, rows, layout in sheets],
        target,
        header_row=each(lambda headers, layout: layout.header_row),
        freeze_panes=each(
            lambda headers, layout: {"row": layout.header_row + 1, "col": layout.fixed_columns}
        ),
        column_widths=each(lambda headers, layout: list(layout.widths)),
        column_formats=each(lambda headers, layout: looks(layout, headers)),
        header_format=each(lambda headers, layout: header_look()),
        merge_ranges=each(lambda headers, layout: banner(layout, len(headers))),
        row_heights=each(
            lambda headers, layout: dict(enumerate(layout.row_heights, layout.header_row))
        ),
        autofilter=each(lambda headers, layout: True),
        conditional_formats=each(
            lambda headers, layout: {name: fills(rules) for name, rules in layout.fills.items()}
        ),
        page_setup=each(lambda headers, layout: page(layout)),
    )
