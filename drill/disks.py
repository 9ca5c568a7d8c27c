"""The disk of the database, of the files, and /tmp filled to the last byte under writing.

Pages are read as ever, what is sent is 503 and not lost in silence; all is well once there is room.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from drill import mounts
from drill.clients import AtWork, Browser, Tally, words_of
from drill.figures import Figure, lost, main, not_run, times
from drill.layouts import Deployed, Layout, Small

SEEN = (200, 302, 303, 503)
ALL_WELL = 10.0
READ = ["/", "/2023/12/", "/2023/units/", "/admin/", "/admin/supervision/report/"]
PLACES = {"database": 400, "media": 200, "tmp": 100}  # megabytes


def figures() -> Iterator[Figure]:
    if said := mounts.enter("drill.disks"):
        yield not_run("disks", said)
        return
    for kind in (OnDeployed, OnSmall):
        folder = tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True)
        with folder as name, kind(Path(name)) as portal:
            for place in PLACES:
                yield from filled_up(portal, place)
            portal.stop()
            for disk in portal.disks.values():
                mounts.detach(disk)


class OnDeployed(Deployed):
    """PostgreSQL, the files and /tmp each on a small disk of their own."""

    def database(self) -> None:
        self.disks = small_disks(self)
        super().database()

    def home(self) -> Path:
        return self.disks["database"] / "postgres"


class OnSmall(Small):
    """The same with SQLite."""

    def database(self) -> None:
        self.disks = small_disks(self)
        super().database()

    def home(self) -> Path:
        return self.disks["database"]


def small_disks(portal: Layout) -> dict[str, Path]:
    disks = {name: portal.folder / "disks" / name for name in PLACES}
    for name, megabytes in PLACES.items():
        mounts.in_memory(disks[name], megabytes)
    portal.env |= {"MEDIA_ROOT": str(disks["media"] / "media"), "TMPDIR": str(disks["tmp"])}
    return disks


def filled_up(portal: Layout, place: str) -> Iterator[Figure]:
    tally, reader = Tally(), Tally()
    filler = portal.disks[place] / "filler"
    with AtWork(portal, tally):
        tally.next_act()
        fill(filler)
        end, wrong = time.monotonic() + times(15, 8, 3), []
        topping = threading.Thread(target=top_up, args=[filler, end])
        topping.start()
        visitor, officer = Browser(portal, reader, 60), Browser(portal, reader, 61, "officer")
        while time.monotonic() < end:
            for path in READ:
                reply = (officer if path.startswith("/admin") else visitor).get(path)
                if reply.status != 200:
                    wrong.append(f"{reply.status} {path} {words_of(reply)}")
            time.sleep(0.2)
        topping.join()
        filler.unlink()
        back = tally.next_act()
    for each in wrong:
        print(f"  {place} full: {each}", flush=True)
    what = f"{place} full: pages read that were not 200"
    yield Figure("disks", portal.name, what, len(wrong), 0)
    other = tally.others(*SEEN)
    yield Figure("disks", portal.name, f"{place} full: answers of another status", other, 0)
    yield Figure("disks", portal.name, f"{place} full: forms refused with 503", tally.statuses[503])
    what = f"{place}: next act once there is room, s"
    yield Figure("disks", portal.name, what, round(back, 2), ALL_WELL)
    yield from lost("disks", portal.name, portal.check(tally.acknowledged))


def fill(filler: Path) -> None:
    """Write until nothing fits any more, by ever smaller pieces."""
    with suppress(OSError), filler.open("ab", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass


def top_up(filler: Path, end: float) -> None:
    """What is freed meanwhile is taken, too."""
    while time.monotonic() < end:
        fill(filler)
        time.sleep(0.1)


if __name__ == "__main__":
    main(figures)
