"""Parts of the drill that are tests, thrown longer than `make test` throws them."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.serving.servers import ROOT

POSTGRES = ROOT / "tests/postgres.sh"


@contextmanager
def on_postgres() -> Iterator[dict]:
    """The environment of tests on a PostgreSQL of their own."""
    env = {**os.environ, "PORTAL_TEST_POSTGRES": f"/tmp/drill-tests-{os.getpid()}"}
    started = subprocess.run([POSTGRES, "start"], env=env, capture_output=True, text=True)
    try:
        yield {**env, "DATABASE_URL": started.stdout.strip()}
    finally:
        subprocess.run([POSTGRES, "stop"], env=env, check=True)


def counted(env: dict, *arguments: str) -> tuple[Counter, str]:
    """How many tests passed, failed, …; and what they printed."""
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:randomly", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    found = re.findall(r"(\d+) (passed|failed|error)", done.stdout.splitlines()[-1])
    counts = Counter({word: int(number) for number, word in found})
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-2000:], flush=True)
        counts["failed"] = max(counts["failed"], 1)
    return counts, done.stdout
