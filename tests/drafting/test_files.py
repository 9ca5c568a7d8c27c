"""Lists that come as files: their text is taken out in a process of its own."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from projects.drafting.reading import Kind, read_file
from projects.sandbox.process import Unreadable

FILES = Path(__file__).with_name("files")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def figures(reading):
    return [
        [(str(target.value), target.measure) for target in project.targets if target.value]
        for project in reading.projects
    ]


def numbered(document, style: str, text: str) -> int:
    """Enter a list that Word numbers by itself; the number of it."""
    numbering = document.part.numbering_part.element
    key = str(90 + len(numbering.xpath("w:abstractNum")))
    kind = parse_xml(
        f'<w:abstractNum {W} w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, kind)
    numbering.append(
        parse_xml(f'<w:num {W} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>')
    )
    return int(key)


def in_list(paragraph, key: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>')
    )


def test_numbers_that_word_prints_by_itself_are_read():
    document = Document()
    document.add_paragraph("清源区2025年民生实事项目")
    key = numbered(document, "chineseCounting", "%1、")
    for text in (
        "实施校园安全工程。为42所学校更新一键报警装置。（责任单位：区教育局）",
        "实施银龄助餐工程。新建老年助餐点16个。（责任单位：区民政局）",
        "实施道路畅通工程。改造背街小巷23条。（责任单位：区城管局）",
    ):
        in_list(document.add_paragraph(text), key)
    reading = read_file(saved(document), "清单.docx")
    assert [project.marker for project in reading.projects] == ["一、", "二、", "三、"]
    assert reading.projects[0].title == "实施校园安全工程"
    assert figures(reading) == [[("42", "所")], [("16", "个")], [("23", "条")]]
    assert reading.projects[1].lead_units == ("区民政局",)


def test_a_word_table_is_read_with_its_merged_cells():
    document = Document()
    document.add_paragraph("清源区2025年民生实事项目表")
    table = document.add_table(rows=5, cols=5)
    for row, cells in enumerate(
        [
            ["序号", "项目名称", "建设内容", "完成时限", "责任单位"],
            ["1", "扩充学位", "新建小学2所", "8月底", "区教育局"],
            ["", "", "新增学位2160个", "", ""],
            ["2", "就业帮扶", "开发公益性岗位300个", "12月底", "区人社局\n区财政局"],
            ["3", "城市绿化", "新建口袋公园8处\n新增绿道12公里", "10月底", "区园林中心"],
        ]
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    for column in (0, 1, 3, 4):
        table.cell(1, column).merge(table.cell(2, column))
    document.add_paragraph("联系电话：12345")
    reading = read_file(saved(document), "清单.docx")
    assert [project.title for project in reading.projects] == ["扩充学位", "就业帮扶", "城市绿化"]
    assert figures(reading) == [
        [("2", "所"), ("2160", "个")],
        [("300", "个")],
        [("8", "处"), ("12", "公里")],
    ]
    assert reading.projects[0].due.isoformat() == "2025-08-31"
    assert reading.projects[1].due is None
    assert reading.projects[1].lead_units == ("区人社局", "区财政局")
    for project in reading.projects:
        assert reading.text[slice(*project.span)] == project.text
        for target in project.targets:
            assert [project.text[a:b] for a, b in target.spans] == [*target.excerpts]


def test_deleted_words_and_headers_of_a_word_file_are_not_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "1. 内部文件，新增岗位9个。"
    paragraph = document.add_paragraph("一、新建书房3处。")
    paragraph._p.append(
        parse_xml(f"<w:del {W}><w:r><w:delText>改建书房5处。</w:delText></w:r></w:del>")
    )
    document.add_paragraph("二、改造公厕12座。")
    assert figures(read_file(saved(document), "a.docx")) == [[("3", "处")], [("12", "座")]]


def workbook(rows, merged=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    return saved(book)


def test_a_workbook_is_read_with_values_apart_from_their_units():
    data = workbook(
        [
            ["滨河新区2025年民生实事任务分解表"],
            ["序号", "类别", "项目名称", "目标任务", "数量", "单位", "牵头单位", "配合单位"],
            [1, "教育", "学位建设", "新增学位", 2400, "个", "区教育局", "区财政局、区住建局"],
            [None, None, None, "新建学校", 2, "所", None, None],
            [2, "环境", "污水治理", "农村生活污水治理率", 85, "%", "区生态环境局", None],
            [3, None, "供热", "改造供热管网", 12.5, "公里", "区住建局", None],
        ],
        merged=["A1:H1", "A3:A4", "B3:B4", "C3:C4", "G3:G4", "H3:H4", "B5:B6"],
    )
    reading = read_file(data, "分解表.xlsx")
    assert reading.year == 2025
    assert figures(reading) == [
        [("2400", "个"), ("2", "所")],
        [("85", "%")],
        [("12.5", "公里")],
    ]
    assert reading.projects[0].support_units == ("区财政局", "区住建局")
    assert reading.projects[2].category == "环境"
    assert reading.projects[1].targets[0].kind is Kind.COVERAGE


def test_a_pdf_is_read_with_its_broken_lines_and_likened_signs():
    reading = read_file(FILES / "list.pdf")
    assert reading.year == 2024 and len(reading.projects) == 3
    assert figures(reading) == [
        [("4", "所"), ("2", "所"), ("1620", "个"), ("58", "%")],
        [("36", "座"), ("1200", "户")],
        [("260", "户"), ("32000", "人次")],
    ]
    assert reading.projects[1].targets[0].due.isoformat() == "2024-09-30"
    assert reading.projects[2].lead_units == ("区民政局",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_usual_encoding(encoding):
    text = "1. 新建公厕3座。\n2. 改造公园4处。"
    assert figures(read_file(text.encode(encoding), "a.txt")) == [[("3", "座")], [("4", "处")]]


def archive(**parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


TYPES = "wordprocessingml.document.main+xml"
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "ccccccccccc">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
)
DEEP = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + "<w:p>" * 5000
    + "</w:p>" * 5000
    + "</w:body></w:document>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100,
        b"PK\x03\x04broken",
        b"%PDF-1.7 broken",
        b"\x00\x01\x02\x03" * 50,
        archive(**{"[Content_Types].xml": TYPES, "word__document.xml": BOMB}),
        archive(**{"[Content_Types].xml": TYPES, "word__document.xml": DEEP}),
        archive(**{"[Content_Types].xml": TYPES, "word__document.xml": "<w:p>"}),
        archive(**{"[Content_Types].xml": TYPES}),
        archive(**{"picture.png": b"0"}),
        b"x" * (21 * 1024 * 1024),
    ],
)
def test_what_cannot_be_read_is_a_sentence_that_names_the_file(data):
    with pytest.raises(Unreadable) as refused:
        read_file(data, "清单.docx")
    assert str(refused.value).startswith("“清单.docx”") and str(refused.value).endswith("。")


def test_the_command_prints_json_and_words_without_a_database(tmp_path, capsys):
    path = tmp_path / "清单.txt"
    path.write_text("甲区2024年民生实事\n1. 新增托位162个，托位总数达到537个。\n2. 改造公园4处。")
    call_command("read_notice", path, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["year"] == 2024
    target = found["projects"][0]["targets"][0]
    assert (target["value"], target["baseline"], target["measure"]) == ("537", "375", "个")
    assert target["excerpts"] == ["新增托位162个，托位总数达到537个"]
    call_command("read_notice", path)
    assert "537个（基数375）" in capsys.readouterr().out
    with pytest.raises(CommandError, match="打不开"):
        call_command("read_notice", tmp_path / "没有.txt")


def test_values_are_exact():
    reading = read_file("1. 铺设管网15.60公里。\n2. 栽植苗木1.2万株。".encode(), "a.txt")
    assert [t.value for p in reading.projects for t in p.targets] == [
        Decimal("15.6"),
        Decimal(12000),
    ]
