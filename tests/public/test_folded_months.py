"""Months in which the same is said of the same colour stand once; their own pages stay linked."""

import re

import pytest

from projects.values.months import span
from tests.public.months import make_card, make_month, make_release, quantity, service

pytestmark = pytest.mark.django_db


@pytest.fixture
def screening(programme, lights):
    """A service that ran every month from March to September."""
    ran = span("2023-03", "2023-09")
    periods = [make_month(programme, month) for month in ran]
    for period in periods:
        own = [month for month in ran if month <= period.month]
        make_card(period, lights, service(ran=own, planned_months=span("2023-03", "2023-12")))
    return periods


def months_of(client) -> str:
    page = client.get("/2023/12/").content.decode()
    return re.search(r'<section class="months".*?</section>', page, re.DOTALL)[0]


def test_a_run_is_told_once_with_every_month_inside(client, screening):
    months = months_of(client)
    assert months.count('class="run"') == 1 and "个月一样" in months
    assert "2023年3月至9月" in months
    for month in span("2023-03", "2023-09"):
        assert f"/2023/12/cards/{month}/" in months


def test_a_month_with_words_of_its_own_stands_by_itself(client, lights, screening):
    make_release(screening[3], lights, "六月增加一个采样点。")
    months = months_of(client)
    outside = re.sub(r"<details.*?</details>", "", months, flags=re.DOTALL)
    assert "六月增加一个采样点。" in outside and "2023年7月至9月" in outside


def test_two_months_alike_are_no_run(client, programme, lights):
    for month in ("2023-08", "2023-09"):
        ran = span("2023-07", month)
        make_card(make_month(programme, month), lights, service(ran=ran))
    assert 'class="run"' not in months_of(client)


def test_of_several_promises_the_mean_is_called_what_it_is(client, programme, lights):
    period = make_month(programme)
    make_card(period, lights, quantity(), service())
    assert 'href="/about/#mean">总体完成</a>' in months_of(client)


def test_of_one_promise_its_share_is_told(client, programme, lights):
    make_card(make_month(programme), lights, quantity())
    months = months_of(client)
    assert "<span>完成" in months and "总体完成" not in months


def test_the_board_says_what_its_shares_are(client, programme, september):
    assert 'href="/about/#mean">总体完成</a>' in client.get("/2023/board/").content.decode()
