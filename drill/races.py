"""Two acts at once, on both databases: every pair that touches a programme's months.

The acts and what must hold afterwards are those of tests/supervision/racing.py. Each race begins
on a copy of the same database, so that one can be thrown in a fraction of a second.
`python -m drill.races PLACE` throws those of one database and prints them as JSON.
"""

import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.database import set_up
from drill.figures import Figure, main, times
from drill.testing import on_postgres
from tests.serving.servers import ROOT


def figures() -> Iterator[Figure]:
    with on_postgres() as env, tempfile.TemporaryDirectory(prefix="drill-races-") as folder:
        places = {"PostgreSQL": env["DATABASE_URL"], "SQLite": f"sqlite:///{folder}/races.sqlite3"}
        started = {name: begun(url, Path(folder)) for name, url in places.items()}
        for name, process in started.items():
            out, _ = process.communicate()
            if process.returncode:
                raise RuntimeError(f"races on {name} ended with {process.returncode}")
            found = json.loads(out.splitlines()[-1])
            for said in found["faults"]:
                print(f"  races, {name}: {said}", flush=True)
            yield Figure("races", name, "pairs of acts", found["pairs"])
            yield Figure("races", name, "races", found["races"])
            yield Figure("races", name, "… one of the two refused in words", found["refused"])
            yield Figure("races", name, "ends of them, each verified", found["ends"])
            what = "… that left a half state, a deadlock or an error"
            yield Figure("races", name, what, len(found["faults"]), 0)


def begun(url: str, folder: Path) -> subprocess.Popen:
    env = {**os.environ, "MEDIA_ROOT": str(folder / url.split(":")[0])}
    command = [sys.executable, "-m", "drill.races", url]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def thrown(url: str, count: int) -> dict:
    """All pairs, `count` times each, on the database at this address."""
    set_up(url)
    from tests.supervision import racing

    place = OnPostgres() if url.startswith("postgres") else OnSqlite()
    world = racing.make_world()
    place.keep("world")
    found = Counter()
    faults: list[str] = []
    held: set[tuple] = set()  # what these two left before and was looked at: the same is the same
    for pair in racing.ALL:
        place.take("world")
        own = copy.deepcopy(world)
        racing.prepare(own, pair)
        place.keep("pair")
        for _ in range(count):
            place.take("pair")
            mine = copy.deepcopy(own)
            results = racing.at_once(mine, *pair)
            found["refused"] += any(isinstance(result, Exception) for result in results)
            end = (pair, repr(results), everything())
            if end in held:
                continue
            try:
                racing.check(mine, results)
            except Exception as error:
                faults.append(f"{' + '.join(pair)}: {error!r} {results!r}"[:1000])
            else:
                held.add(end)
        found["races"] += count
    return {"pairs": len(racing.ALL), "ends": len(held), "faults": faults, **found}


def everything() -> str:
    """A digest of every row there is."""
    from django.db import connection

    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            digest.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return digest.hexdigest()


class OnSqlite:
    """Copies of the one file."""

    def __init__(self):
        from django.db import connection

        self.file = Path(connection.settings_dict["NAME"])

    def keep(self, name: str) -> None:
        closed()
        shutil.copy(self.file, self.file.with_suffix(f".{name}"))

    def take(self, name: str) -> None:
        closed()
        for left in ("-wal", "-shm"):
            Path(f"{self.file}{left}").unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(f".{name}"), self.file)


class OnPostgres:
    """Databases made from one another by the server: `race` is the one at work."""

    def __init__(self):
        import psycopg2
        from django.db import connection

        self.settings = connection.settings_dict
        self.at_work = self.settings["NAME"]
        closed()
        given = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        words = {word: self.settings[key] for word, key in given.items() if self.settings[key]}
        self.server = psycopg2.connect(dbname="template1", **words)
        self.server.autocommit = True
        # By the log, as servers from 15 on do it, a copy takes five times as long.
        self.strategy = "STRATEGY FILE_COPY" if self.server.server_version >= 150_000 else ""

    def keep(self, name: str) -> None:
        closed()
        self.copy(self.settings["NAME"], name)

    def take(self, name: str) -> None:
        closed()
        self.copy(name, "race")
        self.settings["NAME"] = "race"

    def copy(self, name: str, to: str) -> None:
        with self.server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{to}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{name}" {self.strategy}')


def closed() -> None:
    """Nobody may be at work on what is copied."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(thrown(sys.argv[1], times(200, 5, 1)), ensure_ascii=False))
    else:
        main(figures)
