"""Eight writers on PostgreSQL: actions that record an event, against the same without a chain,
and against no event at all.

Run as `python -m bench.ledger [seconds]`.
"""

import secrets
import subprocess
import sys
import time
from multiprocessing import Process, Queue
from statistics import median

from bench.database import postgres_url, set_up, stop_postgres

WRITERS = 8
SECONDS = 6.0
ROUNDS = 3
CHAINED, UNCHAINED, BARE = "chained event", "event without a chain", "no event"
KINDS = (BARE, UNCHAINED, CHAINED)
ADD_UNCHAINED = """
    INSERT INTO unchained (at, action, body, number, previous, hash)
    VALUES (%s, '量测', %s, nextval('unchained_number'), '', %s) RETURNING id
"""


def write(url: str, kind: str, seconds: float, done: Queue) -> None:
    """Add rows, one transaction each, until the time is up; put the number of them."""
    set_up(url, migrate=False)
    from django.db import connection, transaction

    from projects.ledger.chain import record
    from projects.models import SignIn
    from tests.factories import moment

    at, count = moment("2023-10-06 09:00"), 0
    connection.ensure_connection()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with transaction.atomic():
            row = SignIn.objects.create(at=at, kind="in", username="bench")
            if kind == CHAINED:
                record(action="量测", by=None, at=at, rows=[row])
            elif kind == UNCHAINED:
                record_unchained(row, at)
        count += 1
    done.put(count)


def record_unchained(row, at) -> None:
    """The same event over the same row, linked to nothing: what the chain is measured against."""
    from django.db import connection

    from projects.ledger.chain import canonical, named_rows

    body = {"at": at.isoformat(), "action": "量测", "by": None, "project": None, "note": ""}
    text = canonical({**body, "rows": named_rows([row])})
    with connection.cursor() as cursor:
        cursor.execute(ADD_UNCHAINED, [at, text, secrets.token_hex(32)])


def rate(url: str, kind: str, seconds: float) -> float:
    done: Queue = Queue()
    writers = [Process(target=write, args=(url, kind, seconds, done)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    total = sum(done.get(timeout=120) for _ in writers)
    for writer in writers:
        writer.join()
    return total / seconds


def measure(seconds: float) -> None:
    url = postgres_url()
    if not url:
        print("ledger: NOT RUN: no PostgreSQL server on this machine")
        return
    try:
        subprocess.run([sys.executable, "-m", "bench.database", url], check=True)
        make_unchained(url)
        # In turns, so that a machine that slows down slows all three.
        rounds = [
            {kind: rate(url, kind, seconds / ROUNDS) for kind in KINDS} for _ in range(ROUNDS)
        ]
        for kind in KINDS:
            print(f"ledger: {WRITERS} writers, {kind}: {middle(rounds, kind):,.0f} actions/s")
        for other, wanted in ((UNCHAINED, " (wanted: at least 0.30)"), (BARE, "")):
            ratio = median(each[CHAINED] / each[other] for each in rounds)
            print(f"ledger: {CHAINED} / {other}: {ratio:.2f}{wanted}")
        one_chain(url)
    finally:
        stop_postgres()


def middle(rounds: list[dict], kind: str) -> float:
    return median(each[kind] for each in rounds)


def make_unchained(url: str) -> None:
    """A table as the ledger's, with its columns and indexes, that no chain goes through."""
    set_up(url, migrate=False)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unchained (LIKE projects_event INCLUDING ALL)")
        cursor.execute("CREATE SEQUENCE unchained_number")
    connection.close()


def one_chain(url: str) -> None:
    set_up(url, migrate=False)
    from projects.ledger import verification

    broken = next(verification.chain(), None)
    print(f"ledger: {broken or 'one chain, every link holds'}")


if __name__ == "__main__":
    measure(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
