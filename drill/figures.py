"""What a part of the drill measured, each figure beside its limit."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

SHORT, FULL = bool(os.environ.get("SHORT")), bool(os.environ.get("FULL"))
# Seconds say nothing on a machine that is at work for others when the drill begins.
BUSY = os.environ.get("DRILL_BUSY") or ("1" if os.getloadavg()[0] > 1.5 * os.cpu_count() else "0")
LENIENT = SHORT or BUSY == "1"


@dataclass(frozen=True)
class Figure:
    """`limit` is the most that holds, None where the figure only informs.

    What is told in seconds only informs in the short drill and on a busy machine.
    """

    part: str
    where: str
    what: str
    value: float
    limit: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool:
        judged = self.limit is not None and not (self.what.endswith(", s") and LENIENT)
        return self.within or not judged

    @property
    def within(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:,g}"
        mark = "" if self.within else "  not judged" if self.holds else "  FALLS SHORT"
        return f"{self.part:<9}{self.where:<10}{self.what:<54}{self.value:>10,g}  {limit}{mark}"


def times(full: int, usual: int, short: int) -> int:
    """How often something is done: in the full drill, in 25 minutes, in five."""
    return full if FULL else short if SHORT else usual


def lost(part: str, where: str, found: dict) -> list[Figure]:
    """What `drill.record check` found amiss after a fault, named where it is anything."""
    for sentence in [*found["lost"], *found["faults"]]:
        print(f"  {part}, {where}: {sentence}", flush=True)
    return [
        Figure(part, where, "acknowledged acts and files", found["acknowledged"], 1, least=True),
        Figure(part, where, "… of them lost", len(found["lost"]), 0),
        Figure(part, where, "faults named by verify_ledger", len(found["faults"]), 0),
    ]


def not_run(part: str, why: str) -> Figure:
    """Say loudly what this machine does not permit; the whole drill then falls short."""
    print(f"############ NOT RUN: {part}: {why}", flush=True)
    return Figure(part, "both", "NOT RUN: the machine permits no mount", 1, None if SHORT else 0)


def main(part: Callable[[], Iterable[Figure]]) -> None:
    """Run one part: print each figure as it comes, and keep it where DRILL_FIGURES says."""
    found = []
    for figure in part():
        print(figure, flush=True)
        found.append(figure)
    if path := os.environ.get("DRILL_FIGURES"):
        with open(path, "a") as file:
            file.writelines(json.dumps(asdict(figure)) + "\n" for figure in found)
    sys.exit(not all(figure.holds for figure in found))
