"""The streaming reader of a workbook's cells: what the library reads, it reads; what would make
much of little, it refuses."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from supervision.reports.workbook.incoming import as_typed
from supervision.spreadsheets.archive import Unreadable
from supervision.spreadsheets.tables import Table, tables
from tests.admin.workbook.book import part, repacked

VALUES = [
    1, 1.5, -3, 10**15, 0.1 + 0.2, True, False, dt.date(2023, 12, 20), dt.time(8, 30),
    dt.datetime(2023, 12, 20, 9, 30), "甲　乙\n丙", "_x000B_a_x0041_", "_x005F_x0041_", " x ",
    "#REF!", "", None, "a&b<c>", "1900", 2023.1,
]  # fmt: skip
FORMATS = [
    'yyyy"年"m"月"d"日"', '0.00"m"', "[$-804]yyyy-mm-dd", "yyyy/m", "h:mm:ss", "#,##0", "@",
    "[Red]0", "0;[红色]-0", "mmm-yy", "_ * #,##0.00_ ;",
]  # fmt: skip


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def first(content: bytes) -> tuple[Table, list[list[str]]]:
    """The only sheet, read while it is at hand, and its lines, all of one length."""
    table = next(found := tables(content, 100))
    lines = [[as_typed(value) for value in line] for _, line in table.lines()]
    found.close()
    width = max(map(len, lines))
    return table, [line + [""] * (width - len(line)) for line in lines]


def read(content: bytes) -> list[list[str]]:
    return first(content)[1]


def made() -> bytes:
    book = Workbook()
    for number, value in enumerate(VALUES, 3):
        book.active.cell(number, 2).value = value
    for number, look in enumerate(FORMATS, 3):
        cell = book.active.cell(number, 4, 45000.5)
        cell.number_format = look
    book.active.merge_cells("D30:E31")
    return saved(book)


def test_it_reads_what_the_library_reads():
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made())).get_sheet_by_index(0)
    lines = sheet.to_python(skip_empty_area=False)
    assert read(made()) == [[as_typed(value) for value in line] for line in lines]


def test_merged_cells_are_known_after_the_last_row():
    table, _ = first(made())
    assert table.merged == [((30, 4), (31, 5))]


def test_dates_that_count_from_1904_are_the_same_days():
    book = Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    book.active["A1"] = dt.date(2023, 12, 20)
    assert read(saved(book)) == [["2023-12-20"]]


def with_sheet(xml: str, **parts: bytes) -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"<worksheet {space}><sheetData>{xml}</sheetData></worksheet>".encode()
    return repacked(made(), **{"xl/worksheets/sheet1.xml": sheet, **parts})


def test_readings_above_asian_words_are_no_part_of_them():
    rich = "<is><r><t>民</t></r><rPh sb='0' eb='1'><t>みん</t></rPh><r><t>生</t></r></is>"
    assert read(with_sheet(f'<row><c r="A1" t="inlineStr">{rich}</c></row>')) == [["民生"]]


@pytest.mark.parametrize(
    "xml",
    [
        '<row><c r="A2"><v>1</v></c></row><row><c r="A1"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        '<row><c r="A1" t="s"><v>999999</v></c></row>',
        '<row><c r="A1" t="s"><v>-1</v></c></row>',
        '<row><c r="A1"><v>1</v></row>',
    ],
)
def test_what_no_spreadsheet_programme_writes_is_refused(xml):
    with pytest.raises(Unreadable):
        read(with_sheet(xml))


@pytest.mark.parametrize("value", ["1e999", "NaN", "1_000", "0x10", "１２"])
def test_a_number_that_is_none_is_shown_as_it_stands(value):
    assert read(with_sheet(f'<row><c r="A1"><v>{value}</v></c></row>')) == [[value]]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_declarations_that_multiply_text_are_refused_wherever_they_stand(name):
    old = part(made(), name)
    head = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    at = old.index(b"?>") + 2 if old.startswith(b"<?") else 0
    with pytest.raises(Unreadable, match="不合常规"):
        read(repacked(made(), **{name: old[:at] + head + old[at:]}))


def test_a_text_of_many_megabytes_is_refused_before_it_is_whole():
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = f"<sst {space}><si><t>{'x' * 3_000_000}</t></si></sst>".encode()
    with pytest.raises(Unreadable, match="太长"):
        read(repacked(made(), **{"xl/sharedStrings.xml": texts}))
