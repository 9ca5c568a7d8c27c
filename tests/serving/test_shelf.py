"""Memory is bounded; threads share one building of a page."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from config.page_cache import Door
from tests.serving.asking import ask


def test_memory_never_exceeds_its_bound(application, watch):
    door = Door(application, limit=200_000, watch=watch)
    for number in range(1, 500):
        ask(door, f"/2023/{number}/")
        assert door.shelf.used <= 200_000
    assert 10 < len(door.shelf.copies) < 499
    held = sum(copy.size + sum(map(len, key)) for key, copy in door.shelf.copies.items())
    assert held == door.shelf.used


def test_the_longest_unused_goes_first(application, watch):
    door = Door(application, limit=60_000, watch=watch)
    for number in range(1, 100):
        ask(door, f"/2023/{number}/")
        ask(door, "/")
    assert len([built for built in application.built if built["PATH_INFO"] == "/"]) == 1


def test_a_page_too_large_for_the_shelf_is_given_and_not_kept(application, watch):
    door = Door(application, limit=100_000, watch=watch)
    application.body = bytes(200_000)
    assert len(ask(door).body) == 200_000
    assert not door.shelf.copies


def test_a_page_replaced_over_and_over_takes_no_more_room(door, watch):
    ask(door)
    used = door.shelf.used
    for version in range(2, 50):
        watch.answer = version
        ask(door)
    assert door.shelf.used == used


def test_a_slow_older_building_does_not_replace_a_newer_copy(door, application, watch):
    release, slow = threading.Event(), threading.Event()
    quick = application.__class__.__call__

    def build(environ, start_response):
        if not slow.is_set():
            slow.set()
            release.wait(5)
            start_response("200 OK", application.headers)
            return [b"old"]
        return quick(application, environ, start_response)

    door.application = build
    with ThreadPoolExecutor(1) as pool:
        older = pool.submit(ask, door)
        slow.wait(5)
        watch.answer = 2
        newer = ask(door)
        release.set()
        assert older.result().body == b"old"
    assert ask(door).body == newer.body


def test_a_rush_on_a_missing_page_builds_it_once(door, application):
    quick = application.__class__.__call__

    def build(environ, start_response):
        time.sleep(0.05)
        return quick(application, environ, start_response)

    door.application = build
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(door), range(64)))
    assert len(application.built) == 1
    assert {answer.body for answer in answers} == {application.body}
    assert not door.building


def test_a_building_that_fails_holds_nobody_up(door, application):
    application.status = "500 Oh"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(door), range(16)))
    assert {answer.status for answer in answers} == {500}
    application.status = "200 OK"
    assert ask(door).status == 200
    assert not door.building


def test_threads_asking_for_many_pages_all_get_their_own(door):
    def build(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public")])
        return [environ["PATH_INFO"].encode() * 50]

    door.application = build
    door.shelf.limit = 100_000
    paths = [f"/2023/{number % 40 + 1}/" for number in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: ask(door, path), paths))
    assert [answer.body for answer in answers] == [path.encode() * 50 for path in paths]
    assert door.shelf.used <= 100_000
