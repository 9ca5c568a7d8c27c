"""On SQLite, tests begin with the tables the last run migrated, while their code still stands.

What makes tables and their guards is hashed; `migrate` runs on the copy as well, and finds nothing
to do. PostgreSQL migrates anew in each run.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
MAKES_TABLES = ["**/migrations/*.py", "**/models/**/*.py", "**/roles.py", "**/apps.py"]


def digest() -> str:
    """Return the hash of all files of ours, and versions of others, that tables come from."""
    found = hashlib.sha256((ROOT / "constraints.txt").read_bytes())
    for room in "projects", "supervision", "config":
        for path in sorted({*(p for pattern in MAKES_TABLES for p in (ROOT / room).glob(pattern))}):
            found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


@pytest.fixture(scope="session")
def migrated_file(request) -> Path | None:
    """Where the migrated database is kept between runs; None on PostgreSQL."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    return request.config.cache.mkdir("migrated") / f"{digest()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, migrated_file) -> bool:
    if migrated_file is None:
        return False
    try:
        shutil.copyfile(migrated_file, settings.DATABASES["default"]["TEST"]["NAME"])
    except FileNotFoundError:
        return False
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, migrated_file):
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    if migrated_file is not None and not migrated_file.exists():
        keep(name, migrated_file)
    yield
    if django_db_keepdb:
        for end in "", "-wal", "-shm":
            Path(f"{name}{end}").unlink(missing_ok=True)


def keep(name: str, migrated: Path) -> None:
    """Keep a copy of the migrated database in place of older ones, whole or not at all."""
    for older in migrated.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    beside = migrated.with_suffix(f".{os.getpid()}")
    source, copy = sqlite3.connect(name), sqlite3.connect(beside)
    source.backup(copy)
    source.close()
    copy.close()
    beside.replace(migrated)
