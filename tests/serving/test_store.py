"""Memory is bounded; threads share one building of a page."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from config.page_cache import PageCache
from tests.serving.asking import ask


def test_memory_never_exceeds_its_bound(application, poller):
    page_cache = PageCache(application, limit=200_000, poller=poller)
    for number in range(1, 500):
        ask(page_cache, f"/2023/{number}/")
        assert page_cache.store.used <= 200_000
    assert 10 < len(page_cache.store.copies) < 499
    held = sum(copy.size + sum(map(len, key)) for key, copy in page_cache.store.copies.items())
    assert held == page_cache.store.used


def test_the_longest_unused_goes_first(application, poller):
    page_cache = PageCache(application, limit=60_000, poller=poller)
    for number in range(1, 100):
        ask(page_cache, f"/2023/{number}/")
        ask(page_cache, "/")
    assert len([built for built in application.built if built["PATH_INFO"] == "/"]) == 1


def test_a_page_too_large_for_the_store_is_given_and_not_kept(application, poller):
    page_cache = PageCache(application, limit=100_000, poller=poller)
    application.body = bytes(200_000)
    assert len(ask(page_cache).body) == 200_000
    assert not page_cache.store.copies


def test_a_page_replaced_over_and_over_takes_no_more_room(page_cache, poller):
    ask(page_cache)
    used = page_cache.store.used
    for version in range(2, 50):
        poller.answer = version
        ask(page_cache)
    assert page_cache.store.used == used


def test_a_slow_older_building_does_not_replace_a_newer_copy(page_cache, application, poller):
    release, slow = threading.Event(), threading.Event()
    quick = application.__class__.__call__

    def build(environ, start_response):
        if not slow.is_set():
            slow.set()
            release.wait(5)
            start_response("200 OK", application.headers)
            return [b"old"]
        return quick(application, environ, start_response)

    page_cache.application = build
    with ThreadPoolExecutor(1) as pool:
        older = pool.submit(ask, page_cache)
        slow.wait(5)
        poller.answer = 2
        newer = ask(page_cache)
        release.set()
        assert older.result().body == b"old"
    assert ask(page_cache).body == newer.body


def test_a_rush_on_a_missing_page_builds_it_once(page_cache, application):
    quick = application.__class__.__call__

    def build(environ, start_response):
        time.sleep(0.05)
        return quick(application, environ, start_response)

    page_cache.application = build
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(page_cache), range(64)))
    assert len(application.built) == 1
    assert {answer.body for answer in answers} == {application.body}
    assert not page_cache.building


def test_a_building_that_fails_holds_nobody_up(page_cache, application):
    application.status = "500 Oh"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(page_cache), range(16)))
    assert {answer.status for answer in answers} == {500}
    application.status = "200 OK"
    assert ask(page_cache).status == 200
    assert not page_cache.building


def test_threads_asking_for_many_pages_all_get_their_own(page_cache):
    def build(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public")])
        return [environ["PATH_INFO"].encode() * 50]

    page_cache.application = build
    page_cache.store.limit = 100_000
    paths = [f"/2023/{number % 40 + 1}/" for number in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: ask(page_cache, path), paths))
    assert [answer.body for answer in answers] == [path.encode() * 50 for path in paths]
    assert page_cache.store.used <= 100_000
