"""Files that stray are refused or read rightly, in Chinese, and nothing is written by looking."""

import datetime as dt
import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from projects.models import Event
from tests.admin.files import photo
from tests.admin.workbook import book as b
from tests.factories import make_period, make_report
from tests.sheets.test_reading import archive

pytestmark = pytest.mark.django_db

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@pytest.fixture
def book(owner, world):
    return b.filled(b.download(owner, world))


def refused(owner, world, content, name="填报表.xlsx") -> str:
    """What the page says; nothing may have been written."""
    events = Event.objects.count()
    response = b.upload(owner, world, content, name)
    assert response.status_code == 400
    world.report.refresh_from_db()
    assert (world.report.draft, Event.objects.count()) == ({}, events)
    return b.said(response)


def problems(owner, world, content) -> list[str]:
    """The sentences of the preview, each with the cell it names."""
    response = b.upload(owner, world, content)
    assert response.status_code == 400 and "确认，存为草稿" not in b.said(response)
    return [f"{each.place}：{each.text}" for each in response.context["preview"].problems]


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """The same zip with parts replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name)


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
        ("炸弹.xlsx", archive(**{"xl/worksheets/sheet1.xml": b"0" * 60_000_000}), "超过50MB"),
        ("文件.docx", archive(**{"word/document.xml": "<w/>"}), "读不出来"),
        ("照片.xlsx", photo("PNG"), "看不出这个文件是什么格式"),
        ("空.xlsx", b"", "空"),
        ("坏.xlsx", b"PK\x03\x04 nothing", "损坏"),
        ("大.xlsx", b"PK" + b"\0" * (5 * 1024 * 1024), "最多5MB"),
        ("别的.csv", "序号,名称\n1,教室\n".encode(), "没有“填报”表"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused_in_a_sentence(
    owner, world, name, content, words
):
    assert words in refused(owner, world, content, name)


def test_fifty_megabytes_are_refused_without_being_read(owner, world):
    began = time.monotonic()
    assert "50.0MB，最多5MB" in refused(
        owner, world, b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024 - 4)
    )
    assert time.monotonic() - began < 3


def test_no_file_at_all_is_said(owner, world):
    response = owner.post(b.page_url(world.period), {})
    assert response.status_code == 400 and "请先选择" in b.said(response)


def test_a_text_repeated_into_every_cell_does_not_fill_memory(owner, world, book):
    """A shared text of a megabyte in ten thousand cells is small as a file and huge laid out."""
    sheet = "xl/worksheets/sheet2.xml"
    cells = "".join(
        f'<c r="{column}{row}" t="s"><v>0</v></c>'
        for row in range(1, 1001)
        for column in "ABCDEFGHIJ"
    )
    rows = f"<row>{cells}</row>"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    bomb = repacked(
        b.saved(book),
        **{
            sheet: f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>".encode(),
            "xl/sharedStrings.xml": f"<sst {space}><si><t>{'长' * 350_000}</t></si></sst>".encode(),
        },
    )
    assert len(bomb) < 200_000
    tracemalloc.start()
    assert "文字合计超过40MB" in refused(owner, world, bomb)
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="900000"><c><v>1</v></c></row>', "没有地址"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "超过100列"),
        ('<row r="900000"><c r="A900000"><v>1</v></c></row>', "超过6000行"),
        ('<row r="1"><c r="A1" t="s"><v><!-- -->0</v></c></row>', "不合常规"),
        ('<row r="1"><c r="A1" t="s"><v><?x?>0</v></c></row>', "不合常规"),
    ],
)
def test_cells_that_would_lay_out_a_huge_table_are_refused(owner, world, book, xml, words):
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = f'<?xml version="1.0"?><worksheet {space}><sheetData>{xml}</sheetData></worksheet>'
    bomb = repacked(b.saved(book), **{"xl/worksheets/sheet2.xml": content.encode()})
    assert words in refused(owner, world, bomb)


def test_a_million_texts_and_a_million_cells_are_counted_before_they_are_laid_out(
    owner, world, book
):
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = f"<sst {space}>{'<si/>' * 1_000_000}</sst>".encode()
    many = repacked(b.saved(book), **{"xl/sharedStrings.xml": texts})
    assert "超过60万个" in refused(owner, world, many)
    cells = '<c r="A1"/>' * 1_000_000
    sheet = f"<worksheet {space}><sheetData><row>{cells}</row></sheetData></worksheet>".encode()
    many = repacked(b.saved(book), **{"xl/worksheets/sheet2.xml": sheet})
    assert "超过60万个" in refused(owner, world, many)


# --- somebody else's, another month's, tampered with ---


def test_another_unit_s_workbook_is_refused_as_a_whole(owner, world, sign_in):
    theirs = b.download(sign_in(world.stranger), world)
    b.fill(theirs, "户数", 填法="累计", 完成数=3)
    assert "没有您单位本月要填报的项目" in refused(owner, world, theirs)


def test_another_month_s_workbook_is_named(owner, world, book):
    month = make_period(world.programme, "2023-10", data_until=dt.date(2023, 10, 31),
                        due=dt.date(2023, 11, 6))  # fmt: skip
    make_report(month, world.project, world.unit)
    address = b.page_url(month)
    upload = b.SimpleUploadedFile("表.xlsx", b.saved(book))
    response = owner.post(address, {"file": upload})
    assert response.status_code == 400
    assert "这是2023年9月调度的填报表，本页只收2023年10月调度的" in b.said(response)


def test_what_belongs_to_others_reads_exactly_like_what_is_not_there(owner, world, book):
    sheet, where = book["填报"], {}
    for key in (world.stranger_report.pk, 999999):
        target = b.cell(book, "教室", "编码")
        target.value = f"{key}v0-{world.rooms.pk}"
        where[key] = problems(owner, world, book)
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
    assert any(words in each for each in problems(owner, world, book))


def test_sorted_names_beside_unsorted_codes_are_noticed(owner, world, book):
    one, two = b.cell(book, "教室", "编码"), b.cell(book, "覆盖", "编码")
    one.value, two.value = two.value, one.value
    assert sum("编码不符" in each for each in problems(owner, world, book)) == 2


def test_a_row_copied_is_refused_with_both_rows_named(owner, world, book):
    sheet = book["填报"]
    room = b.row(sheet, "教室")
    sheet.append([cell.value for cell in sheet[room]])
    (said,) = problems(owner, world, book)
    assert said == f"“填报”第{sheet.max_row}行：与第{room}行编码相同，是同一行的复制，请只留一行。"


def test_a_code_may_name_only_a_target_of_its_own_report(owner, world, book, sign_in):
    foreign = world.stranger_report.project.targets.get()
    b.cell(book, "教室", "编码").value = f"{world.report.pk}v0-{foreign.pk}"
    assert any("不在本月要填的范围" in each for each in problems(owner, world, book))


@pytest.mark.parametrize("header", ["编码", "完成数", "原因"])
def test_a_missing_column_is_named(owner, world, book, header):
    sheet = book["填报"]
    sheet.delete_cols(b.column(sheet, header))
    words = "填报表填写" if header == "完成数" else f"缺少“{header}”列"
    if header == "完成数":  # by its words alone the other table is still there
        assert b.upload(owner, world, book).status_code == 200
    else:
        assert words in refused(owner, world, book)


def test_two_tables_of_a_kind_are_one_too_many(owner, world, book):
    book.copy_worksheet(book["填报"])
    assert "有两张“填报”表" in refused(owner, world, book)


def test_a_column_of_one_s_own_is_not_read_and_that_is_said(owner, world, book):
    sheet = book["填报"]
    sheet.cell(b.HEADER, sheet.max_column + 1).value = "备注"
    response = b.upload(owner, world, book)
    assert response.status_code == 200 and "“备注”列是另加的，没有读" in b.said(response)


def test_tables_are_known_by_their_headers_whatever_they_are_called(owner, world, book):
    book["填报"].title = "Sheet1"
    book.move_sheet("Sheet1", 3)
    assert b.upload(owner, world, book).context["preview"].changed == 7


# --- cells ---


def test_merged_cells_to_fill_are_refused_with_their_rows(owner, world, book):
    sheet = book["填报"]
    first = b.row(sheet, "教室")
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=10, end_column=10)
    assert (
        f"“填报”J{first}格：第{first}—{first + 1}行有合并的单元格"
        in problems(owner, world, book)[0]
    )


def test_merged_names_and_titles_do_no_harm(owner, world, book):
    sheet = book["填报"]
    column, first = b.column(sheet, "实事项目"), b.row(sheet, "教室")
    sheet.merge_cells(start_row=first, end_row=first + 3, start_column=column, end_column=column)
    sheet.merge_cells("B1:J1")
    response = b.upload(owner, world, book)
    assert response.status_code == 200 and response.context["preview"].changed == 7


@pytest.mark.parametrize(
    ("label", "header", "value", "kept"),
    [
        ("教室", "完成数", "80", "80"),
        ("教室", "完成数", "８０", "８０"),
        ("教室", "完成数", " 80 ", "80"),
        ("教室", "完成数", "80个", "80"),
        ("教室", "完成数", 80.0, "80"),
        ("教室", "完成数", 0.1 + 0.2 + 79.7, "80"),
        ("教室", "承诺完成时间", dt.date(2023, 12, 20), "2023-12-20"),
        ("教室", "承诺完成时间", "2023年12月5日", "2023-12-05"),
        ("教室", "承诺完成时间", "2023/12/5", "2023-12-05"),
        ("教室", "填法", "累计", "total"),
        ("教室", "客观原因", "是", True),
        ("咨询", "开展情况", "9月", ["2023-09"]),
        ("咨询", "开展情况", "未开展", []),
        ("咨询", "累计服务数", "１２", "１２"),
        ("教室", "原因", "因“停电”\n两天，<b>未</b>施工", "因“停电”\n两天，<b>未</b>施工"),
        ("教室", "原因", "停\x0b电", "停电"),
    ],
)
def test_what_can_mean_one_thing_only_is_read(owner, world, book, label, header, value, kept):
    names = {"完成数": "value", "承诺完成时间": "finish", "填法": "mode", "客观原因": "objective",
             "开展情况": "ran", "累计服务数": "served", "原因": "cause"}  # fmt: skip
    target = b.cell(book, label, header)
    if isinstance(value, str) and "\x0b" in value:
        value = value.replace("\x0b", "_x000B_")  # as workbooks write a control character
    target.value = value
    response = b.upload(owner, world, book)
    assert response.status_code == 200, b.said(response)
    b.confirm(owner, world, response)
    target = world.rooms if label == "教室" else world.service
    assert b.figures(world, target)[names[header]] == kept


@pytest.mark.parametrize(
    "month", ["2023年6月", "2023-06", "2023/6", "２０２３年６月", dt.date(2023, 6, 1)]
)
def test_a_month_is_read_however_it_is_written(owner, world, book, month):
    b.fill(book, "节点：招标", 完成月份=month)
    b.confirm(owner, world, b.upload(owner, world, book))
    assert list(b.figures(world, world.works)["stages"].values()) == ["2023-06", ""]


@pytest.mark.parametrize(
    ("label", "header", "value", "words"),
    [
        ("教室", "完成数", "约八十", "不是数字"),
        ("教室", "完成数", "80公里", "不是数字"),
        ("教室", "完成数", -3, "是负数"),
        ("教室", "完成数", "-3", "是负数"),
        ("教室", "完成数", "1,200", "不是数字"),
        ("教室", "完成数", "1e3", "不是数字"),
        ("教室", "完成数", 1.5, "整倍数"),
        ("教室", "完成数", 1.23456, "小数位太多"),
        ("教室", "完成数", 10**14, "太大了"),
        ("教室", "完成数", True, "不是数字"),
        ("教室", "完成数", dt.date(2023, 9, 1), "不是数字"),
        ("教室", "完成数", "①", "不是数字"),
        ("教室", "填法", "随便", "请选“本月新增”或“累计”"),
        ("教室", "填法", None, "请在“填法”里选"),
        ("教室", "总数", 3, "这一行是数量指标，不填“总数”"),
        ("教室", "客观原因", "可能", "请选“是”或“否”"),
        ("教室", "承诺完成时间", "年底", "不是日期"),
        ("教室", "承诺完成时间", "2023-02-30", "不是日期"),
        ("教室", "原因", "长" * 2001, "最多2000字"),
        ("覆盖", "完成数", 41, "超过了总数"),
        ("覆盖", "总数", 0, "不能是零"),
        ("工程", "完成月份", "2023年6月", "不填“完成月份”"),
        ("节点：招标", "完成月份", "六月", "不是月份"),
        ("节点：招标", "完成月份", 2023.6, "不是月份"),
        ("节点：招标", "完成月份", "2023年10月", "晚于"),
        ("节点：招标", "完成月份", "2022年12月", "早于"),
        ("咨询", "开展情况", "8月", "请选“已开展”或“未开展”"),
        ("咨询", "累计服务数", "若干", "不是数字"),
        ("教室照明", "本月进展", "长" * 2001, "最多2000字"),
    ],
)
def test_what_cannot_be_read_is_named_by_cell(owner, world, book, label, header, value, words):
    target = b.cell(book, label, header)
    target.value = value
    found = problems(owner, world, book)
    named = f"“{target.parent.title}”{target.coordinate}格"
    if value == 0 or (label, header, value) == ("教室", "填法", None):
        named = f"“{target.parent.title}”"
    assert any(each.startswith(named) and words in each for each in found), found


def test_a_cell_beyond_five_thousand_characters_stops_the_file(owner, world, book):
    b.fill(book, "教室照明", 本月进展="长" * 5001)
    assert "有一格超过5000字" in refused(owner, world, book)


# --- formulas ---


def with_result(content: bytes, formula: str, result: str) -> bytes:
    """The workbook as a spreadsheet programme saves it: the formula with what it comes to."""
    sheet = "xl/worksheets/sheet2.xml"
    old = f"<f>{formula}</f><v></v>".encode()
    xml = part(content, sheet)
    if old not in xml:
        old = f"<f>{formula}</f><v />".encode()
    assert old in xml
    return repacked(content, **{sheet: xml.replace(old, f"<f>{formula}</f>{result}".encode())})


def test_a_formula_is_read_by_its_result_and_that_is_said(owner, world, book):
    b.fill(book, "教室", 完成数="=60+20")
    content = with_result(b.saved(book), "60+20", "<v>80</v>")
    response = b.upload(owner, world, content)
    assert response.status_code == 200 and "这一格是公式，按它的结果读取" in b.said(response)
    b.confirm(owner, world, response)
    assert b.figures(world, world.rooms)["value"] == "80"


def test_a_formula_without_its_result_is_refused_by_cell(owner, world, book):
    b.fill(book, "教室", 完成数="=60+20")
    (said,) = problems(owner, world, book)
    assert "格：这一格是公式，文件里没有存下它的结果" in said


def test_an_error_in_a_cell_is_not_an_empty_one(owner, world, book):
    b.fill(book, "教室", 完成数="#REF!")
    (said,) = problems(owner, world, book)
    assert "这一格是错误值" in said


# --- CSV ---


def as_csv(book, title: str, encoding: str) -> bytes:
    lines = [
        ",".join('"{}"'.format(str("" if v is None else v).replace('"', '""')) for v in line)
        for line in book[title].values
    ]
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_saved_as_csv_is_read_in_any_encoding(owner, world, book, encoding):
    response = b.upload(owner, world, as_csv(book, "填报", encoding), "填报.csv")
    assert response.status_code == 200, b.said(response)
    b.confirm(owner, world, response)
    assert b.figures(world, world.rooms)["value"] == "80"
    assert b.draft(world)["progress"] == ""  # the other table was not in the file
    words = b.upload(owner, world, as_csv(book, "文字进展", encoding), "文字.csv")
    b.confirm(owner, world, words, **{f"use-{world.report.pk}": "table"})
    assert b.draft(world)["progress"] == "9月完成二十间教室的灯具更换。"
    assert b.figures(world, world.rooms)["value"] == "80"


def test_wrong_cells_of_a_csv_are_named_and_come_back_as_a_workbook(owner, world, book):
    b.fill(book, "教室", 完成数="约八十")
    preview = b.upload(owner, world, as_csv(book, "填报", "gbk"), "填报.csv")
    assert "“CSV”J4格" in b.said(preview)
    assert "填报" in b.opened(b.post(owner, world, preview, "marked/").content).sheetnames


# --- the marked workbook ---


def test_a_workbook_with_errors_comes_back_marked_and_can_be_mended_in_place(owner, world, book):
    b.fill(book, "教室", 完成数="约八十", 原因="=1+1")
    b.fill(book, "覆盖", 完成数=41)
    b.cell(book, "教室", "原因").data_type = "s"
    preview = b.upload(owner, world, book)
    assert preview.status_code == 400
    response = b.post(owner, world, preview, "marked/")
    back = b.opened(response.content)
    wrong = b.cell(back, "教室", "完成数")
    assert wrong.value == "约八十" and wrong.fill.fgColor.rgb.endswith("F9D6D5")
    assert "“约八十”不是数字" in wrong.comment.text
    assert "“约八十”不是数字" in b.cell(back, "教室", "问题").value
    assert not b.cell(back, "咨询", "问题").value
    assert b.cell(back, "教室", "原因").data_type == "s"  # still text, not a formula
    assert wrong.coordinate == b.cell(book, "教室", "完成数").coordinate
    assert not b.cell(back, "教室", "填法").protection.locked
    assert Event.objects.latest("pk").action == "导出"
    b.fill(back, "教室", 完成数=80)
    b.fill(back, "覆盖", 完成数=20)
    again = b.upload(owner, world, back)
    assert again.status_code == 200, b.said(again)
    b.confirm(owner, world, again)
    assert b.figures(world, world.rooms)["value"] == "80"


def test_a_workbook_with_errors_cannot_be_confirmed_by_force(owner, world, book):
    b.fill(book, "教室", 完成数="约八十")
    preview = b.upload(owner, world, book)
    forced = b.confirm(owner, world, preview)
    assert forced.status_code == 400 and "一行也没有写入" in b.said(forced)
    world.report.refresh_from_db()
    assert world.report.draft == {}


def test_hostile_text_is_shown_as_text(owner, world, book):
    b.fill(book, "教室", 完成数="<script>alert(1)</script>")
    shown = b.said(b.upload(owner, world, book, '"><img src=x>.xlsx'))
    assert "<script>alert" not in shown and "<img src=x>" not in shown


def test_a_strange_workbook_with_nothing_in_it_is_refused(owner, world):
    assert "没有“填报”表" in refused(owner, world, openpyxl.Workbook())
