"""Nothing that is not in a page's key reaches the page; strange requests reach Django alone."""

import pytest

from config.page_cache.cache_key import allowed
from config.page_cache.copies import gzip_among
from tests.serving.asking import ask

HOSTILE = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "6.6.6.6",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_FORWARDED": "host=evil.example",
    "HTTP_USER_AGENT": "<script>",
    "HTTP_REFERER": "https://evil.example/",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_RANGE": "bytes=0-1",
    "HTTP_IF_MODIFIED_SINCE": "Tue, 07 Nov 2023 02:00:00 GMT",
    "HTTP_DOOR_AWAY": "1",
    "CONTENT_LENGTH": "5",
}


def test_a_page_is_built_from_its_key_alone(get, application):
    get(**HOSTILE)
    assert not {*application.built[0]} & {*HOSTILE}
    assert "page_cache.database_away" not in application.built[0]
    get()
    assert len(application.built) == 1


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "",
        "localhost:80:80",
        "localhost/",
        "localhost evil",
        "local\x00host",
        "evil.example\r\nX: y",
        "用户",
        "a" * 5000,
    ],
)
def test_a_wrong_host_is_neither_kept_nor_answered_from_a_copy(get, application, host):
    get()
    get(host=host)
    get(host=host)
    assert len(application.built) == 3


def test_what_a_stranger_sends_at_length_is_not_remembered(get):
    for caches in (allowed, gzip_among):
        caches.cache_clear()
    for number in range(20):
        get(host=f"{number}" + "a" * 5000)
        get(HTTP_ACCEPT_ENCODING="gzip, " * 1000 + str(number))
    assert allowed.cache_info().currsize == 1
    assert gzip_among.cache_info().currsize == 0


def test_each_host_has_its_own_copy_as_pages_may_name_it(get, application):
    for host in ("localhost", "localhost:8000", "www.example.cn", "WWW.example.cn"):
        get(host=host)
    assert [built["HTTP_HOST"] for built in application.built] == [
        "localhost",
        "localhost:8000",
        "www.example.cn",
    ]


def test_http_and_https_have_their_own_copies_where_a_proxy_tells_them_apart(
    get, application, settings
):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for given in ("https", "http", "https, http", "ftp"):
        get(HTTP_X_FORWARDED_PROTO=given)
    assert [built["HTTP_X_FORWARDED_PROTO"] for built in application.built] == ["https", "http"]


def test_only_listed_parameters_count_in_one_order_and_the_last_of_each(get, application):
    for query in (
        "category=care&page=2",
        "page=2&category=care",
        "page=1&page=2&category=care&utm_source=x&known=2023-01-01",
        "category=%63are&page=2&q=&card=",
    ):
        get("/2023/", query)
    assert [built["QUERY_STRING"] for built in application.built] == ["category=care&page=2"]


def test_a_page_without_a_parameter_has_one_copy_whatever_is_asked(get, application):
    for query in ("", "view=", "x=1", "?", "&&&", "%00", "q=1"):
        get("/2023/explanation/", query)
    assert len(application.built) == 1


def test_typed_words_are_kept_as_they_are_understood(get, application):
    for query in (
        "q=%E6%95%99%E5%AE%A4",
        "q=+%E3%80%80%E6%95%99%E5%AE%A4%00",
        "q=%E6%95%99%E5%AE%A4&x=1",
        "q=%E6%95%99%E5%AE%A4+" + "+" * 60,
    ):
        get("/search/", query)
    assert [built["QUERY_STRING"] for built in application.built] == ["q=%E6%95%99%E5%AE%A4"]


def test_words_of_nothing_are_the_page_without_any(get, application):
    for query in ("", "q=", "q=+%00%E3%80%80"):
        get("/search/", query)
    assert len(application.built) == 1


def test_typed_words_push_out_no_page_however_many_come(get, page_cache, application):
    get()
    for number in range(500):
        get("/search/", f"q={number}")
    assert page_cache.answers.used <= page_cache.answers.limit
    assert page_cache.answers.limit + page_cache.store.limit == 1024 * 1024
    assert len(page_cache.store.copies) == 1
    get()
    assert sum(built["PATH_INFO"] == "/" for built in application.built) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/\x00",
        "/2023/\x00",
        "//2023/",
        "/2023//",
        "/./2023/",
        "/2023/../admin/",
        "/2023",
        "/2023/0/",
        "/２０２３/",
        "/2023/１/",
        "/2023/\udcff/",
        "/2023/1/?",
        "/" + "a" * 100_000,
        "",
    ],
)
def test_strange_paths_pass_to_django_each_time(get, application, path):
    get(path)
    get(path)
    assert len(application.built) == 2


def test_a_query_too_long_or_too_full_passes_to_django(get, application):
    for query in ("view=" + "a" * 600, "&".join(f"a{n}=" for n in range(2000))):
        get("/", query)
        get("/", query)
    assert len(application.built) == 4
    assert not any(key for key in application.built if key["QUERY_STRING"] == "")


@pytest.mark.parametrize("query", ["view=large", "page=%00", "category=%FF", "unit=%ED%A0%80", "%"])
def test_odd_queries_get_the_same_page_with_the_door_and_without(query, site, django):
    with_door, without = ask(site, "/", query), ask(django, "/", query)
    assert (with_door.status, with_door.body) == (200, without.body)


def test_parameters_that_are_not_listed_reach_no_view_with_the_door_or_without(site, django):
    plain = ask(django, "/2023/").body
    for application in (site, django):
        assert ask(application, "/2023/", "x=<b>&known=2023").body == plain


def test_django_refuses_a_wrong_host_behind_the_door(site):
    assert ask(site, "/", host="localhost").status == 200
    assert ask(site, "/", host="evil.example").status == 400
