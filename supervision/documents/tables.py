"""Tables in an official paper: ruled, small type, the head repeated on every page."""

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from supervision.documents.paper import BODY, HEADING, Paper, set_font

SIZE_5 = Pt(10.5)
LINE = Pt(14)
PADDING = Mm(1)


def table(paper: Paper, headers, rows, widths, *, middle=(), heights=None):
    """Widths in millimetres; columns named in `middle` are centred.

    `heights` fixes the rows' heights in points, the head's first; without it they fit.
    """
    grid = paper.document.add_table(rows=0, cols=len(widths))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    narrow(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for number, cells in enumerate([headers, *rows]):
        row = grid.add_row()
        whole(row)
        if heights:
            row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, Pt(heights[number])
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(widths[column])
            centred = not number or headers[column] in middle
            write(cell.paragraphs[0], text, HEADING if not number else BODY, centred)
    repeat(grid.rows[0])
    return grid


def write(paragraph, text: str, font: str, centred: bool) -> None:
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    paragraph.paragraph_format.line_spacing = LINE
    run = paragraph.add_run(text)
    run.font.size = SIZE_5
    set_font(run._element.get_or_add_rPr(), font)


def narrow(grid) -> None:
    """A millimetre left and right of the text in every cell."""
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        margin = OxmlElement(f"w:{edge}")
        margin.set(qn("w:w"), str(int(PADDING.pt * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def whole(row) -> None:
    """A row is never cut by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
