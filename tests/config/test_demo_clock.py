"""Where the demonstration's clock stands still, every page says what day it counts by."""

import time

import pytest
from django.test import Client

from projects import clock
from tests.factories import make_officer, make_programme, moment


@pytest.fixture
def pages(db):
    make_programme()
    office = Client()
    office.force_login(make_officer())

    def both() -> list[str]:
        return [each.content.decode() for each in (Client().get("/2023/"), office.get("/admin/"))]

    return both


def test_every_page_says_what_day_the_demonstration_s_clock_shows(pages, settings):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    assert all("2023年11月7日计" in page for page in pages())


def test_nothing_of_it_is_said_where_the_clock_goes(pages, settings):
    settings.DEMO_CLOCK = None
    assert not any("日计" in page for page in pages())


def test_no_two_acts_of_the_demonstration_fall_on_one_moment(settings):
    settings.DEMO_CLOCK, settings.DEMO_CLOCK_TICKS = moment("2023-11-07 10:00"), True
    first = clock.now()
    time.sleep(0.11)  # ticks are tenths of a second
    assert moment("2023-11-07 10:00") < first < clock.now() < moment("2023-11-08 10:00")
