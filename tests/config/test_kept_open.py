"""On SQLite what reading needs stays on the disk while nobody reads: a full one has no room."""

import sqlite3

import pytest
from django.db import connections

from config import kept_open


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database of its own, as settings say that it is opened."""
    path = tmp_path / "portal.sqlite3"
    monkeypatch.setitem(connections.settings["default"], "NAME", path)
    monkeypatch.setattr(kept_open, "kept", [])
    yield path
    for each in kept_open.kept:
        each.close()


def read_and_closed(path) -> list[str]:
    """The files that stand once a request's connection has come and gone."""
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE IF NOT EXISTS promise (name)")
    other.close()
    return sorted(each.name.removeprefix("portal.") for each in path.parent.iterdir())


def test_whoever_closes_last_takes_no_index_along(file, django_db_blocker):
    assert read_and_closed(file) == ["sqlite3"]
    with django_db_blocker.unblock():
        kept_open.keep_open()
    assert read_and_closed(file) == ["sqlite3", "sqlite3-shm", "sqlite3-wal"]


def test_a_database_that_cannot_be_opened_stops_no_start(file, django_db_blocker, caplog):
    file.mkdir()
    with django_db_blocker.unblock():
        kept_open.keep_open()
    assert "not kept open" in caplog.text
