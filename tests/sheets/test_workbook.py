import csv
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from projects.spreadsheets.workbook import (
    A3,
    CSV,
    MOST_HEIGHT,
    MOST_PRINTED,
    XLSX,
    Layout,
    cut_to_fit,
    fitted,
    lines_in,
    lines_of,
    shortened,
    write,
)

TRICKS = ["=1+1", "+1", "-x", "@SUM(A1)", "https://example.org", "_x0041_"]


def written(headers, rows, layout=None) -> bytes:
    buffer = io.BytesIO()
    write(buffer, headers, rows, layout)
    return buffer.getvalue()


def read(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_text_is_never_a_formula_and_stays_as_typed():
    content = written(["文字"], [[trick] for trick in TRICKS])
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert [row[0] for row in read(content)[1:]] == TRICKS
    cells = openpyxl.load_workbook(io.BytesIO(content)).active["A"][1:]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


def test_control_characters_and_half_characters_are_dropped_not_fatal():
    content = written(["文字"], [["甲\x00乙\x01\x1f\ud800丙\r\n丁"]])
    assert read(content)[1] == ["甲乙丙\n丁"]


def test_numbers_are_real_numbers():
    rows = [[Decimal("15.60")], [Decimal("90.0000")], [-3], [Decimal("-20.13")]]
    cells = openpyxl.load_workbook(io.BytesIO(written(["数"], rows))).active["A"][1:]
    assert [cell.data_type for cell in cells] == ["n"] * 4
    assert [Decimal(str(cell.value)) for cell in cells] == [row[0] for row in rows]


@pytest.mark.parametrize("value", [Decimal("NaN"), float("inf"), Decimal(10**15)])
def test_what_a_spreadsheet_cannot_hold_as_a_number_is_text(value):
    assert isinstance(read(written(["数"], [[value]]))[1][0], str)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut():
    assert read(written(["文字"], [["长" * 40_000]]))[1][0].endswith("（过长，已截断）")


def test_a_sheet_without_rows_still_has_its_header():
    assert read(written(["甲", "乙"], []))[0] == ["甲", "乙"]


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ValueError):
        written(["甲", "甲"], [])


def test_the_page_is_set_up_for_printing():
    layout = Layout(title="题", notes=("注",), widths=(8, 20), fixed_columns=1, paper=A3)
    content = written(["甲", "乙"], [["一", "二"]], layout)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (A3, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:B5"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:B2", "A3:B3"]
    assert sheet.column_dimensions["B"].width == pytest.approx(20, abs=1)


def test_rows_are_as_high_as_their_text():
    low, high = fitted([["短"], ["长" * 40]], [20])
    assert high > low * 4


def test_a_text_taller_than_a_row_says_where_it_stands_whole():
    long, more = "本月已完成主体施工，" * 200, "…（全文另见）"
    said = shortened(long, 36, more)
    assert long.startswith(said.removesuffix(more)) and len(said) > 400
    assert MOST_HEIGHT - 18 < fitted([[said]], [36])[0] <= MOST_HEIGHT
    assert shortened("短", 36, more) == "短" and shortened(Decimal("90"), 36, more) == 90


def test_a_row_is_cut_only_where_it_is_too_tall():
    widths, more = (10, 36), "…（全文另见）"
    row, low = cut_to_fit(["短", 90], widths, more)
    assert row == ["短", 90] and low == fitted([row], widths)[0] < MOST_HEIGHT
    cut, high = cut_to_fit(["短", "长" * 2000], widths, more)
    assert cut == ["短", shortened("长" * 2000, 36, more)] and high == fitted([cut], widths)[0]


@given(st.text("a长\n\r\t\x00", max_size=12), st.integers(1, 20))
def test_a_short_text_is_measured_as_any_other(said, width):
    assert lines_in(said, width) == lines_of(said, width)


def test_a_list_is_laid_out_to_be_printed_with_its_title_on_the_page():
    dataset = tablib.Dataset(headers=["序号", "进展"])
    dataset.append([1, "长" * 60])
    format = XLSX()
    format.title = "月度进展　甲&乙"
    content = format.export_data(dataset)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.oddHeader.center.text == "甲&乙".join(["月度进展　", ""]).replace("&", "&&")
    assert sheet["A1"].value == "序号" and sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width < 9 < 40 < sheet.column_dimensions["B"].width
    assert sheet.row_dimensions[2].height > 30 and sheet.print_title_rows == "$1:$1"


def test_a_list_too_long_for_paper_stays_plain():
    dataset = tablib.Dataset(*[[number] for number in range(MOST_PRINTED + 1)], headers=["序号"])
    sheet = openpyxl.load_workbook(io.BytesIO(XLSX().export_data(dataset))).active
    assert not sheet["A2"].alignment.wrap_text


def test_colours_follow_the_word_in_the_cell():
    """`begins with` would count bytes in this library and never match Chinese."""
    layout = Layout(fills={"牌": [("红牌", "#F9D6D5", "#8A0F0F")]})
    xml = part(written(["牌"], [["红牌 进度滞后"]], layout), "xl/worksheets/sheet1.xml")
    assert 'SEARCH("红牌"' in xml


# What spreadsheet programmes pass over before a formula.
BLANKS = ["\n=1", " =1", "\u00a0=1", "\u3000=1", "\u200b=1", "\ufeff＝1", "\u3000 \n-1"]


def test_csv_opens_in_excel_and_guards_against_formulas():
    dataset = tablib.Dataset(headers=["文字", "数"])
    for trick in [*TRICKS[:4], "＝1", *BLANKS]:
        dataset.append([trick, Decimal("-1.50")])
    content = CSV().export_data(dataset)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    assert [row[0][0] for row in rows] == ["'"] * (5 + len(BLANKS))
    assert {row[1] for row in rows} == {"-1.5"}


def test_the_format_behind_import_export_writes_the_same():
    dataset = tablib.Dataset(["=1+1", Decimal(2)], headers=["文字", "数"])
    assert read(XLSX().export_data(dataset)) == [["文字", "数"], ["=1+1", 2.0]]
