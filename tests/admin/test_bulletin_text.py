"""通报文字: the office writes, the numbers come from the cards, publication freezes it."""

import io

import pytest
from django.db import DatabaseError, transaction
from docx import Document

from projects.ledger.verification import rows
from projects.models import Event
from supervision.actions import bulletins, periods
from supervision.models import BulletinText
from tests.admin.closed import PUBLISHED, close_september
from tests.admin.plain import INLINE, english
from tests.factories import make_officer

pytestmark = pytest.mark.django_db
EMPTY = dict.fromkeys(("overall", "ahead", "behind", "discipline", "next_steps"), "")


@pytest.fixture
def closed(world, sign_in, settings):
    close_september(world, sign_in, settings)
    return world.period


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


def url(period, page: str = "") -> str:
    return f"/admin/supervision/period/{period.pk}/bulletin/{page}"


def save(client, period, version=0, **texts):
    data = {**EMPTY, "overall": "共{{ 项目数 }}件。", "save": "1", "version": version, **texts}
    return client.post(url(period), data)


def publish(world):
    return periods.publish_month(
        period=world.period, signer="演示签发人", basis="演示会议", by=world.officer, at=PUBLISHED
    )


def test_the_office_finds_a_first_wording_with_the_placeholders_and_their_values(office, closed):
    page = office.get(url(closed)).content.decode()
    assert "{{ 数据截至 }}" in page and "2023年9月30日" in page
    assert "<code>{{ 滞后.件数 }}</code>" in page
    assert "<code>{{ 项目1.1.累计 }}</code>" in page
    assert "现在是系统拟的初稿" in page
    assert not english(page) and not INLINE.search(page)


def test_what_is_saved_is_shown_filled_and_published(office, world, closed, client):
    text = (
        "本月{{ 项目数 }}件，第1项{{ 项目1.1.名称 }}{{ 项目1.1.进展 }}。\n请对照〔2023〕1号文件。"
    )
    assert save(office, closed, overall=text).status_code == 302
    assert "本月2件，第1项教室已完成" in office.get(url(closed)).content.decode()
    publish(world)
    page = client.get("/2023/bulletins/1/").content.decode()
    assert "本月2件，第1项教室已完成" in page
    assert "二、进展较快的项目" in page and '<h2 id="discipline"' not in page, "left empty"


def test_a_preview_shows_the_filled_text_and_keeps_nothing(office, closed):
    data = {**EMPTY, "overall": "预览{{ 项目数 }}件。", "preview": "1", "version": "0"}
    assert "预览2件。" in office.post(url(closed), data).content.decode()
    assert not BulletinText.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ 没有这个 }}", "没有“{{ 没有这个 }}”这个占位符"),
        ("{{ 项目99.累计 }}", "没有“{{ 项目99.累计 }}”这个占位符"),
        ("{{ 项目1.9.累计 }}", "没有“{{ 项目1.9.累计 }}”这个占位符"),
        ("{{ 项目1.姓名 }}", "没有“{{ 项目1.姓名 }}”这个占位符"),
        ("{{ 项目数", "大括号没有成对"),
        ("{项目数}", "大括号没有成对"),
        ("{% include 'admin/base.html' %}", "“{% include %}”不能用"),
        ("长" * 5001, "最多5000字"),
        ("已投入37万元", "手写数字“37”要改用占位符，或勾选已核对"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(office, closed, text, sentence):
    response = save(office, closed, overall=text)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not BulletinText.objects.exists()


def test_a_number_that_a_placeholder_gives_is_not_taken_typed(office, closed):
    page = save(office, closed, behind="教室完成80个。", vouched=["80"])
    assert page.status_code == 400
    assert "“80个”请改用占位符 {{ 项目1.1.累计 }}" in page.content.decode()


def test_another_figure_is_taken_once_it_is_ticked_and_the_tick_is_in_the_ledger(office, closed):
    assert 'value="37"' in save(office, closed, overall="投入37万元。").content.decode()
    assert save(office, closed, overall="投入３７万元。", vouched=["37"]).status_code == 302
    assert BulletinText.objects.get().checked == ["37"]
    assert "手写数字已核对：37" in Event.objects.get(action="通报起草").body
    again = save(office, closed, 1, overall="投入38万元。", vouched=["37"])
    assert again.status_code == 400, "a tick is for one figure"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第1项进度滞后。", "进度滞后"),
        ("{{ 项目1.名称 }}已全部完成。", "已全部完成"),
        ("第1项红牌，完成近八成。", "近八成"),
        ("全部完成。", "全部完成"),
        ("总体完成过半。", "过半"),
    ],
)
def test_words_that_the_cards_named_do_not_bear_are_asked_about(office, closed, text, words):
    page = save(office, closed, behind=text).content.decode()
    assert f"“{words}”和系统里的不一致" in page and f'value="{words}"' in page
    assert not BulletinText.objects.exists()
    ticked = save(office, closed, behind=text, vouched=[words, "红牌"])
    assert ticked.status_code == 302 and words in BulletinText.objects.get().checked


@pytest.mark.parametrize(
    "text",
    [
        "第1项按计划推进，{{ 滞后.件数 }}件进展偏慢，其余按序时推进。",
        "{{ 提前完成.项目 }}提前完成；请各牵头单位确保年底前全部完成。",
        "对进度滞后的项目重点督办，由黄牌转为蓝牌的，不再通报。",
    ],
)
def test_words_that_the_cards_bear_are_not(office, closed, text):
    answer = save(office, closed, behind=text)
    assert answer.status_code == 302, answer.context["form"].errors


def test_of_two_at_once_the_second_is_told_and_shown_the_first_s_text(sign_in, office, closed):
    save(office, closed, overall="甲先写。")
    second = sign_in(make_officer("second"))
    response = save(second, closed, overall="乙后写。")
    assert response.status_code == 409
    page = response.content.decode()
    assert "另一位同事刚刚保存过" in page and "甲先写。" in page and "乙后写。" in page
    assert save(second, closed, 1, overall="乙后写。").status_code == 302


def test_published_it_is_frozen_for_the_office_and_in_the_database(office, world, closed):
    save(office, closed)
    publish(world)
    page = save(office, closed, 1, overall="改写。").content.decode()
    assert "文字不能再改" in page and "改写" not in page
    with pytest.raises(bulletins.Refused, match="已经公开发布"):
        bulletins.save_text(
            period=closed, sections=EMPTY, vouched=[], version=1, by=world.officer, at=PUBLISHED
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        BulletinText.objects.update(overall="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        BulletinText.objects.all().delete()
    assert not [problem for problem in rows() if "通报文字" in problem]


def test_unwritten_it_is_published_in_its_first_wording(world, closed, client):
    publish(world)
    text = BulletinText.objects.get()
    assert text.issued_at == PUBLISHED and "{{ 项目数 }}" in text.overall
    assert text.discipline.splitlines() == [
        "本月应报{{ 应报数 }}件，按时报送{{ 按时数 }}件。",
        "未报{{ 未报.件数 }}件：{{ 未报.项目 }}。",
        "请各牵头单位按时、如实报送进展。",
    ]
    page = client.get("/2023/bulletins/1/").content.decode()
    assert "未报1件：第2项“适老化改造”（民政演示）。" in page


def test_an_open_month_has_no_text_yet(office, world):
    assert office.get(url(world.period)).status_code == 404
    assert office.get(url(world.period, "word/")).status_code == 404


@pytest.mark.parametrize("who", ["owner", "stranger", "administrator"])
def test_only_the_office_writes_and_takes_it(sign_in, world, closed, who):
    client = sign_in(getattr(world, who))
    assert client.get(url(closed)).status_code == 404
    assert save(client, closed).status_code == 404
    assert client.get(url(closed, "word/")).status_code == 404


def test_before_publication_the_word_file_says_that_it_is_not_public(office, world, closed):
    response = office.get(url(closed, "word/"))
    assert "%E6%9C%AA%E5%85%AC%E5%BC%80" in response["Content-Disposition"]
    said = [each.text for each in Document(io.BytesIO(response.content)).paragraphs]
    assert any("未公开" in line for line in said)
    assert Event.objects.filter(action="导出").exists()
    publish(world)
    said = [
        each.text
        for each in Document(io.BytesIO(office.get(url(closed, "word/")).content)).paragraphs
    ]
    assert not any("未公开" in line for line in said)
