"""Where the demonstration's clock stands still, every page says what day it counts by."""

import pytest
from django.test import Client

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
