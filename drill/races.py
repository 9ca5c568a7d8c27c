"""Two acts at once on PostgreSQL: every pair that touches a programme's months.

The pairs are those of tests/supervision/test_turns.py; beside them those of test_at_once.py.
"""

from collections.abc import Iterator

from drill.figures import SHORT, Figure, main, times
from drill.testing import counted, on_postgres

TESTS = ["tests/supervision/test_turns.py", "tests/supervision/test_at_once.py"]


def figures() -> Iterator[Figure]:
    passed = failed = 0
    with on_postgres() as env:
        env |= {"DICE": ""} if SHORT else {"DICE": "1"}
        for _ in range(times(2, 1)):
            counts, _ = counted(env, "-n", "2", *TESTS)
            passed += counts["passed"]
            failed += counts["failed"] + counts["error"]
    yield Figure("races", "PostgreSQL", "races", passed + failed)
    yield Figure("races", "PostgreSQL", "… that left a half state, a deadlock or a 500", failed, 0)


if __name__ == "__main__":
    main(figures)
