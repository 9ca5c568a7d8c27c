"""All parts, or those that PART names, and the table at the end; exit 1 if a figure falls short.

It takes 25 minutes on two processors; SHORT=1 some five, FULL=1, with every count at its full
height (two hundred kills of each layout, two hundred races of each pair …), hours.

Each part runs in a process of its own: `python -m drill.kills` alone is the same.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from drill.figures import BUSY, FULL, SHORT, Figure

HURT = ["kills", "database", "disks", "power", "edits", "backups", "clocks", "hostile", "soak"]
TESTED = ["upgrades", "races", "walk"]  # what `make test` throws shorter
PARTS = [*HURT, *TESTED]
# The short form: what no test hurts. Backups, clocks and a day's length are tests of their own.
BRIEF = ["kills", "database", "disks", "power", "edits", "hostile"]


def chosen() -> list[str]:
    """The parts to run; none of ours is a fault in words."""
    asked = os.environ.get("PART", "").replace(",", " ").split()
    asked = asked or (BRIEF if SHORT else PARTS)
    if unknown := [part for part in asked if part not in PARTS]:
        sys.exit(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    return asked


def load_average() -> str:
    """How busy the machine is: on one that others use, too, seconds say little."""
    return f"load {os.getloadavg()[2]:.1f} on {os.cpu_count()} processors"


def run() -> int:
    began, failed = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="drill-kept-") as kept:
        Path(kept).chmod(0o755)
        table = Path(kept) / "figures"
        table.touch()
        env = {**os.environ, "DRILL_KEPT": kept, "DRILL_FIGURES": str(table), "DRILL_BUSY": BUSY}
        for part in chosen():
            started = time.monotonic()
            print(f"== {part}", flush=True)
            if subprocess.run([sys.executable, "-m", f"drill.{part}"], env=env).returncode:
                failed.append(part)
            print(f"   {part}: {time.monotonic() - started:.0f} s", flush=True)
        held = load_average()
        figures = [Figure(**json.loads(line)) for line in table.read_text().splitlines()]
    print(f"\n{'part':<9}{'layout':<10}{'figure':<54}{'measured':>10}  limit")
    for figure in figures:
        print(figure)
    length = "full drill" if FULL else "short drill" if SHORT else "drill"
    print(f"\n{length}: {time.monotonic() - began:.0f} s, {held}")
    if BUSY == "1":
        print("the machine was busy with others' work when it began: seconds are not judged")
    if failed:
        print(f"FALLS SHORT: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(run())
