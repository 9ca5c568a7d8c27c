"""Upgrades of a filled database: from every tagged release that is recorded, on both databases."""

import os
from collections.abc import Iterator

from drill.figures import Figure, main
from drill.testing import counted, on_postgres


def figures() -> Iterator[Figure]:
    with on_postgres() as env:
        for name, given in (("PostgreSQL", env), ("SQLite", dict(os.environ))):
            counts, _ = counted(given, "tests/upgrade", "tests/projects/test_taking_in.py")
            total = counts["passed"] + counts["failed"] + counts["error"]
            yield Figure("upgrades", name, "upgrades of a filled database", total)
            yield Figure("upgrades", name, "… that failed", total - counts["passed"], 0)


if __name__ == "__main__":
    main(figures)
