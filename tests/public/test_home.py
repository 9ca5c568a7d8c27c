"""What the year's page says first, and the ways to order and narrow it."""

import datetime as dt
import re

import pytest

from supervision.public import lists
from tests.factories import make_project, make_target, make_unit
from tests.public.months import count_cards, held, make_card, make_month, quantity, stages
from tests.public.reading import text_of
from tests.public.test_essentials import reported
from tests.public.test_list import filled, many

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(programme, lights, september):
    """One behind, one far ahead, one worst of all."""
    make_card(
        september, make_project(programme, number=6, title="无障碍改造"), quantity(value="149")
    )
    make_card(september, make_project(programme, number=22, title="文化中心"), quantity(value="10"))
    count_cards(september)


def heads(page):
    ahead, behind = re.search(r'id="ahead".*?(?=class="filters")', page, re.DOTALL)[0].split(
        'id="behind"'
    )
    return ahead, behind


def order(page):
    rows = page.split('class="rows"')[1]
    return [int(number) for number in re.findall(r'class="num">(\d+)<', rows)]


def test_who_is_ahead_and_who_behind_is_said_first_the_worst_on_top(client, three):
    ahead, behind = heads(text_of(client, "/"))
    assert "无障碍改造" in ahead and "提前完成" in ahead
    assert behind.index("文化中心") < behind.index("改善教学基础设施条件")
    assert "无障碍改造" not in behind
    late = behind.split("改善教学基础设施条件")[1]
    assert "比计划少30口，要求12月底前完成" in late, "with its figure and its date"


def test_a_narrowed_list_is_only_the_list(client, three):
    for query in ("card=yellow", "q=照明", "sort=done", "category=city"):
        assert 'class="wide heads"' not in text_of(client, f"/?{query}")


def test_a_long_list_names_the_worst_and_the_furthest_ahead(
    client, programme, django_assert_max_num_queries
):
    filled(programme, 60)
    best = make_project(programme, number=500, title="最快的")
    make_card(programme.periods.get(), best, quantity(value="149"))
    count_cards(programme.periods.get())
    with django_assert_max_num_queries(15):
        ahead, behind = heads(text_of(client, "/"))
    assert "最快的" in ahead
    assert behind.count("<li>") == 8 and "还有52件" in behind


def test_of_those_equally_ahead_the_first_numbers_are_named(client, programme):
    period = make_month(programme)
    for number in (503, 502, 501):
        best = make_project(programme, number=number, title=f"第{number}项")
        make_card(period, best, quantity(value="149"))
    count_cards(period)
    ahead, _ = heads(text_of(client, "/"))
    assert re.findall(r"第(50\d)项", ahead)[:1] == ["501"]


def test_of_many_equally_ahead_the_first_are_named(client, programme):
    filled(programme, 60)
    period = programme.periods.get()
    for number in range(501, 521):
        best = make_project(programme, number=number, title=f"第{number}项")
        make_card(period, best, quantity(value="149"))
    count_cards(period)
    ahead, _ = heads(text_of(client, "/"))
    assert "第501项" in ahead and "第520项" not in ahead


@pytest.mark.parametrize("display", ["words", "bar"])
def test_headlines_obey_what_may_be_seen_of_cards(client, programme, three, display):
    programme.card_display = display
    programme.save()
    page = text_of(client, "/")
    assert ("走在计划前面" in page) == (display == "words")
    assert "黄牌" not in page


def test_the_list_is_ordered_by_gap_or_by_progress(client, three):
    assert order(text_of(client, "/")) == [6, 12, 13, 22]
    assert order(text_of(client, "/?sort=behind")) == [22, 12, 6, 13]
    assert order(text_of(client, "/?sort=done")) == [6, 12, 22, 13]
    assert "看不懂的筛选条件" in text_of(client, "/?sort=nothing")


@pytest.mark.parametrize("sort", ["behind", "done"])
def test_a_withheld_figure_stands_outside_the_order_by_its_colour(client, programme, three, sort):
    """Seven people or one of 149: where its project stands must not say which."""
    for number, value in ((5, "7"), (4, "1"), (3, "9")):
        project = make_project(programme, number=number, sensitive=True)
        make_card(programme.periods.get(), project, quantity(value=value, measure="人"))
    fine = quantity(value="9", measure="人", plan=held({"2023-09": "9", "2023-12": "149"}))
    make_card(programme.periods.get(), make_project(programme, number=2, sensitive=True), fine)
    last = {"behind": [3, 4, 5, 2, 13], "done": [2, 13, 3, 4, 5]}
    assert order(text_of(client, f"/?sort={sort}"))[-5:] == last[sort]


def test_a_sensitive_project_whose_figure_is_told_stands_in_the_order(client, programme, three):
    project = make_project(programme, number=5, sensitive=True)
    make_card(programme.periods.get(), project, quantity(value="80", measure="人"))
    assert order(text_of(client, "/?sort=behind")) == [22, 5, 12, 6, 13]
    assert order(text_of(client, "/?sort=done")) == [6, 12, 5, 22, 13]


def test_the_order_is_by_the_promise_that_its_row_leads_with(client, programme, three):
    """Two thirds of its promises done at once make no mean of the one that is behind."""
    parts = (quantity(name, "149") for name in ("道路", "绿化"))
    project = make_project(programme, number=5)
    make_card(programme.periods.get(), project, quantity("热管", "70"), *parts)
    assert order(text_of(client, "/?sort=behind")) == [22, 5, 12, 6, 13]
    assert order(text_of(client, "/?sort=done")) == [6, 12, 5, 22, 13]


def test_more_projects_than_are_read_for_it_stand_by_their_means(
    client, programme, three, monkeypatch
):
    monkeypatch.setattr(lists, "MOST_READ", 3)
    assert order(text_of(client, "/?sort=behind")) == [22, 12, 6, 13]
    assert order(text_of(client, "/?sort=done")) == [6, 12, 22, 13]


def test_order_and_filters_keep_each_other(client, programme, three):
    make_project(programme, number=9, category="health")
    page = text_of(client, "/?sort=behind&category=city")
    assert "?category=health&amp;sort=behind#list" in page
    assert "?category=city&amp;sort=done#list" in page
    assert 'name="sort" value="behind"' in page


def test_units_are_links_with_their_own_addresses(client, programme, september):
    make_project(programme, unit=make_unit("民政（演示）", slug="civil"), number=7)
    assert 'href="?unit=civil#list"' in text_of(client, "/")
    page = text_of(client, "/?unit=civil")
    assert '<details class="by-unit" open>' in page
    assert order(page) == [7]


def test_the_last_months_are_told_in_shapes_and_words(client, programme, lights, september):
    for month, value in (("2023-07", "90"), ("2023-08", "90")):
        make_card(make_month(programme, month), lights, quantity(readings={month: value}))
    page = text_of(client, "/")
    assert 'aria-label="近几个月：7月至8月蓝牌，9月黄牌"' in page
    programme.card_display = "words"
    programme.save()
    assert "近几个月" not in text_of(client, "/")


def test_ordering_stays_within_its_queries(client, programme, django_assert_max_num_queries):
    filled(programme, 60)
    many(programme, 300)
    with django_assert_max_num_queries(15):
        text_of(client, "/?sort=behind&page=2")


def test_the_year_stands_in_one_sentence_with_a_tile_for_each_project(client, three):
    page = text_of(client, "/")
    assert "4件实事，" in page and "1件进度偏慢，1件进度滞后" in page
    tiles = page.split('class="tiles"')[1].split("</ol>")[0]
    assert re.findall(r'class="(\w*)" href="/2023/(\d+)/"', tiles) == [
        ("blue", "6"), ("yellow", "12"), ("unrated", "13"), ("red", "22"),
    ]  # fmt: skip
    assert "文化中心，红牌进度滞后" in tiles


def test_a_narrowed_list_has_no_tiles(client, three):
    assert 'class="tiles"' not in text_of(client, "/?card=yellow")


def test_a_long_list_has_no_tiles(client, programme):
    filled(programme, 60)
    assert 'class="tiles"' not in text_of(client, "/")


def test_bars_alone_show_neither_colours_nor_who_is_behind(client, programme, three):
    programme.card_display = "bar"
    programme.save()
    page = text_of(client, "/")
    assert "4件实事，做到9月底。" in page and "慢于计划" not in page and "promise-marks" not in page


def test_what_is_due_next_month_is_said_first(client, programme, lights, september):
    plan = held({"2023-03": "20", "2023-09": "120", "2023-10": "149"}, last="2023-10")
    due = quantity("供热管道", "90", due="2023-10-31", plan=plan)
    works = stages()
    works["milestones"][2]["planned"] = "2023-10"
    make_card(september, make_project(programme, number=20, title="供热"), due, works)
    page = text_of(client, "/")
    assert '<a href="#coming">10月应兑现2项</a>' in page
    assert 'href="/2023/promises.ics"' in page.split('id="coming"')[1]
    coming = page.split('id="coming"')[1].split("</section>")[0]
    assert "供热管道完成" in coming and "转运站：试运行" in coming
    assert "主体完工" not in coming


def test_the_home_page_asks_first_where_one_lives(client, three):
    page = text_of(client, "/")
    assert 'action="/2023/places/"' in page and "您在哪个村、社区或学校？" in page
    assert page.index("您在哪个村") < page.index("走在计划前面")


def due_in_october(client, programme, lights, september, day: str) -> str:
    """The lights are behind; their unit gave a day."""
    target = make_target(lights, "改造提升教室照明", value="149", measure="口")
    reported(lights, september, target, None, finish=dt.date.fromisoformat(day))
    return text_of(client, "/")


@pytest.mark.parametrize(
    ("day", "said", "due"),
    [
        ("2023-10-20", "责任单位承诺10月20日", "责任单位承诺10月20日完成"),
        ("2023-10-10", "责任单位承诺10月10日（已过期）", "责任单位承诺10月10日完成，已过期"),
    ],
)
def test_the_day_that_a_unit_gave_stands_in_what_is_due_and_with_those_behind(
    client, programme, lights, september, monkeypatch, day, said, due
):
    monkeypatch.setattr("projects.clock.today", lambda: dt.date(2023, 10, 12))
    page = due_in_october(client, programme, lights, september, day)
    soon = page.split('id="coming"')[1].split("</section>")[0]
    assert "10月应兑现1项" in page and soon.count("<li>") == 1
    assert f"改造提升教室照明：{due}</li>" in soon
    behind = page.split('id="behind"')[1].split("</section>")[0]
    assert f"少30口，{said}，要求12月底前完成" in behind


def test_a_day_of_another_month_is_not_due_yet(client, programme, lights, september):
    page = due_in_october(client, programme, lights, september, "2023-11-20")
    assert "应兑现" not in page and "责任单位承诺11月20日" in page


def test_what_plan_and_unit_promise_for_one_month_is_counted_once(client, programme, september):
    pipes = make_project(programme, number=20, title="供热")
    plan = held({"2023-03": "20", "2023-09": "120", "2023-10": "149"}, last="2023-10")
    make_card(september, pipes, quantity("供热管道", "90", due="2023-10-31", plan=plan))
    target = make_target(pipes, "供热管道", value="149", due="2023-10-31")
    reported(pipes, september, target, None, finish=dt.date(2023, 10, 20))
    page = text_of(client, "/")
    assert "10月应兑现1项" in page and "供热管道：责任单位承诺10月20日完成" in page
    pipes.title = "供热管道"
    pipes.save()
    assert ">供热管道</a>责任单位承诺10月20日完成" in text_of(client, "/"), "named once"
