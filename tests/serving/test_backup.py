"""The restore drill: a backup goes into an empty place, and the ledger confirms it."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = [["migrate", "-v", "0"], ["load_programme", "2023"]]


@pytest.fixture
def places(tmp_path, transactional_db):
    """Settings of the running portal, and of an empty place to restore into."""
    if connection.vendor == "sqlite":
        addresses = [f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("running", "empty")]
        yield [settings(tmp_path, *pair) for pair in enumerate(addresses)]
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    names = [f"drill_{os.getpid()}_{number}" for number in range(2)]
    for name in names:
        run(server.geturl(), f"CREATE DATABASE {name}")
    yield [
        settings(tmp_path, number, server._replace(path=f"/{name}").geturl())
        for number, name in enumerate(names)
    ]
    for name in names:
        run(server.geturl(), f"DROP DATABASE {name} WITH (FORCE)")


def run(server: str, statement: str) -> None:
    subprocess.run(["psql", server, "-qc", statement], check=True)


def settings(folder: Path, number: int, database: str) -> dict:
    return {
        **os.environ,
        "PYTHON": sys.executable,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SECRET_KEY": "drill",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / f"media{number}"),
    }


@pytest.fixture
def backup(places, tmp_path):
    running = places[0]
    for command in COMMANDS:
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=running, check=True)
    media = Path(running["MEDIA_ROOT"])
    media.mkdir()
    (media / "photo.jpg").write_bytes(b"photo")
    script = [ROOT / "deploy/backup.sh", tmp_path / "backups"]
    made = subprocess.run(script, env=running, capture_output=True, text=True, check=True)
    return Path(made.stdout.strip())


def restore(backup: Path, env: dict) -> subprocess.CompletedProcess:
    script = [ROOT / "deploy/restore.sh", backup]
    return subprocess.run(script, env=env, capture_output=True, text=True)


def test_a_backup_is_restored_and_the_ledger_confirms_it(backup, places):
    running, empty = places
    done = restore(backup, empty)
    assert done.returncode == 0, done.stderr
    assert "核验通过" in done.stdout
    assert (Path(empty["MEDIA_ROOT"]) / "photo.jpg").read_bytes() == b"photo"
    assert [each.name for each in backup.parent.iterdir()] == [backup.name]

    again = restore(backup, empty)
    assert again.returncode != 0
    assert "not empty" in again.stderr
    Path(empty["MEDIA_ROOT"], "photo.jpg").unlink()
    assert restore(backup, empty).returncode != 0
    assert restore(backup, running).returncode != 0


def test_a_damaged_backup_is_refused(backup, places):
    damaged = next(backup.glob("database.*"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    done = restore(backup, places[1])
    assert done.returncode != 0
    assert "核验通过" not in done.stdout


def test_files_may_come_and_go_while_a_backup_is_made(backup, places, tmp_path):
    media, over = Path(places[0]["MEDIA_ROOT"]), Event()
    (media / "imports").mkdir()
    (media / "imports/waiting").write_bytes(b"x")

    def churn():
        number = 0
        while not over.is_set():
            number += 1
            (media / f"evidence{number}.pdf").write_bytes(b"x" * 100_000)
            (media / f"evidence{number - 20}.pdf").unlink(missing_ok=True)

    thread = Thread(target=churn)
    thread.start()
    script = [ROOT / "deploy/backup.sh", tmp_path / "busy"]
    made = [subprocess.run(script, env=places[0], capture_output=True, text=True)]
    over.set()
    thread.join()
    assert [each.returncode for each in made] == [0], made[0].stderr
    with tarfile.open(Path(made[0].stdout.strip()) / "media.tar.gz") as archive:
        names = archive.getnames()
    assert "./photo.jpg" in names and "./imports/waiting" not in names
