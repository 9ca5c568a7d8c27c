"""What a first visit costs, all requests included, compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.factories import make_project, make_target
from tests.public.months import make_card, make_month, make_release, quantity, service, stages
from tests.public.test_list import filled

pytestmark = pytest.mark.django_db
FETCHED = re.compile(r'(?:rel="(?:stylesheet|icon)" href|<script src)="/static/([^"]+)"')


def weight(client, path: str) -> int:
    page = client.get(path).content
    parts = FETCHED.findall(page.decode())
    assert len(parts) > 4
    files = [Path(finders.find(part)).read_bytes() for part in parts]
    return sum(len(gzip.compress(each)) for each in [page, *files])


def test_the_home_page_of_22_projects_fits_in_30_kb(client, programme):
    filled(programme, 22)
    assert weight(client, "/") <= 30_000


def test_a_project_of_six_targets_and_twelve_months_fits_in_40_kb(client, programme):
    project = make_project(programme, number=20)
    targets = [quantity(f"指标{number}") for number in range(4)]
    for number in range(1, 13):
        period = make_month(programme, f"2023-{number:02d}")
        make_card(period, project, *targets, stages(), service())
        make_release(period, project, "已铺设2.4公里，比计划少0.8公里；计划供暖前完成。" * 5)
    assert weight(client, "/2023/20/") <= 40_000


def test_a_year_of_a_project_s_feed_fits_in_10_kb(client, programme):
    project = make_project(programme, number=20)
    for number in range(1, 13):
        period = make_month(programme, f"2023-{number:02d}")
        make_release(period, project, "已铺设2.4公里，比计划少0.8公里；计划供暖前完成。" * 20)
    assert len(gzip.compress(client.get("/2023/20/feed/").content)) <= 10_000


def test_a_place_with_the_whole_list_fits_in_40_kb(client, programme):
    filled(programme, 22)
    for project in programme.projects.all()[:3]:
        target = make_target(project, "点位", value="10")
        target.sites.create(name="演示村", place="演示镇", planned="2023-08")
    page = client.get("/2023/places/").content.decode()
    path = page.split('class="spots"')[1].split('href="')[1].split('"')[0]
    assert weight(client, path) <= 40_000
    assert weight(client, "/2023/places/") <= 30_000
