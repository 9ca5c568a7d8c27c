"""Ten thousand hostile requests and 150 hostile files: no fault, none slow, nothing swells."""

import random
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from drill.clients import Browser, Tally, form_in
from drill.figures import Figure, main, times
from drill.hostile_files import hostile_files
from drill.layouts import Deployed, Layout, Small, children
from tests.hostile import HEADERS, NAMES, PATHS, PIECES, SCRIPT
from tests.walk.page import filled

MOST_MEGABYTES, SLOWEST = 300, 5.0
OFFICE = [
    "/admin/", "/admin/supervision/report/", "/admin/supervision/submission/",
    "/admin/projects/project/", "/admin/projects/target/add/", "/admin/projects/assignment/add/",
    "/admin/supervision/feedback/", "/admin/projects/leadunit/export/", "/admin/login/",
    "/admin/office/yearend/archive/", "/admin/supervision/card/", "/admin/projects/event/",
]  # fmt: skip
WORKERS = 6


def figures() -> Iterator[Figure]:
    for kind in (Deployed, Small):
        with tempfile.TemporaryDirectory(prefix="drill-") as name, kind(Path(name)) as portal:
            yield from attacked(portal)


def attacked(portal: Layout) -> Iterator[Figure]:
    tally, spill = Tally(), Spill()
    most, over = [0.0], threading.Event()
    watch = threading.Thread(target=watched, args=[portal, most, over])
    watch.start()
    count = times(10_000, 1500, 300)
    with ThreadPoolExecutor(WORKERS) as pool:
        shares = [
            pool.submit(ask, portal, tally, spill, n, count // WORKERS) for n in range(WORKERS)
        ]
        for share in shares:
            share.result()
    yield Figure("hostile", portal.name, "hostile requests", sum(tally.statuses.values()))
    yield from said(portal, "requests", tally)
    yield Figure(
        "hostile", portal.name, "answers that carried what was sent as code", spill.count, 0
    )
    files = Tally()
    sent = attach(portal, files, hostile_files(times(150, 50, 24)))
    yield Figure("hostile", portal.name, "hostile files", sent)
    yield from said(portal, "files", files)
    over.set()
    watch.join()
    yield Figure(
        "hostile", portal.name, "most memory of a process, MB", round(most[0]), MOST_MEGABYTES
    )
    found = portal.check({})
    yield Figure("hostile", portal.name, "faults named by verify_ledger", len(found["faults"]), 0)


def said(portal: Layout, what: str, tally: Tally) -> Iterator[Figure]:
    broken = {status: count for status, count in tally.statuses.items() if status >= 500}
    if broken:
        print(f"  {what}: {broken}", flush=True)
    faults = sum(broken.values())
    yield Figure("hostile", portal.name, f"{what}: answers of 500 and above", faults, 0)
    slowest = round(max(tally.seconds, default=0), 2)
    yield Figure("hostile", portal.name, f"{what}: the slowest, s", slowest, SLOWEST)
    for odd in [each for each in tally.odd if each[0] == "5"][:5]:
        print(f"  {odd}", flush=True)


class Spill:
    """Counts what came back as it was sent."""

    count = 0


def ask(portal: Layout, tally: Tally, spill: Spill, number: int, count: int) -> None:
    """One attacker: a stranger, or signed in as one who may little or much."""
    dice = random.Random(number)
    user = ["", "", "", "clerk", "officer", "admin"][number % 6]
    for turn in range(count):
        browser = Browser(portal, tally, 200 * number + turn % 100, user)
        try:
            reply = once(browser, dice, OFFICE if user else PATHS)
        except OSError:
            continue  # no HTTP at all: closed without an answer
        finally:
            browser.close()
        if SCRIPT.encode() in reply.body or b"<img src=x" in reply.body:
            spill.count += 1
            print(f"  came back as sent: {reply.status} {reply.headers}", flush=True)


def once(browser: Browser, dice: random.Random, paths: list[str]):
    path = dice.choice(paths)
    if dice.random() < 0.3:
        path += quote(junk(dice))[:1500]
    names = dice.choices([*NAMES, "project", "unit", "o", "p", "_popup"], k=dice.randint(0, 3))
    path += "?" + "&".join(f"{name}={quote(junk(dice))}" for name in names)
    if dice.random() < 0.3:
        named = {dice.choice(NAMES): [junk(dice)] for _ in range(3)}
        return browser.post(path[:4000], named)
    headers = {dice.choice(HEADERS): latin(junk(dice)) for _ in range(dice.randint(0, 2))}
    headers.pop("Cookie", None)
    return browser.ask(
        dice.choice(["GET", "GET", "HEAD", "PUT"]), path[:4000], None, "", 30, headers
    )


def junk(dice: random.Random) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(1, 3))).encode("utf-8", "replace").decode()


def latin(text: str) -> str:
    """As a header may hold it."""
    return "".join(sign for sign in text if sign.isprintable() and ord(sign) < 256)[:500]


def attach(portal: Layout, tally: Tally, files: list[tuple[str, bytes]]) -> int:
    """Every file as evidence and as a month's workbook; how many were sent."""
    clerk = Browser(portal, tally, 900, "clerk")
    page = f"/admin/supervision/report/{portal.reports[10]}/fill/"
    for name, content in files:
        fields = filled(form_in(clerk.get(page), "save"), {"evidence": None})
        clerk.post(page, {**fields, "save": ["1"]}, {"evidence": (name, content)})
    return len(files)


def watched(portal: Layout, most: list[float], over: threading.Event) -> None:
    """The most that any process of the portal holds, those that read files among them."""
    while not over.wait(0.2):
        mains = [service.process.pid for service in portal.services]
        workers = [pid for main in mains for pid in children(main)]
        readers = [pid for worker in workers for pid in children(worker)]
        most[0] = max([most[0], *map(resident, [*workers, *readers])])


def resident(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in text.splitlines() if line.startswith("VmRSS")]
    return int(found[0]) / 1024 if found else 0.0


if __name__ == "__main__":
    main(figures)
