"""Eight writers on PostgreSQL: actions that record an event, against the same without a chain.

Run as `python -m bench.ledger [seconds]`.
"""

import subprocess
import sys
import time
from multiprocessing import Process, Queue

from bench.database import postgres_url, set_up, stop_postgres

WRITERS = 8
SECONDS = 5.0


def write(url: str, chained: bool, seconds: float, done: Queue) -> None:
    """Add rows, one transaction each, until the time is up; put the number of them."""
    set_up(url, migrate=False)
    from django.db import connection, transaction

    from projects.ledger import record
    from projects.models import SignIn
    from tests.factories import moment

    at, count = moment("2023-10-06 09:00"), 0
    connection.ensure_connection()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with transaction.atomic():
            row = SignIn.objects.create(at=at, kind="in", username="bench")
            if chained:
                record(action="量测", by=None, at=at, rows=[row])
        count += 1
    done.put(count)


def rate(url: str, chained: bool, seconds: float) -> float:
    done: Queue = Queue()
    writers = [Process(target=write, args=(url, chained, seconds, done)) for _ in range(WRITERS)]
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
        plain, chained = rate(url, False, seconds), rate(url, True, seconds)
        print(f"ledger: {WRITERS} writers without a chain {plain:,.0f} actions/s")
        print(f"ledger: {WRITERS} writers with the chain {chained:,.0f} actions/s")
        print(f"ledger: ratio {chained / plain:.2f} (wanted: at least 0.30)")
        one_chain(url)
    finally:
        stop_postgres()


def one_chain(url: str) -> None:
    set_up(url, migrate=False)
    from projects import verification

    broken = next(verification.chain(), None)
    print(f"ledger: {broken or 'one chain, every link holds'}")


if __name__ == "__main__":
    measure(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
