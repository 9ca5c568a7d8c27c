"""The plain map: points the office gave, in colour and shape, each a link; no service outside."""

import re

import pytest
from django.urls import reverse

from supervision.public.district_map import APART, LETTER, district_map
from tests.factories import make_target
from tests.public.reading import text_of
from tests.public.test_weights import weight

pytestmark = pytest.mark.django_db
MAP = "/2023/map/"


@pytest.fixture
def rooms(lights):
    return make_target(lights, "改造提升教室照明", value="149", measure="口")


def at(target, name, north, east, **kw):
    kw = {"place": "疃里镇", **kw}
    return target.sites.create(name=name, latitude=north, longitude=east, **kw)


def test_a_map_is_offered_only_where_points_are(client, rooms, september):
    rooms.sites.create(name="演示第9小学", place="疃里镇")
    assert MAP not in text_of(client, "/2023/places/")
    assert MAP not in client.get("/sitemap.xml").content.decode()
    assert '<svg class="map"' not in text_of(client, MAP)
    at(rooms, "演示第1小学", "35.40", "116.30")
    assert f'href="{MAP}"' in text_of(client, "/2023/places/")
    assert MAP in client.get("/sitemap.xml").content.decode()
    page = text_of(client, MAP)
    assert '<svg class="map"' in page and "还有1个地方没有登记位置" in page


def test_each_point_is_a_link_with_its_state_in_colour_and_shape(client, rooms, september):
    at(rooms, "演示第1小学", "35.40", "116.30", done="2023-08")
    at(rooms, "演示第2小学", "35.42", "116.32", planned="2023-08")
    at(rooms, "演示第3小学", "35.44", "116.34", planned="2023-12")
    page = client.get(MAP).content.decode()
    drawing = page.split('<svg class="map"')[1].split("</svg>")[0]
    link = r'<a class="is-(\w+)" href="([^"]+)"><title>([^<]+)</title>(.*?)</a>'
    links = re.findall(link, drawing)
    assert [(state, words) for state, _, words, _ in links] == [
        ("open", "演示第1小学：已完成"), ("late", "演示第2小学：有慢的"),
        ("planned", "演示第3小学：未到计划时间"),
    ]  # fmt: skip
    shapes = [shape.split("/>", 1)[1] for *_, shape in links]
    assert len({re.sub(r"[-\d. ]+", "", shape) for shape in shapes}) == 3, "without colours too"
    for _, href, words, _ in links:
        assert words.split("：")[0] in text_of(client, href)
    listed = page.split('id="map-list"')[1]
    assert all(href in listed for _, href, _, _ in links)


def test_places_of_two_towns_that_share_a_mark_stand_under_both_names(
    client, rooms, lights, september
):
    at(rooms, "演示1村", "35.4000", "116.3000", place="经开区城区")
    at(rooms, "演示39村", "35.4001", "116.3001", place="马集镇")
    at(rooms, "演示2村", "35.5000", "116.4000", place="马集镇")
    drawing = district_map(lights.programme)
    assert [name for name, _ in drawing.towns] == ["经开区城区、马集镇", "马集镇"]
    assert {label.name for label in drawing.labels} == {"经开区城区", "马集镇"}


def test_north_is_up_and_marks_keep_a_finger_s_distance(rooms, lights, september):
    for each in range(60):
        at(rooms, f"演示第{each}小学", f"35.{400 + each}", f"116.{300 + each * 7 % 60}")
    drawing = district_map(lights.programme)
    spots = [spot.name for mark in drawing.marks for spot in mark.spots]
    assert len(spots) == len({*spots}) == 60
    for one in drawing.marks:
        assert 0 <= one.x <= 358 and 0 <= one.y <= drawing.height
        for other in drawing.marks:
            if one is not other:
                assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= APART**2
    by_name = {mark.spots[0].name: mark for mark in drawing.marks}
    assert by_name["演示第59小学"].y < by_name["演示第0小学"].y


def test_names_cover_no_mark_and_the_scale_is_the_drawing_s_own(client, lights, rooms, september):
    at(rooms, "演示第1小学", "35.40", "116.30")
    at(rooms, "演示第2小学", "35.45", "116.34")
    at(rooms, "演示第3小学", "35.4085", "116.302", place="马集镇")
    at(rooms, "演示第4小学", "35.39", "116.302", place="马集镇")
    drawing = district_map(lights.programme)
    assert {label.name for label in drawing.labels} == {"疃里镇", "马集镇"}
    for label in drawing.labels:
        assert label.half <= label.x <= 358 - label.half and LETTER < label.y <= drawing.below
        for mark in drawing.marks:
            apart = abs(mark.x - label.x) - label.half, abs(mark.y - label.y + LETTER / 2)
            assert apart[0] >= 9 or apart[1] >= LETTER / 2 + 9
    # Drawn within, it grows with the map on a wide screen.
    inside = text_of(client, MAP).split('<svg class="map"')[1].split("</svg>")[0]
    assert 'class="map-scale"' in inside and "公里</text>" in inside


def test_places_too_close_to_tell_apart_share_a_mark_that_leads_to_the_list(
    client, rooms, september
):
    at(rooms, "演示第1小学", "35.40", "116.30", done="2023-08")
    at(rooms, "演示第2小学", "35.40", "116.30", planned="2023-08")
    at(rooms, "演示第3小学", "35.60", "116.50")
    page = client.get(MAP).content.decode()
    assert "演示第1小学等2个地方" in page and 'class="is-late" href="#m1"' in page
    assert 'id="m1"' in page


def test_a_single_point_and_odd_names_are_drawn(client, rooms, september):
    at(rooms, "3#楼?/北<b>", "35.4", "116.3", place="")
    page = text_of(client, MAP)
    assert "3#楼?/北<b>" not in client.get(MAP).content.decode() and "未写明镇街" in page


def test_what_is_not_public_is_not_drawn_and_people_s_places_have_no_state(
    client, rooms, lights, september
):
    at(rooms, "演示第1小学", "35.40", "116.30", public=False)
    assert "演示第1小学" not in text_of(client, MAP)
    lights.sensitive = True
    lights.save()
    type(rooms).everything.update(people=True)
    at(rooms, "演示第2小学", "35.42", "116.32", done="2023-08")
    assert "已完成</small>" not in text_of(client, MAP)


def test_a_map_of_a_hundred_places_fits_in_40_kb_and_asks_nobody_else(client, rooms, september):
    for each in range(100):
        at(rooms, f"演示第{each}村", f"35.{400 + each * 13 % 100}", f"116.{300 + each}")
    assert weight(client, MAP) <= 40_000
    page = client.get(MAP).content.decode()
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)', page)
    assert "<script" not in page


def test_the_map_asks_few_queries(client, rooms, september, django_assert_max_num_queries):
    for each in range(30):
        at(rooms, f"演示第{each}村", f"35.{400 + each}", f"116.{300 + each}")
    client.get(MAP)
    with django_assert_max_num_queries(15):
        client.get(reverse("map", args=[2023]))
