"""Every process killed with -9, one after the other, while eight people write.

An acknowledged act or file is never lost; whoever comes next is answered in time.
"""

import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from drill.clients import AtWork, Browser, Tally
from drill.figures import Figure, lost, main, times
from drill.layouts import Deployed, Kept, Layout, Small, children

AFTER_WORKER, AFTER_RESTART = 3.0, 10.0  # seconds until somebody is answered again
HEALS = 6.0  # seconds until a service has its killed worker back, however busy the machine is
PATIENCE = 60.0
SEEN = (200, 302, 303, 502, 503, 504)
PAGES = {"portal": "/2023/12/feedback/", "portal-office": "/admin/login/"}  # never kept


def figures() -> Iterator[Figure]:
    for layout in (Deployed, Small):
        with tempfile.TemporaryDirectory(prefix="drill-") as name, layout(Path(name)) as portal:
            yield from killed(portal)


def killed(portal: Layout) -> Iterator[Figure]:
    dice, tally = random.Random(2023), Tally()
    waits: dict[str, list[float]] = {"worker": [], "service": [], "database": []}
    hurt: dict[Kept, float] = {}  # when a worker of a service was last killed
    count = times(200, 40, 8)
    with AtWork(portal, tally):
        for number in range(count):
            time.sleep(dice.uniform(0.1, 0.8))
            kind, service = kind_of(number, portal), dice.choice(portal.services)
            starts, began = service.starts, time.monotonic()
            seconds = kill(portal, kind, service, dice)
            # A worker killed again so soon is a crash loop: the whole service restarts. Both killed
            # so soon leave nobody to answer, as if it did.
            if kind == "worker":
                both = "--workers" in service.command and began < hurt.get(service, 0) + HEALS
                kind, hurt[service] = "service" if both else kind, began
            waits["service" if service.starts > starts else kind].append(seconds)
    said = {"worker": AFTER_WORKER, "service": AFTER_RESTART, "database": AFTER_RESTART}
    yield Figure("kills", portal.name, "kills", count)
    for kind, seconds in waits.items():
        if seconds:
            what = f"first answer after {len(seconds)} kills of a {kind}, s"
            yield Figure("kills", portal.name, what, round(max(seconds), 2), said[kind])
    yield Figure("kills", portal.name, "answers of another status", tally.others(*SEEN), 0)
    yield from lost("kills", portal.name, portal.check(tally.acknowledged))


def kind_of(number: int, portal: Layout) -> str:
    """A whole service at every eighth kill, a part of the database at every fourth."""
    if number % 8 == 7:
        return "service"
    return "database" if number % 4 == 1 and isinstance(portal, Deployed) else "worker"


def kill(portal: Layout, kind: str, service: Kept, dice: random.Random) -> float:
    """Kill one process of this kind; seconds until a page that is never kept answers."""
    path = PAGES["portal-office" if service.log.stem == "portal-office" else "portal"]
    if kind == "database":
        victim = dice.choice(children(portal.postmaster()) or [portal.postmaster()])
    elif kind == "worker":
        victim = dice.choice(service.workers() or [service.process.pid])
    else:
        victim = service.process.pid
    began = time.monotonic()
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    return answered(portal, path, began)


def answered(portal: Layout, path: str, began: float) -> float:
    """Seconds from `began` until this page is answered, asked over and over by many at once."""
    first, over = [], threading.Event()

    def ask(number: int) -> None:
        browser = Browser(portal, Tally(), 100 + number)
        while not over.is_set() and time.monotonic() - began < PATIENCE:
            try:
                if browser.get(path, timeout=10).status == 200:
                    first.append(time.monotonic() - began)
                    over.set()
            except OSError:
                pass
            over.wait(0.05)

    askers = [threading.Thread(target=ask, args=[number]) for number in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return min(first, default=PATIENCE)


if __name__ == "__main__":
    main(figures)
