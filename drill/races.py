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
            end = (pair, repr(results), *place.digests().items())
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


class Place:
    """A database with what it held at some moments kept, so that it can be put back."""

    def digests(self) -> dict[str, str]:
        """Of every row there is, by table."""
        from django.db import connection

        found = {}
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = repr(sorted(map(repr, cursor.fetchall())))
                found[table] = hashlib.sha256(rows.encode()).hexdigest()
        return found


class OnSqlite(Place):
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


class OnPostgres(Place):
    """Copies of the tables in a schema of their own: a copy of the database takes a second."""

    def __init__(self):
        self.kept: dict[str, tuple[dict, list]] = {}

    def keep(self, name: str) -> None:
        from django.db import connection

        digests = self.digests()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
            cursor.execute(f'CREATE SCHEMA "{name}"')
            for table in digests:
                cursor.execute(f'CREATE TABLE "{name}"."{table}" AS TABLE "{table}"')
            self.kept[name] = digests, self.sequences(cursor)

    def take(self, name: str) -> None:
        """Put back what differs, guards and all set aside."""
        from django.db import connection, transaction

        digests, sequences = self.kept[name]
        now = self.digests()
        changed = [table for table, digest in digests.items() if now[table] != digest]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                cursor.execute(f'DELETE FROM "{table}"')
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "{name}"."{table}"')
            for sequence, value in sequences:
                cursor.execute(
                    "SELECT setval(%s, coalesce(%s, 1), %s)", [sequence, value, bool(value)]
                )

    @staticmethod
    def sequences(cursor) -> list[tuple]:
        where = "FROM pg_sequences WHERE schemaname = 'public'"
        cursor.execute(f"SELECT quote_ident(sequencename), last_value {where}")
        return cursor.fetchall()


def closed() -> None:
    """Nobody may be at work on what is copied."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(thrown(sys.argv[1], times(200, 5, 1)), ensure_ascii=False))
    else:
        main(figures)
