"""Numbers and offices are found as they are named, or said not to be there: nothing like them."""

import datetime as dt
import re

import pytest

from projects.models import PlainName
from supervision.public import matching
from supervision.public.matters import cut, lies_in
from supervision.public.offices import LONG, named_in, numbers_of
from supervision.public.own_pages import PAGES, own_pages
from supervision.public.places import town_url
from tests.factories import make_project, make_unit
from tests.public.test_places import make_site

pytestmark = pytest.mark.django_db


def page(client, q):
    answer = client.get("/search/", {"q": q})
    assert answer.status_code == 200
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


@pytest.fixture
def housing(programme, lights, september):
    """The unit with 0537-000-0012, and everyday words that a number must not lead to."""
    unit = make_unit("住房建设（演示）", short_name="住房建设", phone="0537-000-0012（演示）")
    project = make_project(programme, unit=unit, number=19, title="社区物业")
    PlainName.objects.create(
        programme=programme, project=lights, name="托班", questions="0-3岁托班\n0-3岁送哪"
    )
    PlainName.objects.create(
        programme=programme, name="快递、通信和网络", words="快递", questions="移动电话\n打电话"
    )
    PlainName.objects.create(programme=programme, name="结婚登记", words="结婚 民政局 教育局")
    return project


@pytest.mark.parametrize(
    "q",
    ["0537-000-0012", "05370000012", "0537 000 0012", "(0537)0000012", "000-0012", "0000012",
     "０５３７－０００－００１２", "0537-000-0012是谁的电话", "打0537-000-0012找谁"],
)  # fmt: skip
def test_a_telephone_finds_whose_it_is_and_what_they_lead(client, housing, q):
    found = page(client, q)
    assert "住房建设（演示）" in found and "办公电话0537-000-0012" in found
    assert 'href="/2023/19/"' in found and 'href="/2023/12/"' not in found
    assert found.index("办公电话") < found.index('href="/2023/19/"')


@pytest.mark.parametrize(
    "q",
    ["0537-000-0013", "0537-000-001", "0537-000-00121", "0531-000-0012", "1537-000-0012",
     "13800000012", "138 0000 0012", "370800202300010012", "演示〔2023〕2号", "演示〔2023〕11号",
     "演示2023 11号", "示〔2023〕12号"],
)  # fmt: skip
def test_a_number_that_nobody_has_finds_nothing_like_it(client, housing, q):
    found = page(client, q)
    assert "没有找到" in found and "tel:12345" in found
    assert 'href="/2023/19/"' not in found and 'href="/2023/12/"' not in found


def test_a_letter_with_its_sender_s_number_is_read_as_a_letter(client, housing):
    assert 'href="/2023/12/"' in page(client, "0-3岁托班送哪，我的电话是13800000000，请回复")


def test_a_former_unit_s_number_is_nobody_s(client, housing):
    unit = housing.assignments.get().unit
    unit.until = dt.date(2023, 6, 30)
    unit.save()
    assert "没有找到" in page(client, "0537-000-0012")


@pytest.mark.parametrize(
    ("typed", "own", "found"),
    [("〔2023〕1号", "演示〔2023〕1号", True), ("管办 2023 1", "经开管办〔2023〕1号", True),
     ("〔2023〕1", "演示〔2023〕11号", False), ("023〕1号", "演示〔2023〕1号", False),
     ("2023 11号", "演示〔20231〕1号", False), ("演示", "某演示〔2023〕1号", True)],
)  # fmt: skip
def test_a_document_s_number_holds_its_figures_whole(typed, own, found):
    assert lies_in(cut(typed), cut(own)) is found


def test_several_numbers_of_one_unit_are_each_its_own():
    assert numbers_of("0537-1234567、010-12345678") >= {"05371234567", "1234567", "12345678"}
    assert not LONG.search("2023年 149口 12项 0-3岁")


@pytest.mark.parametrize(
    "q",
    ["教育局", "教育局电话", "教育局的电话是多少", "教育局联系方式", "教育局在哪", "教育局谁负责",
     "请问教育局电话", "教育 电话", "去教育局找谁", "教育和体育局电话"],
)  # fmt: skip
def test_an_office_leads_with_its_number_and_what_it_leads(client, housing, lights, q):
    unit = lights.assignments.get().unit
    unit.short_name = "教育"
    unit.save()
    found = page(client, q)
    assert found.index("办公电话0537-000-0002") < found.index('href="/2023/12/"')
    assert "结婚" not in found and "快递" not in found and "没有把握" not in found


@pytest.mark.parametrize("q", ["教体局", "教体局电话", "区教体局在哪"])
def test_a_joined_office_is_found_by_the_name_of_both(client, housing, q):
    found = page(client, q)
    assert "办公电话0537-000-0002" in found and "单位里没有" not in found


@pytest.mark.parametrize(
    ("q", "name"),
    [("劳动局", "人力资源社会保障"), ("环保局电话", "生态环境"), ("国土局", "自然资源"),
     ("卫计局", "卫生健康"), ("文广局", "文化和旅游"), ("工商局电话", "市场监管"),
     ("安监局", "应急管理"), ("房管局", "住房建设")],
)  # fmt: skip
def test_an_office_is_found_by_what_it_once_was_called(client, lights, q, name):
    unit = make_unit(f"{name}（演示）", phone="0537-000-0077")
    lights.assignments.create(unit=unit, role="support", since="2023-01-01")
    assert "办公电话0537-000-0077" in page(client, q)


def test_an_old_name_alone_is_no_office(client, lights):
    unit = make_unit("生态环境（演示）", phone="0537-000-0077")
    lights.assignments.create(unit=unit, role="support", since="2023-01-01")
    assert "0537-000-0077" not in page(client, "环保")


@pytest.mark.parametrize("q", ["民政局", "民政局电话", "公安局在哪", "市气象局联系方式", "发改委"])
def test_an_office_without_a_part_is_said_so_and_no_subject_is_guessed(client, housing, q):
    found = page(client, q)
    assert "单位里没有“" in found and 'href="tel:12345"' in found
    assert "结婚" not in found and "快递" not in found and 'href="/2023/12/"' not in found


@pytest.mark.parametrize("q", ["谁负责", "谁负责？", "电话", "联系方式", "哪些单位负责", "找谁"])
def test_who_asks_only_who_answers_is_led_to_the_units(client, housing, q):
    found = page(client, q)
    assert 'href="/2023/units/"' in found and "牵头单位和电话" in found and "找到1处" in found


@pytest.mark.parametrize("q", ["快递怎么办", "快递找谁", "快递电话"])
def test_who_answers_for_a_matter_is_asked_of_the_matter(client, housing, q):
    assert "“快递、通信和网络”不在2023年" in page(client, q)


@pytest.mark.parametrize(
    "q",
    ["电信骗局", "结局", "邮局", "停电怎么办", "眼科", "业委会", "残疾证去哪办", "什么", "在哪"],
)
def test_what_only_ends_like_an_office_is_none(q):
    assert named_in(q) is None


def test_a_renamed_office_leads_to_who_answers_today(client, housing):
    old = housing.assignments.get().unit
    new = make_unit("城乡建设（演示）", predecessor=old, phone="0537-000-0099")
    old.until = dt.date(2023, 6, 30)
    old.save()
    housing.assignments.create(unit=new, role="support", since="2023-07-01")
    found = page(client, "住建局电话")
    assert "原住房建设（演示）" in found and "0537-000-0099" in found
    assert "办公电话0537-000-0012" not in found


@pytest.mark.parametrize("q", ["教育局电话", "0537-000-0012", "住建局", "谁负责", "物业电话"])
def test_few_queries_are_asked(client, housing, django_assert_max_num_queries, q):
    PlainName.objects.create(programme=housing.programme, project=housing, name="物业电话")
    with django_assert_max_num_queries(15):
        page(client, q)


@pytest.mark.parametrize(
    ("q", "url", "title"),
    [
        ("总体完成", "/about/#mean", "“总体完成”怎样算"),
        ("完成率是什么意思？", "/about/#progress", "进度怎样算"),
        ("序时", "/about/#words", "这些词是什么意思"),
        ("紅黃藍牌", "/about/", "怎样亮牌"),
        ("下个月要完成什么", "/#coming", "承诺的日期"),
        ("数据下载", "/2023/data/", "开放数据"),
        ("更正记录在哪里看", "/2023/corrections/", "更正记录"),
        ("满意度", "/2023/satisfaction/", "满意度测评"),
        ("12345", "/about/#errors", "找错和反映问题"),
        ("我要投诉", "/about/#errors", "找错和反映问题"),
        ("怎么投诉", "/about/#errors", "找错和反映问题"),
        ("今年有哪些实事", "/2023/", "全部民生实事"),
        ("已完成", "/2023/", "全部民生实事"),
        ("超序时", "/about/#words", "这些词是什么意思"),
        ("2023年", "/2023/", "2023年的民生实事"),
    ],
)
def test_a_word_of_the_site_leads_to_where_it_is_explained(client, housing, q, url, title):
    shown = page(client, q)
    first = re.search(r'<h2><a\s+href="([^"]*)">(.*?)</a>', shown, re.DOTALL)
    assert (first[1], re.sub(r"<[^>]+>", "", first[2])) == (url, title)
    assert "没有把握" not in shown


def test_the_site_s_own_pages_are_there_to_be_led_to(client, housing):
    for own in PAGES:
        assert client.get(own.url(2023)).status_code == 200, own.title


def test_a_word_beside_others_is_no_question_for_a_page(client, housing):
    assert "本站" not in page(client, "教室照明的进度")


def test_a_year_leads_to_its_list_only_where_one_is_public(client, housing):
    assert own_pages("2024", [2023]) == []
    assert [hit.url for hit in own_pages("2024年清单", [2024, 2023])] == ["/2024/"]


@pytest.mark.parametrize(
    ("q", "leads"),
    [("10月", True), ("十月要完成什么", True), ("12月底前完成", True), ("9月", False),
     ("13月", False), ("10月婚礼", False)],
)  # fmt: skip
def test_a_month_to_come_leads_to_what_it_is_to_bring(q, leads):
    assert [hit.url for hit in own_pages(q, [2023], "2023-09")] == ["/#coming"] * leads


def test_a_town_s_own_page_comes_before_what_is_promised_there(client, housing, lights):
    housing.title = "疃里镇物业"
    housing.save()
    make_site(lights, "演示02村", place="疃里镇")
    found = page(client, "疃里镇")
    assert 0 < found.find(f'href="{town_url(2023, "疃里镇")}"') < found.find('href="/2023/19/"')


def test_the_worst_colour_comes_first(client, programme, lights, september):
    found = page(client, "滞后")
    assert 0 < found.find("红牌的项目") < found.find("黄牌的项目")


def test_what_is_typed_is_not_kept_without_end():
    assert matching.sounds.cache_info().maxsize
