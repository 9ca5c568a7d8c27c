"""The long walk: an office at work for two years in any order (tests/walk)."""

import os
import re
from collections.abc import Iterator

from drill.figures import Figure, main, times
from drill.testing import counted, on_postgres

WALK = "tests/walk/test_walk.py::test_an_office_at_work_for_two_years"
DONE = re.compile(r"^\S.* (?:done|refused): (\d+)$", re.MULTILINE)
STEPS = re.compile(r"^seed \d+: (\d+) steps in all$", re.MULTILINE)


def figures() -> Iterator[Figure]:
    wanted = times(10_000, 150, 30)  # on each database
    with on_postgres() as env:
        for seed, (name, given) in enumerate(
            (("PostgreSQL", env), ("SQLite", dict(os.environ))), start=1
        ):
            # Each walks its own ways.
            length = {"WALK_STEPS": str(wanted), "WALK_SEED": str(seed * 1_000_000)}
            counts, said = counted(given | length, WALK)
            walked = max(map(int, STEPS.findall(said)), default=0)
            yield Figure("walk", name, "steps walked", walked, wanted, least=True)
            acts = sum(map(int, DONE.findall(said)))
            yield Figure("walk", name, "acts by a page's own form", acts)
            yield Figure("walk", name, "walks that broke", counts["failed"] + counts["error"], 0)


if __name__ == "__main__":
    main(figures)
