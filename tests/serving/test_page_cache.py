"""What the page cache keeps, and what it gives. No database: the application is a stand-in."""

import gzip

import pytest

from config.page_cache import PageCache
from tests.serving.asking import ask


def test_a_page_is_built_once_and_given_again_to_the_letter(get, application):
    first, again = get(), get()
    assert len(application.built) == 1
    assert first == again
    assert (first.status, first.body) == (200, application.body)
    assert first["Content-Length"] == str(len(application.body))


def test_a_publication_makes_every_copy_out_of_date(get, application, poller):
    get()
    poller.answer, application.body = 2, b"new"
    assert get().body == b"new"
    assert len(application.built) == 2


def test_gzip_goes_to_those_who_take_it_each_form_with_its_own_etag(get, application):
    plain, packed = get(), get(HTTP_ACCEPT_ENCODING="br, gzip")
    assert len(application.built) == 1
    assert packed["Content-Encoding"] == "gzip" and not plain["Content-Encoding"]
    assert gzip.decompress(packed.body) == plain.body
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert plain["ETag"] != packed["ETag"]
    assert plain["ETag"].startswith('"') and packed["ETag"].startswith('"')


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("GZIP;q=0.5, br", "gzip"),
        ("*", "gzip"),
        ("x-gzip", "gzip"),
        ("", ""),
        ("br", ""),
        ("gzip;q=0", ""),
        ("gzip; q=0.000, *", ""),
        ("*;q=0", ""),
        ("identity", ""),
        ("gzipped", ""),
        (";;,q=,=" * 500, ""),
    ],
)
def test_accept_encoding_is_read_as_the_standard_says(get, accepted, encoding):
    assert get(HTTP_ACCEPT_ENCODING=accepted)["Content-Encoding"] == encoding


def test_what_does_not_shrink_is_kept_plain_only(get, application):
    application.body = gzip.compress(bytes(range(256)))
    assert not get(HTTP_ACCEPT_ENCODING="gzip")["Content-Encoding"]


def test_an_etag_that_still_holds_is_answered_304_without_a_body(get):
    etag = get()["ETag"]
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = get(HTTP_IF_NONE_MATCH=given)
        assert (answer.status, answer.body) == (304, b"")
        assert answer["ETag"] == etag
        assert answer["Cache-Control"] == "public, max-age=60"
        assert answer["Vary"] == "Accept-Encoding"
        assert not answer["Content-Length"]


def test_an_etag_that_does_not_hold_gets_the_page(get, application, poller):
    etag = get()["ETag"]
    assert get(HTTP_IF_NONE_MATCH='"other"').status == 200
    assert get(HTTP_IF_NONE_MATCH=etag, HTTP_ACCEPT_ENCODING="gzip").status == 200
    poller.answer, application.body = 2, b"new"
    assert get(HTTP_IF_NONE_MATCH=etag).status == 200


def test_the_same_bytes_have_the_same_etag_in_every_process(application, poller):
    caches = [PageCache(application, limit=10**6, poller=poller) for _ in range(2)]
    assert len({ask(each)["ETag"] for each in caches}) == 1


def test_head_gives_the_headers_of_get_and_fills_the_shelf(get, application):
    head, page = get(method="HEAD"), get()
    assert len(application.built) == 1
    assert application.built[0]["REQUEST_METHOD"] == "GET"
    assert head.body == b"" and page.body
    assert head.headers == page.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_other_methods_are_the_applications_and_never_kept(get, application, method):
    get()
    get(method=method)
    get(method=method)
    assert len(application.built) == 3
    assert application.built[-1]["REQUEST_METHOD"] == method


@pytest.mark.parametrize("path", ["/admin/", "/healthz", "/static/public/base.css", "/nowhere/"])
def test_what_is_not_a_listed_page_passes_untouched(get, application, path):
    get(path)
    get(path, HTTP_COOKIE="a=b")
    assert [environ.get("HTTP_COOKIE") for environ in application.built] == [None, "a=b"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Set-Cookie", "a=b"),
        ("Cache-Control", "private"),
        ("Cache-Control", "public, no-store"),
        ("Cache-Control", "no-cache"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Content-Encoding", "br"),
    ],
)
def test_an_answer_for_one_reader_is_never_kept(get, application, name, value):
    application.headers.append((name, value))
    get()
    get()
    assert len(application.built) == 2


def test_an_answer_that_does_not_say_public_is_never_kept(get, application):
    application.headers = [("Content-Type", "text/html")]
    get()
    get()
    assert len(application.built) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oh", "503 Away", "301 Moved", "206 Part"])
def test_no_error_and_no_redirect_is_ever_kept(get, application, status):
    application.status = status
    assert get().status == int(status[:3])
    get()
    assert len(application.built) == 2


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b; sessionid=abc; c=d"},
        {"HTTP_COOKIE": "csrftoken=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
    ],
)
def test_whoever_may_be_signed_in_neither_fills_nor_reads_the_shelf(get, application, header):
    get(**header)
    assert "HTTP_COOKIE" in application.built[0] or "HTTP_AUTHORIZATION" in application.built[0]
    application.body = b"for anyone"
    assert get().body == b"for anyone"
    application.body = b"mine"
    assert get(**header).body == b"mine"
    assert get().body == b"for anyone"


def test_cookies_of_other_sites_change_nothing(get, application):
    get(HTTP_COOKIE="_ga=1; theme=dark")
    get()
    assert len(application.built) == 1
    assert "HTTP_COOKIE" not in application.built[0]
