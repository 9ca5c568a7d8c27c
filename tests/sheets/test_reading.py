import io
import zipfile

import openpyxl
import pytest

from projects.spreadsheets import reading
from projects.spreadsheets.reading import MOST_BYTES, MOST_ROWS, Sheet, Unreadable, sheet, tables
from projects.spreadsheets.workbook import write

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def workbook(rows) -> bytes:
    buffer = io.BytesIO()
    write(buffer, rows[0], rows[1:])
    return buffer.getvalue()


def archive(**parts: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": TYPES, **parts}.items():
            made.writestr(name, content)
    return buffer.getvalue()


def with_sheet(xml: str) -> bytes:
    """A real workbook whose sheet's XML is another."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["甲", "乙"], ["1", "2"]]))) as real,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in real.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            made.writestr(name, xml if is_sheet else real.read(name))
    return buffer.getvalue()


def read(content: bytes) -> Sheet:
    name = "表.xlsx"
    return sheet(tables(reading.read(content, name), name), name)


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert "表.xlsx" in str(refused.value)
    return str(refused.value)


def test_cells_come_as_text_with_the_line_people_see():
    found = read(workbook([["项目序号", "值"], [12, 15.6], [13, "=1+1"]]))
    assert found.headers == ["项目序号", "值"]
    assert [(*row.values(), row.line) for row in found.rows] == [
        ("12", "15.6", 2),
        ("13", "=1+1", 3),
    ]


def test_titles_above_and_empty_lines_between_are_passed_over():
    found = read("# 说明\n某某表,,\n序号,名称\n1,甲\n,\n2,乙\n".encode())
    assert [row.line for row in found.rows] == [4, 6]
    assert found.remarks == ["第1行在表头上面，没有读。", "第2行在表头上面，没有读。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_any_encoding_that_offices_use(encoding):
    assert read("序号,名称\n1,教室照明\n".encode(encoding)).rows[0]["名称"] == "教室照明"


def test_a_file_of_our_own_comes_back_without_its_guarding_quotes():
    assert read("序号,名称\n1,'=1+1\n".encode()).rows[0]["名称"] == "=1+1"
    assert read("序号,名称\n1,'\u3000=1+1\n".encode()).rows[0]["名称"] == "=1+1"
    assert read("序号,名称\n1,'十四五'规划\n".encode()).rows[0]["名称"] == "'十四五'规划"


def test_dates_that_excel_made_come_as_dates():
    book = openpyxl.Workbook()
    book.active.append(["序号", "自"])
    book.active.append([1, __import__("datetime").date(2023, 9, 1)])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()).rows[0]["自"] == "2023-09-01"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "另存为"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "看不出是什么格式"),
        (b"PK\x03\x04 not a zip", "损坏"),
        (b"PK\x05\x06" + b"\x00" * 18, "不是xlsx工作簿"),
        (archive(**{"word/document.xml": "<w/>"}), "读不出来"),
        (archive(**{"xl/vbaProject.bin": "x"}), "带宏"),
        (archive(**{"[Content_Types].xml": "macroEnabled.main+xml"}), "带宏"),
        ("序号,名称\n".encode(), "没有数据"),
        ("序号\n1\n".encode(), "找不到"),
        ("序号,名称,名称\n1,2,3\n".encode(), "都叫“名称”"),
        ("序号,,名称\n1,2,3\n".encode(), "第2列没有列名"),
        ("序号,名称\n1,2,3\n".encode(), "比表头多出"),
        ('序号,名称\n1,"没有收尾\n'.encode(), "引号"),
        (f"序号,名称\n1,{'长' * 33_000}\n".encode(), "超过32000字"),
        (b"x" * (MOST_BYTES + 1), "最多5MB"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), f"超过{MOST_ROWS}行"),
        (",".join("a" * 101).encode(), "超过100列"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_chinese_sentence(content, words):
    assert words in refusal(content)


def test_a_bomb_is_refused_by_its_declared_size_before_it_is_unpacked():
    bomb = archive(**{"xl/worksheets/sheet1.xml": b"0" * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert "解开后太大" in refusal(bomb)


def test_a_workbook_that_declares_entities_is_refused():
    head = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    xml = (
        f'{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>'
    )
    assert "不合常规" in refusal(with_sheet(xml))


def test_a_small_file_costs_no_seconds():
    """Fifty kilobytes of empty cells were parsed for four seconds before they were no table."""
    bomb = archive(**{"xl/worksheets/sheet1.xml": b"<c/>" * (12 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert "解开后太大" in refusal(bomb)


def test_a_large_table_is_packed_no_tighter_than_programmes_do():
    book = workbook([[f"列{number}" for number in range(90)], *[["1"] * 90] * 4500])
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        sizes = [(part.file_size, part.compress_size) for part in packed.infolist()]
    whole, small = map(sum, zip(*sizes, strict=True))
    assert 10 * 1024 * 1024 < whole < 50 * small


def test_a_part_that_lies_about_its_size_is_refused():
    bomb = bytearray(archive(**{"xl/worksheets/sheet1.xml": b"0" * (60 * 1024 * 1024)}))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    assert "损坏" in refusal(bytes(bomb))


@pytest.mark.parametrize("span", ["1:49", "A1", "A:XFD", "A1:XFD1048576", "甲", ""])
def test_the_extent_a_sheet_claims_counts_for_nothing(span):
    def row(*texts: str) -> str:
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
        return f"<row>{cells}</row>"

    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{span}"/><sheetData>{row("甲", "乙")}{row("1", "2")}</sheetData>'
        "</worksheet>"
    )
    found = read(with_sheet(xml))
    assert [dict(row) for row in found.rows] == [{"甲": "1", "乙": "2"}]


@pytest.mark.parametrize("cell", ["XFD2", "ZZZ9999999"])
def test_a_far_off_cell_does_not_fill_memory(cell):
    row = "".join(filter(str.isdigit, cell))
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "超过" in refusal(with_sheet(xml))


def test_a_million_rows_in_a_small_file_are_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_000))
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    assert f"超过{MOST_ROWS}行" in refusal(with_sheet(xml))
