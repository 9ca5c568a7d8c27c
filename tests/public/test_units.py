import datetime as dt

import pytest

from projects.models import Assignment
from tests.factories import make_project, make_unit
from tests.public.months import make_card, make_month, quantity
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(programme, lights, september):
    """The education unit goes by another name since July."""
    old = lights.assignments.get().unit
    new = make_unit("教育体育（演示）", slug="edu-sport", predecessor=old, phone="0537-1")
    Assignment.objects.filter(unit=old).update(until=dt.date(2023, 6, 30))
    Assignment.objects.create(project=lights, unit=new, role="lead", since=dt.date(2023, 7, 1))
    return old


def test_units_stand_with_their_projects_cards_and_office_line(client, september):
    page = text_of(client, "/2023/units/")
    assert "教育（演示）" in page
    assert "改善教学基础设施条件" in page
    assert "<b>黄牌</b> 进度偏慢" in page
    assert 'href="tel:05370000002"' in page


def test_a_renamed_unit_stands_under_its_present_name_with_the_former(client, renamed):
    page = text_of(client, "/2023/units/")
    assert "教育体育（演示）" in page
    assert "原教育（演示）" in page
    assert "原教育（演示）" in text_of(client, "/2023/units/edu-sport/")


def test_residents_are_led_to_the_unit_that_answers_today(client, renamed):
    page = text_of(client, "/2023/12/")
    assert "牵头单位：教育体育（演示）" in page and 'href="tel:05371"' in page
    assert "公布的月份由教育（演示）牵头" in page
    assert "教育（演示） 0537-1" not in page
    assert "<dd>教育体育（演示） 0537-1</dd>" in text_of(client, "/2023/12/sheet/")


def test_the_former_address_leads_to_the_present_one(client, renamed):
    answer = client.get(f"/2023/units/{renamed.slug}/")
    assert answer.status_code == 301
    assert answer["Location"] == "/2023/units/edu-sport/"


def test_while_it_leads_a_unit_keeps_its_page_whoever_is_to_follow(client, lights, september):
    unit = lights.assignments.get().unit
    make_unit("教育体育（演示）", slug="edu-sport", predecessor=unit)
    assert "牵头1件" in text_of(client, f"/2023/units/{unit.slug}/")


def test_a_former_address_leads_past_names_that_never_had_a_part(client, lights, september):
    old = lights.assignments.get().unit
    between = make_unit("教育文化（演示）", slug="edu-culture", predecessor=old)
    new = make_unit("教育体育（演示）", slug="edu-sport", predecessor=between)
    Assignment.objects.filter(unit=old).update(until=dt.date(2023, 6, 30))
    assert "牵头0件" in text_of(client, f"/2023/units/{old.slug}/")
    Assignment.objects.create(project=lights, unit=new, role="lead", since=dt.date(2023, 7, 1))
    assert client.get(f"/2023/units/{old.slug}/")["Location"] == "/2023/units/edu-sport/"


def test_a_unit_s_page_has_figures_and_what_it_supports(client, programme, lights, september):
    unit = lights.assignments.get().unit
    helped = make_project(programme, number=20, title="城市环境")
    Assignment.objects.create(project=helped, unit=unit, role="support", since=dt.date(2023, 1, 1))
    page = text_of(client, f"/2023/units/{unit.slug}/")
    assert "牵头1件" in page
    assert "已完成<b>90</b>／149口" in page
    assert "配合1件" in page
    assert 'href="/2023/20/"' in page


def test_a_unit_without_a_part_in_the_year_is_not_there(client, september):
    other = make_unit("别的单位")
    assert client.get(f"/2023/units/{other.slug}/").status_code == 404


def test_without_any_lead_unit_the_page_says_so(client, programme):
    make_project(programme)
    assert "牵头单位还没有明确" in text_of(client, "/2023/units/")


def test_bars_only_shows_no_card_by_unit(client, programme, september):
    programme.card_display = "bar"
    programme.save()
    assert "badge" not in text_of(client, "/2023/units/")


def test_queries_do_not_grow_with_units(client, programme, django_assert_max_num_queries):
    period = make_month(programme)
    for _ in range(60):
        make_card(period, make_project(programme, unit=make_unit()), quantity())
    with django_assert_max_num_queries(15):
        assert "第1页，共2页" in text_of(client, "/2023/units/")


def test_however_often_renamed_a_unit_s_former_names_are_asked_for_once(
    client, programme, renamed, django_assert_max_num_queries
):
    last = Assignment.objects.get(until=None).unit
    for number in range(5):
        last = make_unit(f"第{number}个新名称（演示）", predecessor=last)
        make_project(programme, unit=last)
    with django_assert_max_num_queries(15):
        page = text_of(client, f"/2023/units/{last.slug}/")
    told = [
        page.index(f"原{name}，")
        for name in ("第3个新名称（演示）", "教育体育（演示）", "教育（演示）")
    ]
    assert told == sorted(told)
