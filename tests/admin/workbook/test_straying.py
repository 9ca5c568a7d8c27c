"""Files that stray are refused or read rightly, in Chinese, and nothing is written by looking."""

import datetime as dt
import time

import openpyxl
import pytest

from tests.admin.files import photo
from tests.admin.workbook import book as b
from tests.factories import make_period, make_report
from tests.sheets.test_reading import archive

pytestmark = pytest.mark.django_db

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


# --- files that are no workbook of ours ---


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧表.xls", OLE, "另存为”xlsx"),
        ("表.et", OLE, "另存为”xlsx"),
        ("表.wps", OLE, "另存为”xlsx"),
        ("带口令.xlsx", OLE, "另存为”xlsx"),
        ("宏.xlsm", archive(**{"xl/vbaProject.bin": "x"}), "带宏"),
        ("宏.xlsx", archive(**{"[Content_Types].xml": "macroEnabled.main+xml"}), "带宏"),
        ("炸弹.xlsx", archive(**{"xl/worksheets/sheet1.xml": b"0" * 60_000_000}), "解开后太大"),
        ("文件.docx", archive(**{"word/document.xml": "<w/>"}), "读不出来"),
        ("照片.xlsx", photo("PNG"), "看不出是什么格式"),
        ("空.xlsx", b"", "空"),
        ("坏.xlsx", b"PK\x03\x04 nothing", "损坏"),
        ("大.xlsx", b"PK" + b"\0" * (5 * 1024 * 1024), "最多5MB"),
        ("别的.csv", "序号,名称\n1,教室\n".encode(), "没有“填报”表"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused_in_a_sentence(
    owner, world, name, content, words
):
    assert words in b.refused(owner, world, content, name)


def test_fifty_megabytes_are_refused_without_being_read(owner, world):
    began = time.monotonic()
    assert "50.0MB，最多5MB" in b.refused(
        owner, world, b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024 - 4)
    )
    assert time.monotonic() - began < 3


def test_no_file_at_all_is_said(owner, world):
    response = owner.post(b.page_url(world.period), {})
    assert response.status_code == 400 and "请先选择" in b.said(response)


def test_a_text_repeated_into_every_cell_does_not_fill_memory(owner, world, book):
    """A shared text of a megabyte in fifty thousand cells is small as a file and huge laid out."""
    sheet = "xl/worksheets/sheet2.xml"
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 5001)
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    bomb = b.repacked(
        b.saved(book),
        **{
            sheet: f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode(),
            "xl/sharedStrings.xml": f"<sst {space}><si><t>{'长' * 340_000}</t></si></sst>".encode(),
        },
    )
    assert len(bomb) < 300_000
    assert "填报表.xlsx”" in b.refused(owner, world, bomb)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "超过100列"),
        ('<row><c r="A1"><v>1</v></c></row><row><c r="CV1048576"><v>1</v></c></row>', "读不出来"),
    ],
)
def test_cells_that_would_lay_out_a_huge_table_are_refused(owner, world, book, xml, words):
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = f'<?xml version="1.0"?><worksheet {space}><sheetData>{xml}</sheetData></worksheet>'
    bomb = b.repacked(b.saved(book), **{"xl/worksheets/sheet2.xml": content.encode()})
    assert words in b.refused(owner, world, bomb)


# --- somebody else's, another month's, tampered with ---


def test_another_unit_s_workbook_is_refused_as_a_whole(owner, world, sign_in):
    theirs = b.download(sign_in(world.stranger), world)
    b.fill(theirs, "户数", 填法="累计", 完成数=3)
    assert "没有您单位本月要填报的项目" in b.refused(owner, world, theirs)


def test_another_month_s_workbook_is_named(owner, world, book):
    month = make_period(world.programme, "2023-10", data_until=dt.date(2023, 10, 31),
                        due=dt.date(2023, 11, 6))  # fmt: skip
    make_report(month, world.project, world.unit)
    address = b.page_url(month)
    upload = b.SimpleUploadedFile("表.xlsx", b.saved(book))
    response = owner.post(address, {"import_file": upload})
    assert response.status_code == 400
    assert "这是2023年9月调度的填报表，本页只收2023年10月调度的" in b.said(response)


def test_what_belongs_to_others_reads_exactly_like_what_is_not_there(owner, world, book):
    sheet, where = book["填报"], {}
    for key in (world.stranger_report.pk, 999999):
        target = b.cell(book, "教室", "编码")
        target.value = f"{key}v0-{world.rooms.pk}"
        where[key] = b.problems(owner, world, book)
    assert where[999999] == where[world.stranger_report.pk]
    assert f"“填报”第{b.row(sheet, '教室')}行：这一行的项目不是您单位" in where[999999][0]


@pytest.mark.parametrize(
    ("label", "header", "value", "words"),
    [
        ("教室", "编码", "随便", "编码”被改动过"),
        ("教室", "编码", "1v0", "编码”被改动过"),
        ("教室", "编码", "9" * 40 + "v0-1", "编码”被改动过"),
        ("教室", "编码", None, "没有“编码”，是另加的行"),
        ("教室", "目标指标", "覆盖", "与这一行的编码不符（应为“教室”）"),
        ("教室", "实事项目", "适老化改造", "与这一行的编码不符（应为“教室照明”）"),
    ],
)
def test_edited_keys_and_names_are_told_by_row(owner, world, book, label, header, value, words):
    b.cell(book, label, header).value = value
    assert any(words in each for each in b.problems(owner, world, book))


def test_sorted_names_beside_unsorted_codes_are_noticed(owner, world, book):
    one, two = b.cell(book, "教室", "编码"), b.cell(book, "覆盖", "编码")
    one.value, two.value = two.value, one.value
    assert sum("编码不符" in each for each in b.problems(owner, world, book)) == 2


def test_a_row_copied_is_refused_with_both_rows_named(owner, world, book):
    sheet = book["填报"]
    room = b.row(sheet, "教室")
    sheet.append([cell.value for cell in sheet[room]])
    (said,) = b.problems(owner, world, book)
    assert said == f"“填报”第{sheet.max_row}行：与第{room}行编码相同，是同一行的复制，请只留一行。"


def test_a_code_may_name_only_a_target_of_its_own_report(owner, world, book, sign_in):
    foreign = world.stranger_report.project.targets.get()
    b.cell(book, "教室", "编码").value = f"{world.report.pk}v0-{foreign.pk}"
    assert any("不在本月要填的范围" in each for each in b.problems(owner, world, book))


@pytest.mark.parametrize("header", ["编码", "完成数", "原因"])
def test_a_missing_column_is_named(owner, world, book, header):
    sheet = book["填报"]
    sheet.delete_cols(b.column(sheet, header))
    words = "填报表填写" if header == "完成数" else f"缺少“{header}”列"
    if header == "完成数":  # by its words alone the other table is still there
        assert b.upload(owner, world, book).status_code == 200
    else:
        assert words in b.refused(owner, world, book)


def test_two_tables_of_a_kind_are_one_too_many(owner, world, book):
    book.copy_worksheet(book["填报"])
    assert "有两张“填报”表" in b.refused(owner, world, book)


def test_a_column_of_one_s_own_is_not_read_and_that_is_said(owner, world, book):
    sheet = book["填报"]
    sheet.cell(b.HEADER, sheet.max_column + 1).value = "备注"
    response = b.upload(owner, world, book)
    assert response.status_code == 200 and "“备注”列是另加的，没有读" in b.said(response)


def test_tables_are_known_by_their_headers_whatever_they_are_called(owner, world, book):
    book["填报"].title = "Sheet1"
    book.move_sheet("Sheet1", 3)
    assert b.upload(owner, world, book).context["upload"].outcome.changed == 7


def test_a_strange_workbook_with_nothing_in_it_is_refused(owner, world):
    assert "没有“填报”表" in b.refused(owner, world, openpyxl.Workbook())
