"""The long walk: an office at work for two years in any order (tests/walk)."""

import os
import re
from collections.abc import Iterator

from drill.figures import Figure, main, times
from drill.testing import counted, on_postgres

WALK = "tests/walk/test_walk.py::test_an_office_at_work_for_two_years"
DONE = re.compile(r"^\S.* (?:done|refused): (\d+)$", re.MULTILINE)


def figures() -> Iterator[Figure]:
    length = {"WALK_EXAMPLES": str(times(6, 1)), "WALK_STEPS": str(times(40, 15))}
    with on_postgres() as env:
        for name, given in (("PostgreSQL", env), ("SQLite", dict(os.environ))):
            counts, said = counted(given | length, WALK)
            steps = sum(map(int, DONE.findall(said)))
            yield Figure("walk", name, "acts by a page's own form", steps)
            yield Figure("walk", name, "walks that broke", counts["failed"] + counts["error"], 0)


if __name__ == "__main__":
    main(figures)
