"""What questions look through is read once for each published version; none of their words is."""

from urllib.parse import urlencode

import pytest

from config.page_cache import PageCache
from config.page_cache.published_version import published_version
from projects.pages.shared import SHARED
from supervision.actions import rewordings
from supervision.public import search_words
from tests.factories import make_officer, moment
from tests.public.months import make_release
from tests.public.test_search_queries import ASKED
from tests.serving.asking import ask
from tests.serving.conftest import MEGABYTE

AT = moment("2023-10-12 10:00")


def found(site, typed: str) -> str:
    answer = ask(site, "/search/", urlencode({"q": typed}))
    assert answer.status == 200
    return answer.body.decode()


def test_pages_of_one_version_share_what_they_read_and_the_next_begins_anew(
    get, application, poller
):
    def held() -> dict:
        return application.built[-1][SHARED]

    get("/search/", "q=a")
    first = held()
    get("/search/", "q=b")
    get("/search/", "q=b", HTTP_COOKIE="sessionid=abc")
    assert held() is first
    poller.answer = 2
    get("/search/", "q=b")
    assert held() is not first
    poller.answer = 1
    get("/search/", "q=c")
    assert held() is not first
    poller.answer = None
    get("/search/", "q=d")
    assert SHARED not in application.built[-1]


@pytest.mark.django_db
def test_what_was_asked_in_other_words_asks_the_database_nothing(
    september, site, django_assert_num_queries
):
    found(site, "教室 改造")
    with django_assert_num_queries(0):
        assert "<mark>教室</mark>" in found(site, "改造 教室")


@pytest.mark.django_db
@pytest.mark.parametrize("most", [0, 3])
def test_what_is_too_much_to_be_held_is_answered_alike(
    demonstration, site, django, poller, monkeypatch, most
):
    demonstration.again()
    asked = [*ASKED, "教室", "第3项", "3项 学校", "村", "演示", "9月 通报", "口", "A", "卫健委"]
    held = [found(site, typed) for typed in asked]
    monkeypatch.setattr(search_words, "MOST_HELD", most)
    poller.answer = 2
    assert [found(site, typed) for typed in asked] == held


@pytest.mark.django_db
def test_strangers_words_are_not_held(september, site):
    found(site, "教室")
    _, shared = site.shared
    before = {key: len(held) for key, held in shared.items() if hasattr(held, "__len__")}
    for number in range(30):
        found(site, f"没有的词{number}")
        found(site, f"cunzhuang{number}")
    _, shared = site.shared
    after = {key: len(held) for key, held in shared.items() if hasattr(held, "__len__")}
    assert after == before | {"spots": after["spots"]}


@pytest.fixture
def asked_of_the_database(django):
    """The cache with every request asking which version is published, whoever changed it."""

    class Asking:
        version = staticmethod(published_version)

    return PageCache(django, limit=MEGABYTE, poller=Asking())


@pytest.mark.django_db
def test_what_is_taken_back_is_no_longer_found(september, lights, asked_of_the_database):
    site = asked_of_the_database
    release = make_release(september, lights, "改为周末和夜间施工。")
    assert "<mark>夜间</mark>" in found(site, "夜间")
    rewordings.withdraw_release(
        release=release, reason="有误", hidden=True, by=make_officer("other"), at=AT
    )
    assert "夜间施工" not in found(site, "夜间")
    assert "夜间施工" not in found(site, "周末")
