"""The long walk: `python -m tests.walk --steps 20000 --seed 1`, on the database of DATABASE_URL.

Says after each walk how many steps were walked; ends with 1 at the first that breaks something,
its seed being the one after the last that was said.
"""

import argparse
import os
import sys

import pytest


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.walk", description=__doc__)
    asked.add_argument("--steps", type=int, default=1000, help="how many steps in all")
    asked.add_argument("--seed", type=int, default=1, help="the first walk's seed")
    given = asked.parse_args()
    os.environ |= {"WALK_STEPS": str(given.steps), "WALK_SEED": str(given.seed)}
    return pytest.main(["-q", "-s", "tests/walk", "-k", "two_years", "-p", "no:randomly"])


if __name__ == "__main__":
    sys.exit(main())
