"""Eight minutes of a busy day: no error, quick to the end, no memory lost."""

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from drill.clients import AtWork, Browser, Tally
from drill.figures import SHORT, Figure, lost, main, times
from drill.layouts import Deployed, Layout

SLOWEST, GROWTH = 1.0, 5.0
READERS = 8
PAGES = ["/", "/2023/", "/2023/board/", "/2023/changes/", "/2023/status.json", "/search/?q=教室"]
PAGES += [f"/2023/{number}/" for number in range(1, 23)]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="drill-") as name, Deployed(Path(name)) as portal:
        yield from soaked(portal)


def soaked(portal: Layout) -> Iterator[Figure]:
    seconds, tally, memory = times(480, 480, 30), Tally(), []
    over = threading.Event()
    readers = [
        threading.Thread(target=read, args=[portal, tally, number, over])
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    with AtWork(portal, tally, pause=1.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            memory.append(megabytes(portal))
            time.sleep(1)
    over.set()
    for reader in readers:
        reader.join()
    eighth = len(memory) // 8
    before, after = median(memory[2 * eighth : 3 * eighth]), median(memory[-eighth:])
    yield Figure("soak", portal.name, "seconds", seconds)
    yield Figure("soak", portal.name, "requests", sum(tally.statuses.values()))
    yield Figure("soak", portal.name, "errors", tally.others(200, 302, 303, 304), 0)
    yield Figure("soak", portal.name, "p99, s", tally.p99, SLOWEST)
    growth = round(100 * (after / before - 1), 1)
    limit = None if SHORT else GROWTH  # half a minute still warms up
    yield Figure("soak", portal.name, "growth of memory after a quarter, %", growth, limit)
    yield from lost("soak", portal.name, portal.check(tally.acknowledged))


def read(portal: Layout, tally: Tally, number: int, over: threading.Event) -> None:
    browser, dice = Browser(portal, tally, 40 + number), random.Random(number)
    while not over.wait(dice.uniform(0, 0.6)):
        try:
            browser.get(dice.choice(PAGES))
        except OSError:
            with tally.lock:
                tally.statuses[0] += 1


def megabytes(portal: Layout) -> float:
    """What all serving processes hold that is their own."""
    return sum(private(pid) for service in portal.services for pid in service.processes())


def private(pid: int) -> float:
    """Megabytes of one process that no other shares; 0 of one that has just ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    lines = [line.split() for line in text.splitlines() if line.startswith("Private_")]
    return sum(int(words[1]) for words in lines) / 1024


if __name__ == "__main__":
    main(figures)
