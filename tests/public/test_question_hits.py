"""What the search page says of a question: the hit's state, day and telephone, or an honest no."""

import json

import pytest
from django.conf import settings

from projects.models import PlainName
from tests.factories import make_project, make_target, make_unit
from tests.public.months import make_card, make_month, quantity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("灯光嗡嗡", "哪一件。可能有关"),
        ("灯光嗡嗡响", "哪一件；“噪音投诉”不在2023年的清单里。可能有关"),
    ],
)
def test_what_is_not_sure_is_said_so_and_claims_no_answer(client, lights, september, q, said):
    PlainName.objects.create(
        programme=lights.programme, project=lights, name="教室的灯", words="灯光"
    )
    PlainName.objects.create(programme=lights.programme, name="噪音投诉", words="嗡嗡 嗡嗡响")
    found = page(client, q)
    assert f"没有把握您问的是{said}" in found
    assert 'href="/2023/12/"' in found and 'href="tel:12345"' in found
    assert "承诺149口" not in found and "黄牌</" not in found


def test_of_several_that_may_be_meant_the_likelier_come_first(client, lights, september):
    """As points all the same: nobody is told that the first is meant."""
    later = make_project(lights.programme, number=14, title="看护点")
    for project, asked in (
        (lights, "孩子看不清\n孩子眼睛累\n灯太暗"),
        (later, "孩子没人看护\n孩子放学没人管\n孩子谁带\n孩子放哪"),
    ):
        PlainName.objects.create(
            programme=lights.programme, project=project, name=project.title, questions=asked
        )
    found = page(client, "孩子")
    assert "没有把握" in found and "更像的在前" in found and '<ul class="hits">' in found
    assert 0 < found.index('href="/2023/14/"') < found.index('href="/2023/12/"')


def test_none_is_called_likelier_where_two_are_about_as_likely(client, lights, september):
    later = make_project(lights.programme, number=14, title="看护点")
    for project, asked in ((lights, "孩子看不清"), (later, "孩子没人看")):
        PlainName.objects.create(
            programme=lights.programme, project=project, name=project.title, questions=asked
        )
    found = page(client, "孩子")
    assert "没有把握" in found and "分不出哪件更像，请自己挑" in found


def test_a_letter_is_read_to_its_end(client, lights, september):
    PlainName.objects.create(
        programme=lights.programme, project=lights, name="教室的灯", questions="教室灯太暗看不清"
    )
    letter = "尊敬的领导您好，" + "打扰您了，" * 15 + "孩子说教室灯太暗看不清黑板"
    assert len(letter) > 90 and 'href="/2023/12/"' in page(client, letter)


def test_what_a_promise_is_named_after_is_never_denied(client, lights, september):
    """Neither where it is asked beside what asks for it."""
    make_target(lights, "消防和防汛演练")
    PlainName.objects.create(
        programme=lights.programme, name="防汛和天气", words="防汛 台风", questions="什么时候刮台风"
    )
    for q in ("防汛", "防汛什么时候"):
        found = page(client, q)
        assert "不在2023年" not in found and "没有把握" not in found
        assert 'href="/2023/12/"' in found and "找谁：" in found
    assert "“防汛和天气”不在2023年" in page(client, "台风")


def test_in_doubt_a_matter_is_only_named_by_its_words(client, lights, september):
    later = make_project(lights.programme, number=14, title="修路")
    for project, name, words, asked in (
        (None, "乡下的路", "村路", "谁负责这条路\n谁负责村里"),
        (later, "修路", "修路", "修路要多久\n谁修"),
    ):
        PlainName.objects.create(
            programme=lights.programme, project=project, name=name, words=words, questions=asked
        )
    found = page(client, "这条修路谁负责村里")
    assert 'href="/2023/14/"' in found and "没有把握" in found and "乡下的路" not in found
    assert "“乡下的路”不在2023年" in page(client, "这条修路谁负责村路")


def test_a_tie_of_matters_that_no_list_holds_names_none(client, lights, september):
    for name, words in (("食品安全", "过期"), ("驾照", "驾照")):
        PlainName.objects.create(programme=lights.programme, name=name, words=words)
    found = page(client, "驾照过期了怎么换")
    assert "2023年的民生实事清单里没有您问的事" in found and "食品安全" not in found


def page(client, q):
    return client.get("/search/", {"q": q}).content.decode()


def test_a_hit_says_how_it_stands_when_and_whom_to_call(client, lights, september):
    PlainName.objects.create(
        programme=lights.programme, project=lights, name="教室的灯", words="护眼灯 灯光"
    )
    found = page(client, "学校的护眼燈什么时候换好")
    assert (
        '<a href="/2023/12/">教室的灯' in found.replace("\n      ", " ").replace("<a\n", "<a ")
        or 'href="/2023/12/"' in found
    )
    assert "第12项 · 改善教学基础设施条件" in found
    assert "承诺149口，截至9月底已完成90口，比计划少30口；要求12月底前完成。" in found
    assert "黄牌" in found and 'href="tel:05370000002"' in found


def test_what_stands_on_no_list_is_said_so(client, lights, september):
    PlainName.objects.create(programme=lights.programme, name="路灯维修", words="路灯")
    found = page(client, "路灯坏了找谁")
    assert "“路灯维修”不在2023年的民生实事清单里" in found
    assert 'href="tel:12345"' in found and 'href="/2023/12/"' not in found


@pytest.fixture
def shipped(lights) -> None:
    """The everyday names and questions that ship, for the one project there is."""
    path = settings.BASE_DIR / "fixtures" / "plain_names_2023.json"
    for each in json.loads(path.read_text(encoding="utf-8")):
        if each["project"] in (None, lights.number):
            PlainName.objects.create(
                programme=lights.programme, name=each["name"], words=each["words"],
                project=each["project"] and lights, questions="\n".join(each["questions"]),
            )  # fmt: skip


@pytest.mark.parametrize(
    ("q", "href"),
    [("哪些项目落后", "/2023/?card=yellow"), ("演示〔2023〕1号", "/2023/explanation/"),
     ("教育局", "/2023/units/"), ("第12项", "/2023/12/"), ("149口", "/2023/12/"),
     ("第9期", "/2023/bulletins/9/"), ("改善教学基础设施条件", "/2023/12/")],
)  # fmt: skip
def test_what_is_named_outright_is_found_as_ever_beside_examples(
    client, lights, september, shipped, q, href
):
    found = page(client, q)
    assert f'href="{href}' in found
    assert "没有把握" not in found and "不在2023年" not in found


@pytest.mark.parametrize("q", ["黄牌", "黃牌有哪些", "哪些项目落后"])
def test_cards_are_found(client, september, q):
    found = page(client, q)
    assert "黄牌的项目：1件" in found and 'href="/2023/?card=yellow"' in found


@pytest.mark.parametrize("q", ["演示〔2023〕1号", "演示[2023]1号", "演示2023 1号"])
def test_the_document_is_found_by_its_number_in_any_brackets(client, september, q):
    assert 'href="/2023/explanation/"' in page(client, q)


@pytest.mark.parametrize(
    "q, name",
    [("教育局", "教育（演示）"), ("人社局", "人力资源社会保障"), ("卫健委", "卫生健康")],
)
def test_units_are_found_by_what_people_call_them(client, programme, lights, q, name):
    unit = lights.assignments.get().unit
    if unit.name != name:
        unit = make_unit(name, phone="0537-1")
        lights.assignments.create(unit=unit, role="support", since="2023-01-01")
    found = page(client, q)
    assert f"/2023/units/{unit.slug}/" in found and f"办公电话{unit.phone}" in found


def test_a_figure_is_no_hit_inside_a_longer_one(client, programme, lights):
    make_card(make_month(programme), lights, quantity())
    lights.text = "托位总数达到537个。"
    lights.save()
    assert 'href="/2023/12/"' not in page(client, "0537")
    assert 'href="/2023/12/"' not in page(client, "53")
    assert 'href="/2023/12/"' in page(client, "537")


def test_words_joined_by_a_comma_are_two(client, lights):
    lights.text = "照明改造和餐厨垃圾。"
    lights.save()
    assert 'href="/2023/12/"' in page(client, "照明、餐厨")
    assert 'href="/2023/12/"' in page(client, '"照明"')


def test_the_year_s_list_is_narrowed_by_everyday_words_too(client, lights, september):
    PlainName.objects.create(programme=lights.programme, project=lights, name="教室", words="近视")
    found = client.get("/", {"q": "孩子近视了"}).content.decode()
    assert 'href="/2023/12/"' in found and 'href="/2023/13/"' not in found


def test_the_everyday_name_leads_and_the_official_one_stands_beside(client, lights, september):
    PlainName.objects.create(programme=lights.programme, project=lights, name="教室照明")
    found = client.get("/2023/12/").content.decode()
    assert "<h1>教室照明</h1>" in found and "<title>教室照明 ·" in found
    assert "文件里叫“改善教学基础设施条件”" in found
    assert "教室照明</a></h3>" in client.get("/").content.decode()


def test_a_hit_answers_the_promise_that_was_asked_about(client, lights):
    PlainName.objects.create(
        programme=lights.programme, project=lights, name="教室", words="护眼灯 黑板"
    )
    other = quantity("更换黑板", "110")
    make_card(make_month(lights.programme), lights, quantity(), other)
    assert "更换黑板：承诺" in page(client, "黑板什么时候换好")
    assert "更换黑板：承诺" not in page(client, "护眼灯什么时候换好")
