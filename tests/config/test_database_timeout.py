"""A server's thread gives up on a database that says nothing; no test here needs one."""

import fcntl
import os
import resource
import socket
import time

import pytest
from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE

from config import database_timeout
from config.database_timeout import database_deadline, wait


class Connection:
    """A connection that waits, over a real socket; `states` is what it wants in turn."""

    def __init__(self, file, states):
        self.file, self.states = file, [*states]

    def fileno(self):
        return self.file

    def poll(self):
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


@pytest.fixture
def silent():
    """A connection on which no answer comes."""
    own, other = socket.socketpair()
    with own, other:
        yield lambda *states: Connection(own.fileno(), states)


@pytest.fixture
def answered():
    """A connection whose answer is there."""
    own, other = socket.socketpair()
    with own, other:
        other.send(b"answer")
        yield lambda *states: Connection(own.fileno(), states)


def given_up_after(connection) -> float:
    began = time.monotonic()
    with pytest.raises(OperationalError):
        wait(connection)
    return time.monotonic() - began


def test_an_answer_is_waited_for(answered):
    connection = answered(POLL_WRITE, POLL_READ, POLL_OK)
    wait(connection)
    assert connection.states == [POLL_OK]


def test_a_silent_database_is_given_up_in_the_time_allowed(silent):
    with database_deadline(0.1):
        assert 0.1 <= given_up_after(silent(POLL_READ)) < 0.5


def test_all_questions_of_one_answer_share_its_time(silent):
    with database_deadline(0.2):
        assert given_up_after(silent(POLL_READ)) >= 0.2
        assert given_up_after(silent(POLL_READ)) < 0.1
    with database_deadline(0.1):
        assert given_up_after(silent(POLL_READ)) >= 0.1  # the next answer has its own


def test_time_that_python_takes_itself_does_not_count(answered):
    with database_deadline(0.1):
        time.sleep(0.15)
        wait(answered(POLL_READ, POLL_OK))


def test_without_a_limit_the_database_s_own_time_outs_come_first(silent, monkeypatch):
    assert database_timeout.STATEMENT_SECONDS > 30  # statement_timeout in config/environment.py
    monkeypatch.setattr(database_timeout, "STATEMENT_SECONDS", 0.1)
    assert given_up_after(silent(POLL_READ)) < 0.5


def test_whoever_has_no_limit_waits_while_the_database_works_and_no_longer(silent, monkeypatch):
    monkeypatch.setattr(database_timeout, "STATEMENT_SECONDS", 0.5)
    monkeypatch.setattr(database_timeout, "PATIENCE", 0.1)
    monkeypatch.setattr(database_timeout, "AGAIN", 0.1)
    monkeypatch.setattr(database_timeout, "alive", lambda: True)
    assert given_up_after(silent(POLL_READ)) >= 0.5
    monkeypatch.setattr(database_timeout, "alive", lambda: False)
    assert 0.1 <= given_up_after(silent(POLL_READ)) < 0.4
    with database_deadline(0.3):
        assert given_up_after(silent(POLL_READ)) >= 0.3  # its own limit comes first


def test_more_open_files_than_select_knows_are_no_matter(answered):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    connection = answered(POLL_READ, POLL_OK)
    connection.file = fcntl.fcntl(connection.file, fcntl.F_DUPFD, 1500)
    try:
        wait(connection)
    finally:
        os.close(connection.file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
