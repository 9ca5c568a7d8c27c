"""While the database is known to be away, nothing public waits for it; the office's pages may."""

import pytest

from config import database_timeout
from tests.serving.asking import ask

ASKING = [
    ("GET", "/healthz", ""),
    ("GET", "/search/", "q=%E6%95%99%E5%AE%A4"),
    ("GET", "/2023/12/feedback/", ""),
    ("POST", "/2023/12/feedback/", ""),
    ("GET", "/feedback/", "code=abcdefgh234567aa"),
    ("GET", "/feedback/abcdefgh234567aa/", ""),
]


@pytest.mark.parametrize(("method", "path", "query"), ASKING)
def test_what_is_never_kept_is_503_without_a_question(
    september, site, poller, django_assert_num_queries, method, path, query
):
    poller.answer = None
    with django_assert_num_queries(0):
        answer = ask(site, path, query, method)
    assert answer.status == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]


def test_styles_need_no_database(site, poller):
    poller.answer = None
    assert ask(site, "/static/public/base.css").status == 200


@pytest.mark.parametrize(("path", "limit"), [("/2023/", 2.5), ("/healthz", 2.5), ("/admin/", None)])
def test_public_answers_wait_briefly_and_the_office_s_as_long_as_they_need(
    get, application, monkeypatch, path, limit
):
    limits = []
    build = type(application).__call__

    def told(*given):
        limits.append(getattr(database_timeout.local, "left", None))
        return build(*given)

    monkeypatch.setattr(type(application), "__call__", told)
    get(path)
    assert limits == [limit]


def test_the_office_is_not_turned_away_by_a_database_that_is_slow(get, application, poller):
    poller.answer = None
    get("/admin/")
    get("/healthz")
    assert ["page_cache.database_away" in built for built in application.built] == [False, True]
