"""Backups made while eight people write, then everything wiped and restored."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from drill.clients import AtWork, Tally
from drill.figures import Figure, lost, main, times
from drill.layouts import Deployed, Layout, Small
from tests.serving.servers import DEPLOY


def figures() -> Iterator[Figure]:
    for kind in (Deployed, Small):
        with tempfile.TemporaryDirectory(prefix="drill-") as name, kind(Path(name)) as portal:
            yield from backed_up(portal)


def backed_up(portal: Layout) -> Iterator[Figure]:
    tally, made = Tally(), []
    portal.env |= {"PYTHON": sys.executable}
    with AtWork(portal, tally):
        for _ in range(times(4, 2, 1)):
            tally.next_act()
            acknowledged = tally.snapshot()
            made.append((script(portal, "backup.sh", portal.folder / "backups"), acknowledged))
            time.sleep(1.1)  # a backup is named by its second
    portal.stop_services()
    kept = {name: portal.env[name] for name in ("DATABASE_URL", "MEDIA_ROOT")}
    yield Figure(
        "backups", portal.name, "backups under writing, each wiped and restored", len(made)
    )
    for number, (done, acknowledged) in enumerate(made):
        if done.returncode:
            print(done.stdout, done.stderr)
            yield Figure("backups", portal.name, "a backup failed", 1, 0)
            continue
        portal.env |= empty_place(portal, number)
        began = time.monotonic()
        restored = script(portal, "restore.sh", Path(done.stdout.strip()))
        if restored.returncode:
            print(restored.stdout, restored.stderr)
        yield Figure("backups", portal.name, "restore.sh fails", restored.returncode, 0)
        yield Figure("backups", portal.name, "… took, s", round(time.monotonic() - began, 1))
        yield from lost("backups", portal.name, portal.check(acknowledged))
    portal.env |= kept


def script(portal: Layout, name: str, *given: Path) -> subprocess.CompletedProcess:
    command = [DEPLOY / name, *given]
    return subprocess.run(command, env=portal.env, capture_output=True, text=True)


def empty_place(portal: Layout, number: int) -> dict[str, str]:
    """The settings of a place with nothing in it; what stood before is wiped."""
    shutil.rmtree(portal.env["MEDIA_ROOT"], ignore_errors=True)
    media = {"MEDIA_ROOT": str(portal.folder / f"restored{number}")}
    if isinstance(portal, Small):
        for ending in ("", "-wal", "-shm"):
            Path(f"{portal.file}{ending}").unlink(missing_ok=True)
        return media | {"DATABASE_URL": f"sqlite:///{portal.folder}/restored{number}.sqlite3"}
    url = urlsplit(portal.env["DATABASE_URL"])
    name = f"restored{number}"
    server = psycopg2.connect(url._replace(path="/template1").geturl())
    server.autocommit = True
    with server.cursor() as cursor:
        if url.path != "/postgres":
            cursor.execute(f"DROP DATABASE {url.path[1:]} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    server.close()
    return media | {"DATABASE_URL": url._replace(path=f"/{name}").geturl()}


if __name__ == "__main__":
    os.umask(0o022)
    main(figures)
