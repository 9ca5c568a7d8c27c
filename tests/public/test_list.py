import datetime as dt

import pytest
from django.test import override_settings

from projects.models import Programme, Project
from supervision.models import Card, ShownCard
from tests.factories import make_programme, make_project, make_target, make_unit, moment
from tests.public.months import count_cards, make_card, make_month, quantity, service, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


def test_home_is_the_latest_public_year(client, september):
    make_programme(2024, state=Programme.State.DRAFT)
    assert "演示2023年民生实事" in text_of(client, "/")


def test_before_any_programme_the_home_page_says_so(client, db):
    assert "还没有公布清单" in text_of(client, "/")


def test_a_draft_year_is_not_found(client, db):
    make_programme(2024, state=Programme.State.DRAFT)
    answer = client.get("/2024/")
    assert answer.status_code == 404
    assert "没有找到2024年的民生实事清单" in answer.content.decode()


@pytest.mark.parametrize("path", ["/1999/", "/20233/", "/2023/0/", "/2023/x/", "/nowhere/"])
def test_addresses_that_mean_nothing_are_a_chinese_404(client, september, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_counts_come_from_the_closed_month(client, september):
    september.counts = {"blue": 7, "yellow": 1, "red": 0, "none": 0, "unrated": 1}
    september.save()
    page = text_of(client, "/")
    assert "<b>7<small>件</small></b>" in page


def test_a_row_says_figure_bar_card_and_unit(client, september):
    page = text_of(client, "/")
    assert "已完成<b>90</b>／149口" in page
    assert "完成60.4%，计划80.5%" in page
    assert "<b>黄牌</b> 进度偏慢" in page
    assert "教育（演示）" in page


def test_the_row_of_many_targets_shows_the_one_that_counts(client, programme):
    period = make_month(programme)
    fine = quantity("道路", "140")
    make_card(period, make_project(programme), fine, quantity("供热管道", "40"), stages())
    assert "供热管道<small>（共3项）</small>" in text_of(client, "/")


def test_bar_and_figure_are_of_one_promise_and_the_others_are_marks(client, programme):
    period = make_month(programme)
    make_card(period, make_project(programme), quantity("道路", "149"), quantity("供热管道", "40"))
    count_cards(period)
    page = text_of(client, "/")
    assert "完成26.8%，计划80.5%" in page and "总体完成" not in page
    assert 'aria-label="1项已完成，1项慢于计划"' in page
    assert "共2项承诺：" in page and "已完成<b>1</b>" in page and "慢于计划<b>1</b>" in page


def test_a_single_target_s_bar_needs_no_words(client, september):
    assert "总体完成" not in text_of(client, "/")


def test_only_published_months_are_shown(client, programme, lights, september):
    make_card(make_month(programme, "2023-10", stage="closed"), lights, quantity(value="149"))
    make_month(programme, "2023-11", stage="open")
    page = text_of(client, "/")
    assert "2023年9月30日" in page
    assert "149</b>／149" not in page


def test_the_month_s_figures_can_be_taken_away(client, september):
    assert 'href="/2023/status.csv"' in text_of(client, "/")


def test_the_next_update_is_told_and_a_late_one_is_owned_up_to(client, september):
    september.next_update = dt.date(2023, 11, 13)
    september.save()
    with override_settings(DEMO_CLOCK=moment("2023-11-07 10:00")):
        assert "下次更新11月13日前。" in text_of(client, "/")
    with override_settings(DEMO_CLOCK=moment("2023-11-14 10:00")):
        assert "下次更新原定11月13日前，正在审核" in text_of(client, "/")


def test_without_a_published_month_the_promises_stand_alone(client, programme):
    make_target(make_project(programme), "照明", value="149", measure="口")
    make_target(make_project(programme), "随访", kind="service")
    page = text_of(client, "/")
    assert "进展还没有公布" in page
    assert "承诺<b>149</b>口" in page
    assert "牵头单位待明确" in page
    assert "badge" not in page


@pytest.mark.parametrize("kind", ["service", "milestones", "coverage"])
def test_nothing_is_said_of_plans_before_a_month_is_published(client, programme, kind):
    make_target(make_project(programme, number=12), "随访", kind=kind)
    for path in ("/", "/2023/12/"):
        page = text_of(client, path)
        assert "待定" not in page and "还没有核定" not in page
        assert "进展还没有公布" in page


def test_filters_narrow_the_list(client, programme, september):
    other = make_unit("民政（演示）")
    make_project(programme, unit=other, number=7, title="适老化改造", category="care")
    lead = september.cards.get(project__number=12).project.assignments.get().unit
    for query in ("category=children", "card=yellow", f"unit={lead.slug}", "q=教室"):
        page = text_of(client, f"/?{query}")
        assert "改善教学基础设施条件" in page
        assert "适老化改造" not in page
    assert "适老化改造" in text_of(client, f"/?unit={other.slug}")
    assert "演示项目13" in text_of(client, "/?card=unrated")


def test_only_categories_that_hold_something_are_offered(client, september):
    page = text_of(client, "/")
    assert "category=children" in page and "category=work" not in page
    assert "就业培训" in text_of(client, "/?category=work"), "what is chosen stays"


def test_search_reads_the_promise_too_and_an_empty_result_helps(client, september):
    assert "改善教学基础设施条件" in text_of(client, "/?q=149口")
    assert "没有符合条件的项目" in text_of(client, "/?q=没有的词")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ff%fe", "q=%", "q=_", "category=%00", "card=blue%00", "unit=' or 1=1",
        "page=0", "page=-1", "page=99999999999999999999", "page=x", "view=%00", "card=unrated",
        "q=" + "长" * 400, "page=" + "9" * 5000, "card=蓝&card=红", "a=b",
        "category=children&q=%1f",
    ],
)  # fmt: skip
def test_strange_queries_are_answered_kindly(client, september, query):
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    assert b"\x00" not in answer.content


def test_a_filter_that_names_nothing_is_left_out_and_said(client, september):
    assert "看不懂的筛选条件" in text_of(client, "/?category=nothing")


def test_large_type_is_kept_from_page_to_page(client, september):
    page = text_of(client, "/?view=large")
    assert 'class="large"' in page
    assert 'href="/2023/12/?view=large"' in page
    assert "category=children&amp;view=large" in page
    assert 'name="view" value="large"' in page
    assert 'href="/2023/12/cards/2023-09/?view=large"' in text_of(client, "/2023/12/?view=large")


def test_long_lists_are_paged_with_their_filters(client, programme):
    for _ in range(51):
        make_project(programme, category="care")
    page = text_of(client, "/?category=care&view=large")
    assert "第1页，共2页" in page
    assert "?category=care&amp;page=2&amp;view=large#list" in page
    assert "演示项目51" in text_of(client, "/?category=care&page=2")


def test_public_pages_may_be_cached_and_set_no_cookie(client, september):
    answer = client.get("/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"].startswith("public")


def test_only_safe_methods_are_answered(client, september):
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200


def filled(programme, count: int):
    period = make_month(programme)
    unit = make_unit("演示单位")
    for number in range(1, count + 1):
        project = make_project(
            programme, unit=unit, number=number, title="实施残疾人家庭无障碍改造项目"
        )
        make_target(project, "改造提升教室照明")
        make_card(period, project, quantity(), stages(), service())
    return count_cards(period)


def test_the_notice_s_22_projects_fit_in_eight_queries_and_60_kb(
    client, programme, django_assert_max_num_queries
):
    filled(programme, 22)
    with django_assert_max_num_queries(15):
        answer = client.get("/")
    assert len(answer.content) < 60_000


def test_queries_do_not_grow_with_2200_projects(client, programme, django_assert_max_num_queries):
    filled(programme, 60)
    many(programme, 2200)
    with django_assert_max_num_queries(15):
        answer = client.get("/?page=2")
    assert "第2页，共44页" in answer.content.decode()
    with django_assert_max_num_queries(15):
        client.get("/?category=city&card=yellow&q=改造&unit=none")


def many(programme, count: int):
    """Fill up with projects that carry copies of the first card."""
    card = Card.everything.first()
    values = {field.attname: getattr(card, field.attname) for field in Card._meta.concrete_fields}
    have = programme.projects.count()
    Project.everything.bulk_create(
        Project(programme=programme, number=number, title="照明", text="照明", category="city")
        for number in range(have + 1, count + 1)
    )
    Card.everything.bulk_create(
        Card(**{**values, "id": None, "project_id": project.pk})
        for project in programme.projects.filter(cards__isnull=True)
    )
    ShownCard.everything.bulk_create(
        ShownCard(
            period_id=card.period_id, project_id=each.project_id, card=each, colour=each.colour
        )
        for each in Card.everything.filter(period=card.period_id, project__shown__isnull=True)
    )
