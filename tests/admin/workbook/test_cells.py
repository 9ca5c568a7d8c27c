"""Whatever stands in a cell, it is read as a value or refused in a sentence; and all that a
draft may hold goes out and comes back letter for letter."""

import datetime as dt
import io
import zipfile
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from projects.spreadsheets.reading import Unreadable, as_cell, read, tables
from projects.values.text import clean
from supervision.reports.workbook import wording
from supervision.reports.workbook.columns import FIGURE_COLUMNS, FIGURES
from supervision.reports.workbook.incoming import as_typed, taken_apart
from supervision.reports.workbook.paper import Page, new_book
from supervision.reports.workbook.rows import number
from tests.dice import times

LINE = SimpleNamespace(
    covers=["2023-01", "2023-02", "2023-03"],
    rising=True,
    counted=True,
    terms=SimpleNamespace(start="2023-01"),
    target=SimpleNamespace(measure="公里", kind="quantity"),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
CLOSE = st.text("0123456789０１２.．,-+eE年月日/、 是否公里①", max_size=12)
READERS = [
    wording.read_mode,
    wording.read_tick,
    wording.read_finish,
    lambda text: wording.read_stage(LINE, text),
    lambda text: wording.read_ran(LINE, text),
    lambda text: wording.read_number(LINE, text),
]


@given(TEXT | CLOSE)
def test_any_text_is_read_or_refused_in_a_sentence(text):
    for reader in READERS:
        try:
            reader(as_typed(text))
        except wording.BadCell as error:
            assert str(error).endswith("。")


@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans() | st.dates()
)
def test_any_value_of_a_cell_becomes_text(value):
    held = {"day": str(value)} if isinstance(value, dt.date) else value
    assert isinstance(as_typed(as_cell(held)), str)


@given(st.lists(st.sampled_from(LINE.covers), unique=True).map(sorted))
def test_months_run_are_read_back_as_they_are_worded(ran):
    assert wording.read_ran(LINE, wording.ran_words(LINE, ran)) == ran


@given(st.sampled_from(["", *LINE.covers]))
def test_a_stage_s_month_is_read_back_as_it_is_worded(month):
    assert wording.read_stage(LINE, wording.stage_words(month)) == month


@settings(max_examples=times(40))
@example("=1+1 _x0041_ 甲\n　乙", "1.10")
@given(TEXT | CLOSE, st.decimals(0, 10**12, places=4, allow_nan=False).map(str) | CLOSE)
def test_a_draft_s_texts_come_back_letter_for_letter(text, value):
    book = new_book()
    page = Page(book, FIGURES, FIGURE_COLUMNS, [c.header for c in FIGURE_COLUMNS], 1)
    page.head()
    typed = clean(text)
    row = {"code": "1v0-2", "cause": typed, "value": number(value)}
    page.add([row.get(c.key, "") for c in FIGURE_COLUMNS], "quantity", {}, {})
    buffer = io.BytesIO()
    book.save(buffer)
    (given_row,) = taken_apart(tables(read(buffer.getvalue(), "表.xlsx"), "表.xlsx")).reports[1]
    assert given_row.text("cause") == as_typed(typed)
    assert given_row.text("value") == as_typed(value)


def sheet_with(xml: str) -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    book.save(buffer)
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    f"<sheetData>{xml}</sheetData></worksheet>"
                ).encode()
            new.writestr(name, content)
    return made.getvalue()


TAGS = st.sampled_from(
    ['<row r="1">', "</row>", '<c r="A1">', '<c r="B2" t="s">', "<c>", "</c>", "<v>1</v>", "<v>",
     "</v>", "<f>1+1</f>", '<c r="ZZZ9999999"/>', "<is><t>x</t></is>", "<!--", "&amp;", "甲",
     "<x:c"]
)  # fmt: skip


@settings(max_examples=times(60), deadline=None)
@given(st.lists(TAGS, max_size=14).map("".join))
def test_a_mangled_sheet_is_read_or_refused_and_nothing_else(xml):
    try:
        found = tables(read(sheet_with(xml), "表.xlsx", 100), "表.xlsx")
    except Unreadable as error:
        assert str(error).endswith("。")
    else:
        assert all(len(table.rows) <= 100 for table in found)


@pytest.mark.parametrize("cut", [10, 300, 2000, 4000])
def test_a_file_cut_short_is_refused(cut):
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(Unreadable):
        read(buffer.getvalue()[:cut], "表.xlsx")
