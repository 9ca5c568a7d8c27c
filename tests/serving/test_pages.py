"""Real pages through the cache: public ones kept, signed-in ones never, a stop survived."""

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import resolve, reverse

from projects.pages.addresses import PARAMETERS
from supervision.actions import periods
from tests.factories import make_officer, moment
from tests.public.months import SIGNED, make_card, make_month, quantity
from tests.serving.asking import ask

CARD = "/2023/12/cards/2023-09/"
PAGES = [
    ("/", ""),
    ("/", "view=large"),
    ("/2023/", "category=children"),
    ("/2023/12/", ""),
    (CARD, ""),
    (f"{CARD}facts.json", ""),
    (f"{CARD}verdict.json", ""),
    ("/2023/explanation/", ""),
    ("/2023/status.csv", ""),
    ("/2023/status.xlsx", "month=2023-09"),
    ("/2023/status.json", ""),
]


@pytest.fixture
def stopped(db):
    """Call it and the database is away, for every connection, until the test ends."""

    def refuse(*args, **kwargs):
        raise OperationalError("database away")

    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr(BaseDatabaseWrapper, "cursor", refuse)


@pytest.mark.parametrize(("path", "query"), PAGES)
def test_every_page_is_kept_and_is_what_django_shows(
    path, query, september, site, django, django_assert_num_queries
):
    shown = ask(django, path, query)
    kept = ask(site, path, query)
    assert kept.status == 200
    assert kept.body == shown.body
    with django_assert_num_queries(0):
        again = ask(site, path, query)
    assert again == kept
    assert again["Content-Type"] == shown["Content-Type"]
    assert again["Content-Security-Policy"]
    assert not again["Set-Cookie"]


@pytest.mark.parametrize(("path", "query"), PAGES)
def test_with_the_database_stopped_a_page_seen_before_still_answers_with_its_date(
    path, query, september, site, poller, stopped
):
    fresh = ask(site, path, query)
    stopped()
    poller.answer = None
    old = ask(site, path, query)
    assert old.status == 200
    assert old["Warning"].startswith("111 ")
    assert int(old["Age"]) >= 0
    assert old["Cache-Control"] == "no-cache"
    if old["Content-Type"].startswith("text/html"):
        assert "保存的页面" in old.body.decode()
        assert old["ETag"] != fresh["ETag"]
    else:
        assert old.body == fresh.body


def test_a_stop_between_two_questions_is_survived_too(september, site, poller, stopped):
    ask(site, "/2023/")
    poller.answer = 2
    stopped()
    old = ask(site, "/2023/", HTTP_ACCEPT_ENCODING="gzip")
    assert (old.status, old["Content-Encoding"]) == (200, "gzip")
    assert old["Warning"]


def test_a_page_never_seen_is_503_with_the_database_stopped(september, site, poller, stopped):
    stopped()
    poller.answer = None
    answer = ask(site, "/2023/12/")
    assert answer.status == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"]
    assert "数据暂时读取不到" in answer.body.decode()


def test_who_sends_a_form_meanwhile_is_told_that_it_is_not_saved(september, site, poller):
    poller.answer = None
    answer = ask(site, "/2023/12/feedback/", method="POST")
    assert (answer.status, answer["Retry-After"]) == (503, "30")
    assert "刚才提交的内容没有保存" in answer.body.decode()
    assert "刚才提交" not in ask(site, "/2023/12/feedback/").body.decode()


def test_all_is_as_before_once_the_database_is_back(september, site, poller):
    fresh = ask(site, "/")
    poller.answer = None
    ask(site, "/")
    poller.answer = 1
    assert ask(site, "/") == fresh


def test_a_publication_shows_on_the_next_page(programme, lights, site, poller):
    period = make_month(programme, stage="closed")
    make_card(period, lights, quantity())
    assert "黄牌" not in ask(site, "/2023/12/").body.decode()
    at = moment("2023-10-12 10:00")
    periods.publish_month(period=period, by=None, at=at, **SIGNED)
    poller.answer = 2
    assert "黄牌" in ask(site, "/2023/12/").body.decode()


def test_nothing_signed_in_ever_enters(september, site, client):
    client.force_login(make_officer())
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    for path in (reverse("admin:index"), "/", "/2023/12/", "/healthz"):
        answer = ask(site, path, HTTP_COOKIE=cookie)
        assert answer.status in (200, 302)
    assert not site.store.copies
    assert ask(site, reverse("admin:index")).status == 302


@pytest.mark.parametrize("cookie", ["sessionid=evil", "csrftoken=<b>", "sessionid=; csrftoken=x"])
@pytest.mark.parametrize("path", ["/", "/2023/12/", "/2023/12/feedback/", "/nowhere/"])
def test_a_strange_cookie_is_not_answered_with_another(september, site, programme, path, cookie):
    programme.feedback = True
    programme.save()
    answer = ask(site, path, HTTP_COOKIE=cookie)
    assert answer.status in (200, 404)
    assert not answer["Set-Cookie"]
    assert "Cookie" not in answer["Vary"]
    assert answer.status == 404 or "feedback" in path or answer.body == ask(site, path).body


def test_no_page_that_is_not_there_ever_enters(september, site):
    for path in ("/2022/", "/2023/999/", "/2023/12/cards/2022-01/", "/2023/1", "/nowhere/"):
        assert ask(site, path).status in (301, 404)
    assert not site.store.copies


LISTS = [
    "/", "/2023/", "/2023/board/", "/2023/board/2023-09/", "/2023/changes/",
    "/2023/changes/2023-09/", "/2023/bulletins/9/", "/2023/corrections/", "/2023/units/",
    "/2023/sites/", "/search/",
]  # fmt: skip


def test_every_list_is_among_them():
    paged = {name for name, params in PARAMETERS.items() if "page" in params}
    making = {"proposals", "making-consultation"}  # of a list that is being made: tests/drafting
    assert {resolve(path).url_name for path in LISTS} == paged - making


@pytest.mark.parametrize("path", LISTS)
def test_what_means_nothing_fills_no_shelf(september, site, path):
    plain = ask(site, path)
    assert plain.status == 200 and len(site.store.copies) == 1
    for number in range(3):
        for query in (f"page={number + 2}", f"page=x{number}", f"page=0{number}", f"sort=x{number}",
                      f"card=x{number}", f"unit=x{number}", f"category=x{number}",
                      f"view=x{number}"):  # fmt: skip
            assert ask(site, path, query).status == 200
    assert len(site.store.copies) == 1
    ask(site, path, "view=large")
    assert len(site.store.copies) == 2
