"""A village's page: everything promised there and to everybody, each with its dates and number."""

import datetime as dt
import re
from urllib.parse import quote

import pytest

from projects.models import PlainName, TargetTerms
from tests.factories import make_project, make_target, make_unit, moment
from tests.public.months import make_card, make_release, quantity
from tests.public.reading import text_of
from tests.public.test_essentials import reported
from tests.public.test_places import make_site

pytestmark = pytest.mark.django_db
HERE = f"/2023/places/{quote('疃里镇')}/{quote('演示第1小学')}/"
NAME = "改造提升教室照明"


@pytest.fixture
def rooms(lights):
    return make_target(lights, NAME, value="149", measure="口")


def at(target, name="演示第1小学", **kw):
    kw = {"place": "疃里镇", **kw}
    return target.sites.create(name=name, **kw)


def test_a_place_says_state_dates_reason_and_whom_to_call(client, lights, rooms, september):
    at(rooms, planned="2023-08", quantity=20)
    make_release(september, lights, "改为周末和夜间施工。", text="{{ 措施 }}施工。")
    page = text_of(client, HERE)
    assert "{{" not in page, "what was signed, not what it was filled from"
    assert "计划2023年8月，尚未完成" in page and "整项要求12月底前完成" in page
    assert "改为周末和夜间施工。" in page and 'href="tel:05370000002"' in page
    assert "20口" in page and 'href="/2023/12/"' in page and "黄牌" in page


def test_the_day_that_the_unit_promised_answers_when(client, programme, rooms, lights, september):
    at(rooms, planned="2023-08")
    reported(lights, september, rooms, None, finish=dt.date(2023, 12, 20))
    assert "责任单位承诺12月20日前全部完成" in text_of(client, HERE)


def test_a_moved_promise_shows_both_dates_and_no_older_one(client, rooms, lights, september):
    at(rooms, planned="2023-12")
    terms = TargetTerms.objects.get(target=rooms)
    terms.pk, terms.version, terms.due = None, 2, dt.date(2024, 1, 31)
    terms.recorded_at, terms.effective = moment("2023-10-18 10:00"), "2023-10"
    terms.save()
    page = text_of(client, HERE)
    assert "现定2024年1月31日前" in page and "最初承诺2023年12月" in page
    own = text_of(client, "/2023/12/")
    assert "要求2024年1月31日前完成" in own and "2024年1月31日前完成（原定12月底前）" in own
    assert "要求12月底前" not in own and "要求12月底前" not in page


def test_what_holds_for_everybody_stands_there_too(client, programme, rooms, september):
    at(rooms, done="2023-08")
    insurance = make_project(programme, number=18, unit=make_unit("应急", phone="0537-1118"))
    make_card(september, insurance, quantity("保险"))
    page = text_of(client, HERE)
    assert "2023年8月完成" in page
    rest = page.split("面向全区、这里也有份的")[1]
    assert 'href="/2023/18/"' in rest and 'href="tel:05371118"' in rest
    assert 'href="/2023/12/"' not in rest


def test_a_target_without_places_is_for_everybody_whatever_its_project_does_elsewhere(
    client, programme, rooms, lights, september
):
    at(rooms, done="2023-08")
    make_target(lights, "心理健康档案", value="100")
    make_card(september, lights, quantity(), quantity("心理健康档案"), version=2)
    parks = make_project(programme, number=20, title="口袋公园")
    at(make_target(parks, "口袋公园", value="3"), "演示公园", place="马集镇")
    meters = make_target(parks, "燃气表", value="90")
    whole = make_target(parks, "供热管道", value="30")
    old, new = (make_target(parks, name, part_of=whole) for name in ("旧管道", "新管道"))
    at(old, "演示小区", place="马集镇")
    page = text_of(client, HERE)
    assert "面向全区的还有3件" in page  # with 第13项, which has no target
    rest = page.split("面向全区、这里也有份的")[1]
    assert '<a href="/2023/12/">心理健康档案</a>' in rest
    assert '<a href="/2023/20/">燃气表、新管道</a>' in rest and "属于“口袋公园”" in rest
    assert "改造提升教室照明" not in rest and "旧管道" not in rest and "供热管道" not in rest
    for target in (meters, new):
        at(target, "演示小区2", place="马集镇")
    rest = text_of(client, HERE).split("面向全区、这里也有份的")[1]
    assert 'href="/2023/20/"' not in rest


def test_several_promises_at_one_place_stand_on_one_page(client, programme, rooms, september):
    at(rooms)
    other = make_target(make_project(programme, number=10), "心理辅导室", value="30")
    at(other, done="2023-07")
    page = text_of(client, HERE)
    assert "这里承诺了2件实事，已完成1件" in page


def test_small_counts_of_sensitive_projects_are_not_told_by_a_place(
    client, rooms, lights, september
):
    lights.sensitive = True
    lights.save()
    at(rooms, done="2023-08")
    page = text_of(client, HERE)
    assert "2023年8月完成" in page, "rooms are not patients"
    type(rooms).everything.update(people=True)
    page = text_of(client, HERE)
    assert "涉及个人，情况不公布" in page and "2023年8月" not in page
    assert "月完成" not in page and "已经完成" not in page
    assert "已完成</small>" not in text_of(client, "/2023/places/")


def test_the_index_lists_places_by_town_and_finds_them(client, rooms, september):
    at(rooms)
    at(rooms, "演示第2小学", place="马集镇", planned="2023-08")
    page = text_of(client, "/2023/places/")
    assert f'href="{HERE}"' in page and "有慢的" in page
    found = text_of(client, "/2023/places/?q=马集")
    assert f'href="{HERE}"' not in found and "演示第2小学" in found
    town = text_of(client, f"/2023/places/{quote('马集镇')}/")
    assert "演示第2小学" in town and "演示第1小学" not in town
    assert "没有找到带“没有”的地方" in text_of(client, "/2023/places/?q=没有")


def test_places_are_listed_by_their_numbers(client, rooms, september):
    for number in (10, 2, 1):
        at(rooms, f"演示第{number}小学")
    for path in ("/2023/places/", "/search/?q=小学"):
        page = text_of(client, path).replace("<mark>", "").replace("</mark>", "")
        found = [page.index(f"演示第{number}小学") for number in (1, 2, 10)]
        assert found == sorted(found), path


@pytest.mark.parametrize("town, name", [("", "演示第1小学"), ("疃里镇", "3#楼?/北")])
def test_odd_names_have_an_address_too(client, rooms, september, town, name):
    at(rooms, name, place=town)
    link = (
        text_of(client, "/2023/places/").split('class="spots"')[1].split('href="')[1].split('"')[0]
    )
    assert name.replace("/", "/") in text_of(client, link)


@pytest.mark.parametrize("query", ["", "?view=large"])
def test_every_address_on_its_page_is_written_as_addresses_are(client, rooms, september, query):
    at(rooms)
    for address in ("", "sheet/", "seen/"):
        page = client.get(f"{HERE}{address}{query}").content.decode()
        links = re.findall(r'(?:href|action|src|content)="((?:https?:/)?/[^"]*)"', page)
        assert links and [link for link in links if not link.isascii()] == []


def test_what_is_not_public_has_no_page(client, rooms, september):
    at(rooms, public=False)
    for odd in ("%00", "..%2F", "%0A", "长" * 300):
        assert client.get(f"/2023/places/{odd}/").status_code == 404
        assert client.get(f"/2023/places/{odd}/{odd}/").status_code == 404
    assert client.get(HERE).status_code == 404
    assert client.get(f"/2023/places/{quote('疃里镇')}/").status_code == 404


def test_every_place_and_project_has_its_sheet_with_a_code(client, rooms, september):
    at(rooms, planned="2023-08")
    sheet = text_of(client, f"{HERE}sheet/")
    assert "尚未完成" in sheet and 'class="qr-code"' in sheet and "0537-000-0002" in sheet
    assert "http://testserver/2023/places/疃里镇/演示第1小学/" in sheet
    assert f'href="{HERE}sheet/"' in text_of(client, HERE)
    own = text_of(client, "/2023/12/sheet/")
    assert (
        "得到什么" in own
        and "比计划少30口" in own
        and 'href="/2023/12/sheet/"' in text_of(client, "/2023/12/")
    )


def test_a_place_s_page_stays_light_and_asks_little(
    client, programme, rooms, september, django_assert_max_num_queries
):
    at(rooms)
    for number in range(20, 50):
        make_card(september, make_project(programme, number=number), quantity())
    with django_assert_max_num_queries(15):
        client.get(HERE)
    with django_assert_max_num_queries(15):
        client.get("/2023/places/")


def test_old_addresses_of_places_go_on_working(client, lights, september):
    make_site(lights, "演示第1小学", place="疃里镇")
    page = text_of(client, "/2023/sites/?q=演示")
    assert f'href="{HERE}"' in page


def test_lists_and_search_tell_of_a_place_the_date_that_holds_now(
    client, programme, rooms, lights, september
):
    at(rooms, planned="2023-08")
    at(rooms, "演示第2小学", planned="2023-12")
    reported(lights, september, rooms, None, finish=dt.date(2023, 12, 20))
    for path in ("/2023/sites/?q=第1小学", "/search/?q=第1小学"):
        assert "计划2023年8月，尚未完成，责任单位承诺12月20日前全部完成" in text_of(client, path), (
            path
        )
    terms = TargetTerms.objects.get(target=rooms)
    terms.pk, terms.version, terms.due = None, 2, dt.date(2024, 1, 31)
    terms.recorded_at, terms.effective = moment("2023-10-18 10:00"), "2023-10"
    terms.save()
    moved = "现定2024年1月31日前"
    for path in ("/2023/sites/?q=第2小学", "/search/?q=第2小学", "/2023/12/"):
        assert moved in text_of(client, path), path
        assert "计划2023年12月" not in text_of(client, path), path


def test_lists_of_places_call_a_project_by_its_everyday_name(client, lights, rooms, september):
    at(rooms)
    PlainName.objects.create(programme=lights.programme, project=lights, name="教室里的灯")
    for path in ("/2023/sites/", "/search/?q=第1小学"):
        assert "教室里的灯" in text_of(client, path), path


def test_a_place_finished_late_still_says_for_when_it_was_promised(
    client, rooms, lights, september
):
    at(rooms, planned="2023-06", done="2023-09")
    rooms.sites.create(name="演示第2小学", planned="2023-09", done="2023-09")
    for path in (HERE, "/2023/12/", "/2023/sites/"):
        page = text_of(client, path)
        assert "2023年9月完成（原计划6月）" in page and "原计划9月" not in page, path


def test_the_index_has_a_word_for_every_state_of_a_place(client, programme, rooms, september):
    at(rooms, name="演示第1小学", planned="2023-12")
    at(rooms, name="演示第2小学", planned="2023-08")
    at(rooms, name="演示第3小学", done="2023-08")
    at(rooms, name="演示第4小学")
    sick = make_project(programme, number=5, sensitive=True)
    at(make_target(sick, "手术", value="41", measure="人"), name="演示第5小学", planned="2023-12")
    index = text_of(client, "/2023/places/").split('class="spots"')[1].split("</ul>")[0]
    assert re.findall(r">([^<]+)</a><small>([^<]+)</small>", index) == [
        ("演示第1小学", "未到计划时间"), ("演示第2小学", "有慢的"), ("演示第3小学", "已完成"),
        ("演示第4小学", "时间待定"), ("演示第5小学", "情况不公布"),
    ]  # fmt: skip
