"""The bulletin as Word: the page's words and numbers, the official form, the same every time."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Mm

from supervision.actions.periods import publish_month
from supervision.models import BulletinText, Period
from tests.factories import make_project, moment
from tests.public.months import SIGNED, make_card, make_month, make_release, quantity, stages
from tests.public.test_bulletins import correct  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "/2023/bulletins/9/bulletin.docx"


def read(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert 'filename="bulletin-2023-9.docx"' in answer["Content-Disposition"]
    return Document(io.BytesIO(answer.content))


def text_of(document) -> str:
    return "\n".join(each.text for each in document.paragraphs)


def rows_of(document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_it_has_the_page_s_sections_and_every_project_in_its_table(
    client, programme, lights, september
):
    make_card(september, make_project(programme, number=6, title="无障碍"), quantity(value="149"))
    make_card(september, make_project(programme, number=22, title="文化中心"), stages())
    make_release(september, lights, "改为周末和夜间施工。")
    document = read(client)
    text = text_of(document)
    for said in (
        "民生实事推进情况通报", "第9期", "一、总体情况", "二、进展较快的项目", "三、进展偏慢的项目",
        "第6项：无障碍。", "提前完成", "第12项：改善教学基础设施条件。", "改为周末和夜间施工。",
        "签发：演示签发人。依据：演示会议纪要。", "演示数据，不是正式公文",
    ):  # fmt: skip
        assert said in text
    head, *rows = rows_of(document)
    assert head == ["序号", "项目", "牵头单位", "主要进展", "完成", "计划", "亮牌"]
    assert [row[0] for row in rows] == ["6", "12", "13", "22"]
    assert rows[1][3:] == [
        "改造提升教室照明已完成90口，比计划少30口", "60.4%", "80.5%", "黄牌 进度偏慢",
    ]  # fmt: skip


def test_it_is_the_same_to_the_byte_and_tells_no_clock(client, september):
    first = client.get(ADDRESS).content
    assert first == client.get(ADDRESS).content
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_has_the_margins_and_fonts_of_official_papers(client, september):
    document = read(client)
    section = document.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge / Mm(1)) for edge in edges] == [37, 35, 28, 26]
    with zipfile.ZipFile(io.BytesIO(client.get(ADDRESS).content)) as parts:
        fonts = parts.read("word/fontTable.xml").decode()
        footers = "".join(parts.read(n).decode() for n in parts.namelist() if "footer" in n)
    assert "方正小标宋_GBK,华文中宋,宋体" in fonts and "仿宋,FangSong" in fonts
    assert "PAGE" in footers and "— " in footers


def test_it_is_not_there_before_publication(client, programme):
    make_month(programme, stage="closed")
    answer = client.get(ADDRESS)
    assert answer.status_code == 404
    assert "首页" in answer.content.decode()


def test_its_numbers_stay_as_issued_and_corrections_stand_at_its_end(
    client, september, correct  # noqa: F811
):  # fmt: skip
    correct(september, "118", "2023-10-20 10:00")
    document = read(client)
    assert "改造提升教室照明已完成90口，比计划少30口" in rows_of(document)[1]
    assert "第12项：更正为118口。（2023年10月20日公布）" in text_of(document)


@pytest.mark.parametrize(
    ("display", "gone", "columns"),
    [("words", ("黄牌", "蓝牌"), 7), ("bar", ("黄牌", "进度偏慢", "落后"), 6)],
)
def test_it_obeys_what_the_public_may_see_whatever_the_text_says(
    client, programme, september, display, gone, columns
):
    written = "黄牌{{ 黄牌.件数 }}件。\n{{ 滞后.项目 }}。\n进度偏慢的要抓紧。\n共{{ 项目数 }}件。"
    texts = {"overall": written, "behind": "黄牌的要落后整改。"}
    BulletinText.objects.create(period=september, saved_at=moment("2023-10-11 10:00"), **texts)
    programme.card_display = display
    programme.save()
    document = read(client)
    said = text_of(document) + str(rows_of(document))
    assert "共2件。" in said
    assert not any(word in said for word in gone)
    page = client.get("/2023/bulletins/9/").content.decode()
    assert not any(word in page for word in gone)
    assert len(document.tables[0].columns) == columns


def test_small_counts_stay_withheld_in_a_text_that_asks_for_them(client, programme, september):
    make_card(
        september,
        make_project(programme, number=5, sensitive=True),
        quantity(value="7", measure="人"),
    )
    text = "{{ 项目5.累计 }}，{{ 项目5.进展 }}，{{ 项目5.完成率 }}。"
    BulletinText.objects.create(period=september, saved_at=moment("2023-10-11 10:00"), overall=text)
    assert "不足10人，数量不足10，按规定不公布具体数字，不公布。" in text_of(read(client))


def test_a_title_with_braces_is_text_and_no_placeholder(client, programme):
    period = make_month(programme, stage="closed")
    make_card(period, make_project(programme, number=4, title="{{ 项目数 }}{x"), quantity())
    BulletinText.objects.create(
        period=period, saved_at=moment("2023-10-11 10:00"), overall="{{ 项目4.名称 }}"
    )
    publish_month(period=Period.everything.get(), by=None, at=moment("2023-10-12 10:00"), **SIGNED)
    assert "{{ 项目数 }}{x" in text_of(read(client))


def test_a_placeholder_that_there_is_no_more_takes_its_line_with_it(client, september):
    text = "旧{{ 旧词 }}。\n共{{ 项目数 }}件。"
    BulletinText.objects.create(period=september, saved_at=moment("2023-10-11 10:00"), overall=text)
    text = text_of(read(client))
    assert "共2件。" in text and "旧" not in text
