"""The power cut: a copy of the disk as it stands, without what was not yet written to it.

The portal's database and files lie on an ext4 in a file of their own. At a moment amid writing all
processes stand still and the file is copied: what the file system holds in memory alone is not in
it. The copy is mounted, which replays its journal, and everything acknowledged must be there.
What this does not prove: that a disk keeps what it was told to flush; all that was handed to the
block device counts as kept.
"""

import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from drill import mounts
from drill.clients import AtWork, Tally
from drill.figures import Figure, lost, main, not_run, times
from drill.layouts import POSTGRES, Deployed, Layout, Small, children, standing
from tests.serving.servers import free_port

MEGABYTES = 400


def figures() -> Iterator[Figure]:
    if said := mounts.enter("drill.power"):
        yield not_run("power", said)
        return
    for kind in (OnDeployed, OnSmall):
        folder = tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True)
        with folder as name, kind(Path(name)) as portal:
            yield from cut(portal)
            portal.stop()
            mounts.detach(portal.disk)


class OnDeployed(Deployed):
    def database(self) -> None:
        on_a_disk(self)
        super().database()

    def home(self) -> Path:
        return self.disk / "postgres"

    def processes(self) -> list[int]:
        first = self.postmaster()
        return [first, *children(first), *at_work(self)]

    def on_copy(self, copy: Path) -> dict:
        """The settings of a portal on the copy, its PostgreSQL running."""
        home, port = copy / "postgres", free_port()
        (home / "data/postmaster.pid").unlink(missing_ok=True)
        (home / "port").write_text(f"{port}\n")
        env = {**self.env, "PORTAL_TEST_POSTGRES": str(home)}
        env["DATABASE_URL"] = f"postgres://portal@127.0.0.1:{port}/postgres"
        done = subprocess.run([POSTGRES, "again"], env=env, capture_output=True)
        if done.returncode:
            raise RuntimeError((home / "server.log").read_text()[-2000:])
        return env

    def off_copy(self, env: dict) -> None:
        subprocess.run([POSTGRES, "halt"], env=env, capture_output=True)


class OnSmall(Small):
    def database(self) -> None:
        on_a_disk(self)
        super().database()

    def home(self) -> Path:
        return self.disk

    def processes(self) -> list[int]:
        return at_work(self)

    def on_copy(self, copy: Path) -> dict:
        return {**self.env, "DATABASE_URL": f"sqlite:///{copy}/portal.sqlite3"}

    def off_copy(self, env: dict) -> None:
        pass


def on_a_disk(portal: Layout) -> None:
    portal.image, portal.disk = portal.folder / "disk.img", portal.folder / "disk"
    mounts.image(portal.image, portal.disk, MEGABYTES)
    portal.disk.chmod(0o755)
    portal.env["MEDIA_ROOT"] = str(portal.disk / "media")


def at_work(portal: Layout) -> list[int]:
    return [each for service in portal.services for each in service.processes()]


def cut(portal: Layout) -> Iterator[Figure]:
    dice, tally, count = random.Random(2023), Tally(), times(20, 5, 1)
    gone, faults, whole = [], [], 0
    subprocess.run(["sync", "-f", portal.disk], check=True)
    for _ in range(count):
        copy = portal.folder / "copy.img"
        with AtWork(portal, tally):
            time.sleep(dice.uniform(1.5, 3))
            tally.next_act()
            with standing(portal.processes()):
                acknowledged = tally.snapshot()
                subprocess.run(["cp", "--sparse=always", portal.image, copy], check=True)
        found = looked_at(portal, copy, acknowledged)
        gone += found["lost"]
        faults += found["faults"]
        whole = found["acknowledged"]
        copy.unlink()
    found = {"lost": gone, "faults": faults, "acknowledged": whole}
    yield Figure("power", portal.name, "power cuts", count)
    yield from lost("power", portal.name, found)


def looked_at(portal: Layout, image: Path, acknowledged: dict) -> dict:
    """What is amiss on the copy of a disk."""
    folder = portal.folder / "copy"
    mounts.attach(image, folder, "defaults")
    env = portal.env
    try:
        portal.env = portal.on_copy(folder) | {"MEDIA_ROOT": str(folder / "media")}
        try:
            return portal.check(acknowledged)
        finally:
            portal.off_copy(portal.env)
    finally:
        portal.env = env
        mounts.detach(folder)


if __name__ == "__main__":
    main(figures)
