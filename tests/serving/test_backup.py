"""The restore drill: a backup goes into an empty place, and the ledger confirms it."""

import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from shutil import which
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
        "SECRET_KEY": "drill" * 10,
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
    assert done.stdout.index("备份的版本：1.") < done.stdout.index("现在的版本：1.")
    assert (Path(empty["MEDIA_ROOT"]) / "photo.jpg").read_bytes() == b"photo"
    assert [each.name for each in backup.parent.iterdir()] == [backup.name]

    again = restore(backup, empty)
    assert again.returncode != 0
    assert "not empty" in again.stderr
    Path(empty["MEDIA_ROOT"], "photo.jpg").unlink()
    assert restore(backup, empty).returncode != 0
    assert restore(backup, running).returncode != 0


def test_old_backups_go_once_a_new_one_stands(backup, places):
    kept, old, foreign = (backup.parent / name for name in (backup.name, "2020-01-01T000000Z", "x"))
    for folder in (old, foreign):
        folder.mkdir()
        os.utime(folder, (0, 0))
    time.sleep(1.1)
    script = [ROOT / "deploy/backup.sh", backup.parent]
    subprocess.run(script, env={**places[0], "BACKUPS_KEPT_DAYS": "30"}, check=True)
    assert kept.is_dir() and foreign.is_dir() and not old.exists()
    assert len([*backup.parent.iterdir()]) == 3


@pytest.mark.skipif(connection.vendor == "sqlite", reason="no password there")
def test_no_program_is_given_the_password_in_its_arguments(places, tmp_path):
    """What stands in a program's arguments may be read by anyone on the machine."""
    said = tmp_path / "said"
    for program in ("pg_dump", "psql", "pg_restore"):
        shim = tmp_path / "bin" / program
        shim.parent.mkdir(exist_ok=True)
        shim.write_text(f'#!/bin/sh\necho {program} "$@" >>{said}\nexec {which(program)} "$@"\n')
        shim.chmod(0o755)
    running, empty = (with_password(place, tmp_path) for place in places)
    for command in COMMANDS:
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=running, check=True)
    script = [ROOT / "deploy/backup.sh", tmp_path / "backups"]
    made = subprocess.run(script, env=running, capture_output=True, text=True, check=True)
    assert restore(Path(made.stdout.strip()), empty).returncode == 0
    assert {line.split()[0] for line in said.read_text().splitlines()} == {
        "pg_dump", "psql", "pg_restore",
    }  # fmt: skip
    assert "s3cret" not in said.read_text()


def with_password(place: dict, folder: Path) -> dict:
    url = urlsplit(place["DATABASE_URL"])
    netloc = f"{url.username}:s3cret@{url.hostname}:{url.port}"
    path = f"{folder / 'bin'}:{place['PATH']}"
    return {**place, "DATABASE_URL": url._replace(netloc=netloc).geturl(), "PATH": path}


def test_a_sealed_backup_opens_by_its_key_alone(backup, places, tmp_path):
    """The server holds the public key alone: what lies in the folder tells nobody anything."""
    sealed = [sys.executable, ROOT / "deploy/sealed.py", "keys"]
    keys = [tmp_path / "key", tmp_path / "other"]
    for key in keys:
        key.write_text(subprocess.run(sealed, capture_output=True, text=True, check=True).stdout)
    public = [key.read_text().split()[3] for key in keys]
    running, empty = places
    script = [ROOT / "deploy/backup.sh", tmp_path / "sealed"]
    env = {**running, "BACKUP_RECIPIENTS": public[0]}
    made = subprocess.run(script, env=env, capture_output=True, text=True, check=True)
    folder = Path(made.stdout.strip())
    names = {each.name.split(".", 1)[-1] for each in folder.iterdir()}
    assert {"tar.gz.age", "VERSION", "SHA256SUMS"} < names and len(names) == 4
    assert not any("教室".encode() in each.read_bytes() for each in folder.iterdir())

    assert "BACKUP_IDENTITY" in restore(folder, empty).stderr
    refused = restore(folder, {**empty, "BACKUP_IDENTITY": str(keys[1])})
    assert refused.returncode != 0 and "sealed:" in refused.stderr
    done = restore(folder, {**empty, "BACKUP_IDENTITY": str(keys[0])})
    assert done.returncode == 0, done.stderr
    assert "核验通过" in done.stdout
    assert (Path(empty["MEDIA_ROOT"]) / "photo.jpg").read_bytes() == b"photo"


def test_a_wrong_public_key_is_no_plain_backup(backup, places, tmp_path):
    script = [ROOT / "deploy/backup.sh", tmp_path / "sealed"]
    env = {**places[0], "BACKUP_RECIPIENTS": "age1wrong"}
    done = subprocess.run(script, env=env, capture_output=True, text=True)
    assert done.returncode != 0 and "sealed:" in done.stderr
    assert [*(tmp_path / "sealed").iterdir()] == []


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
    (media / "jobs").mkdir()
    (media / "jobs/archive").write_bytes(b"x")

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
    assert "./photo.jpg" in names
    assert not {"./imports/waiting", "./jobs/archive"} & {*names}
