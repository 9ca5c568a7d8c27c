"""Eight windows of one report, all saving at once: whoever saw an older one is asked, none is lost.

Each save says which version of the report was read. No version may be saved over twice, and what
stands at the end is what was acknowledged last.
"""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from drill.clients import Browser, Tally, form_in, words
from drill.figures import Figure, main, times
from drill.layouts import Deployed, Layout, Small
from tests.walk.page import filled

WINDOWS = 8
SEEN = (200, 302, 409)
REPORT, CLERK = 10, "clerk"


def figures() -> Iterator[Figure]:
    for kind in (Deployed, Small):
        with tempfile.TemporaryDirectory(prefix="drill-") as name, kind(Path(name)) as portal:
            yield from contended(portal)


def contended(portal: Layout) -> Iterator[Figure]:
    tally, saves = Tally(), Saves(times(2000, 400, 100))
    windows = [
        threading.Thread(target=saves.window, args=[Browser(portal, tally, number, CLERK), portal])
        for number in range(WINDOWS)
    ]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    over = [version for version in saves.taken if len(saves.taken[version]) > 1]
    last = saves.taken[max(saves.taken)][0]
    stands = Browser(portal, tally, WINDOWS, CLERK).get(page_of(portal)).text
    yield Figure("edits", portal.name, "contended edits", saves.sent)
    yield Figure("edits", portal.name, "acknowledged", len(saves.taken), 1, least=True)
    yield Figure("edits", portal.name, "told that somebody was quicker", tally.statuses[409])
    yield Figure("edits", portal.name, "saved over what was not read", len(over), 0)
    yield Figure(
        "edits", portal.name, "the last of them does not stand", int(last not in stands), 0
    )
    yield Figure("edits", portal.name, "answers of another status", tally.others(*SEEN), 0)
    for odd in dict.fromkeys(each for each in tally.odd if not each.startswith("409")):
        print(f"  {odd}", flush=True)
    found = portal.check({})
    yield Figure("edits", portal.name, "faults named by verify_ledger", len(found["faults"]), 0)


def page_of(portal: Layout) -> str:
    return f"/admin/supervision/report/{portal.reports[REPORT]}/fill/"


class Saves:
    """What was acknowledged, by the version that it was saved over."""

    def __init__(self, count: int):
        self.count, self.sent = count, 0
        self.lock = threading.Lock()
        self.taken: dict[int, list[str]] = {}

    def one_more(self) -> bool:
        with self.lock:
            more = self.sent < self.count
            self.sent += more
            return more

    def window(self, browser: Browser, portal: Layout) -> None:
        page = page_of(portal)
        while self.one_more():
            said = words()
            try:
                form = form_in(browser.get(page), "save")
                fields = filled(form, {"progress": said, "evidence": None})
                taken = browser.post(page, {**fields, "save": ["1"]}).status == 302
            except OSError:
                continue  # no answer: nothing was acknowledged
            if taken:
                with self.lock:
                    self.taken.setdefault(int(fields["version"][0]), []).append(said)


if __name__ == "__main__":
    main(figures)
