"""The published version is asked for at most once a second, and never waited for long."""

import os
import threading
import time

import pytest
from django.db import OperationalError

from config.page_cache import published_version as module
from config.page_cache.published_version import VersionPoller


@pytest.fixture
def second(monkeypatch):
    """A second that passes in 50 ms."""
    monkeypatch.setattr(module, "INTERVAL", 0.05)
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.05)
    return lambda: time.sleep(0.06)


def test_many_requests_ask_once_a_second(second):
    asked = []
    poller = VersionPoller(lambda: asked.append(1) or len(asked))
    assert {poller.version() for _ in range(200)} == {1}
    second()
    assert poller.version() == 2
    assert len(asked) == 2


def test_the_first_request_after_an_idle_hour_sees_what_is_published_now(second):
    current = ["old"]
    poller = VersionPoller(lambda: current[0])
    poller.version()
    current[0] = "new"
    second()
    assert poller.version() == "new"


def test_a_database_that_refuses_is_away_and_is_asked_again(second):
    answers = [OperationalError("away"), 7]

    def ask():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    poller = VersionPoller(ask)
    assert poller.version() is None
    second()
    assert poller.version() == 7


def test_a_database_that_hangs_holds_up_one_request_briefly_and_the_others_not(second):
    release = threading.Event()
    poller = VersionPoller(lambda: release.wait(10) and 9)
    began = time.monotonic()
    assert [poller.version() for _ in range(100)] == [None] * 100
    assert time.monotonic() - began < 0.5
    release.set()
    second()
    assert poller.version() == 9


def test_a_thread_lost_to_a_fork_is_started_anew(second):
    poller = VersionPoller(lambda: os.getpid())
    poller.version()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        time.sleep(0.06)
        os.write(writer, str(poller.version()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reader, 20)) == child
