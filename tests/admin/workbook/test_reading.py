"""What stands in a cell, a formula or a CSV is read rightly, or named by its cell."""

import datetime as dt

import pytest

from tests.admin.workbook import book as b

pytestmark = pytest.mark.django_db


# --- cells ---


def test_merged_cells_to_fill_are_refused_with_their_rows(owner, world, book):
    sheet = book["填报"]
    first = b.row(sheet, "教室")
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=10, end_column=10)
    assert (
        f"“填报”J{first}格：第{first}—{first + 1}行有合并的单元格"
        in b.problems(owner, world, book)[0]
    )


def test_merged_names_and_titles_do_no_harm(owner, world, book):
    sheet = book["填报"]
    column, first = b.column(sheet, "实事项目"), b.row(sheet, "教室")
    sheet.merge_cells(start_row=first, end_row=first + 3, start_column=column, end_column=column)
    sheet.merge_cells("B1:J1")
    response = b.upload(owner, world, book)
    assert response.status_code == 200 and response.context["upload"].outcome.changed == 7


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
        ("教室", "完成数", "12,00", "不是数字"),
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
    found = b.problems(owner, world, book)
    named = f"“{target.parent.title}”{target.coordinate}格"
    if value == 0 or (label, header, value) == ("教室", "填法", None):
        named = f"“{target.parent.title}”"
    assert any(each.startswith(named) and words in each for each in found), found


def test_a_cell_longer_than_any_of_ours_stops_the_file(owner, world, book):
    b.fill(book, "教室照明", 本月进展="长" * 32_001)
    assert "有一格超过32000字" in b.refused(owner, world, book)


# --- formulas ---


def with_result(content: bytes, formula: str, result: str) -> bytes:
    """The workbook as a spreadsheet programme saves it: the formula with what it comes to."""
    sheet = "xl/worksheets/sheet2.xml"
    old = f"<f>{formula}</f><v></v>".encode()
    xml = b.part(content, sheet)
    if old not in xml:
        old = f"<f>{formula}</f><v />".encode()
    assert old in xml
    return b.repacked(content, **{sheet: xml.replace(old, f"<f>{formula}</f>{result}".encode())})


def test_a_formula_is_read_by_its_result_and_that_is_said(owner, world, book):
    b.fill(book, "教室", 完成数="=60+20")
    content = with_result(b.saved(book), "60+20", "<v>80</v>")
    response = b.upload(owner, world, content)
    assert response.status_code == 200 and "这一格是公式，按它的结果读取" in b.said(response)
    b.confirm(owner, world, response)
    assert b.figures(world, world.rooms)["value"] == "80"


def test_a_formula_without_its_result_is_refused_by_cell(owner, world, book):
    b.fill(book, "教室", 完成数="=60+20")
    (said,) = b.problems(owner, world, book)
    assert "格：这一格是公式，文件里没有存下它的结果" in said


def test_an_error_in_a_cell_is_not_an_empty_one(owner, world, book):
    b.fill(book, "教室", 完成数="#REF!")
    (said,) = b.problems(owner, world, book)
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
