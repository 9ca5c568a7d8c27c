"""Nobody else on the machine reads the demonstration's database."""

import os
import sqlite3
import stat

import pytest

from config import environment
from config.private_file import Connection


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("stands", [False, True])
def test_the_file_and_what_sqlite_lays_beside_it_are_closed_to_others(tmp_path, stands):
    path = tmp_path / "portal.sqlite3"
    files = [path, tmp_path / "portal.sqlite3-wal", tmp_path / "portal.sqlite3-shm"]
    if stands:
        before = sqlite3.connect(path)
        before.executescript("PRAGMA journal_mode=WAL; CREATE TABLE x (y);")
        assert [mode(each) for each in files] == [0o644] * 3
    options = environment.connecting(f"sqlite:///{path}")["OPTIONS"]
    open_ = sqlite3.connect(path, factory=options["factory"])
    open_.executescript("PRAGMA journal_mode=WAL; CREATE TABLE z (y);")
    assert [mode(each) for each in files] == [0o640] * 3
    open_.close()
    if stands:
        before.close()


def test_a_file_closed_more_tightly_stays_so(tmp_path):
    path = tmp_path / "portal.sqlite3"
    path.touch(0o600)
    Connection(path).close()
    assert mode(path) == 0o600


def test_what_cannot_be_opened_is_said_by_sqlite(tmp_path):
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        Connection(tmp_path / "none" / "portal.sqlite3")
    Connection(":memory:").close()


def test_the_folder_is_passed_through_and_not_listed(tmp_path, monkeypatch):
    """nginx reads static files below it."""
    monkeypatch.setattr(environment, "VAR_DIR", tmp_path / "var")
    environment.connecting(f"sqlite:///{tmp_path}/x")
    assert mode(tmp_path / "var") == 0o711
