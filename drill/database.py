"""PostgreSQL stopped at once, frozen, and out of connections, while eight people write."""

import http.client
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg2

from drill.clients import AtWork, Browser, Tally
from drill.figures import Figure, lost, main, times
from drill.layouts import Deployed, children, standing

SEEN = (200, 302, 303, 503)
RECOVERY, FROZEN = 5.0, 4.0
SURELY_ALL = 20  # connections by chance to one of two processes
KEPT = ["/", "/2023/", "/2023/12/", "/2023/board/"]
ELSE = ["/healthz", "/search/?q=教室", "/2023/12/feedback/", "/2023/units/?page=2"]
OFFICE = ["/admin/", "/admin/supervision/report/"]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="drill-") as name, Deployed(Path(name)) as portal:
        for part in (stopped, frozen, out_of_connections):
            tally = Tally()
            yield from part(portal, tally)
            what = f"{part.__name__}: answers of another status"
            yield Figure("database", portal.name, what, tally.others(*SEEN), 0)
            yield from lost("database", portal.name, portal.check(tally.acknowledged))


def stopped(portal: Deployed, tally: Tally) -> Iterator[Figure]:
    count, waits = times(60, 15, 3), []
    with AtWork(portal, tally):
        for _ in range(count):
            tally.next_act()
            portal.postgres("halt")
            time.sleep(0.5)
            portal.postgres("again")
            waits.append(tally.next_act())
    what = f"next act after {count} immediate stops, s"
    yield Figure("database", portal.name, what, round(max(waits), 2), RECOVERY)


def server(portal: Deployed) -> list[int]:
    """Every process of PostgreSQL."""
    first = portal.postmaster()
    return [first, *children(first)]


def frozen(portal: Deployed, tally: Tally) -> Iterator[Figure]:
    visitor, officer = Browser(portal, tally, 60), Browser(portal, tally, 61, "officer")
    visitor_waits, other_waits, wrong = [], [], []
    warm(portal)
    with AtWork(portal, tally):
        tally.next_act()
        with standing(server(portal)):
            end = time.monotonic() + times(60, 20, 8)
            while time.monotonic() < end:
                for path in KEPT:
                    reply = visitor.get(path)
                    visitor_waits.append(reply.seconds)
                    if reply.status != 200:
                        wrong.append(f"{reply.status} {path}")
                for browser, paths in ((visitor, ELSE), (officer, OFFICE)):
                    for path in paths:
                        reply = browser.get(path)
                        other_waits.append(reply.seconds)
                        if reply.status != 503:
                            wrong.append(f"{reply.status} {path}")
                    browser.close()
        back = tally.next_act()
    yield Figure("database", portal.name, "frozen: kept pages, longest wait, s",
                 round(max(visitor_waits), 2), FROZEN)  # fmt: skip
    yield Figure("database", portal.name, "frozen: all else, longest wait, s",
                 round(max(other_waits), 2), FROZEN)  # fmt: skip
    for each in wrong:
        print(f"  frozen: {each}", flush=True)
    yield Figure("database", portal.name, "frozen: kept not 200, else not 503", len(wrong), 0)
    yield Figure(
        "database", portal.name, "frozen: next act once thawed, s", round(back, 2), RECOVERY
    )


def warm(portal: Deployed) -> None:
    """Every public process has the kept pages: nginx alone would ask over one connection, and so
    the same process each time."""
    headers = {"Host": portal.host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.9.9"}
    for path in KEPT:
        good, end = 0, time.monotonic() + 60
        while good < SURELY_ALL and time.monotonic() < end:
            asked = http.client.HTTPConnection("127.0.0.1", portal.ports[0], timeout=30)
            asked.request("GET", path, headers=headers)
            good += asked.getresponse().status == 200
            asked.close()


def out_of_connections(portal: Deployed, tally: Tally) -> Iterator[Figure]:
    with AtWork(portal, tally):
        tally.next_act()
        held = taken(portal.env["DATABASE_URL"])
        time.sleep(times(10, 10, 4))
        for each in held:
            each.close()
        back = tally.next_act()
    yield Figure("database", portal.name, "connections held by others", len(held))
    yield Figure(
        "database", portal.name, "next act once they are free, s", round(back, 2), RECOVERY
    )


def taken(url: str) -> list:
    """Every connection that the server gives, the portal's own ones among them."""
    held = [psycopg2.connect(url)]
    for _ in range(3):
        with suppress(psycopg2.OperationalError):
            while True:
                held.append(psycopg2.connect(url))
        ours = [each.info.backend_pid for each in held]
        with held[0].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)",
                [ours],
            )
    return held


if __name__ == "__main__":
    main(figures)
