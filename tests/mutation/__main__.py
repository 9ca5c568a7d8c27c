"""Put faults into the code, one at a time, and see which of them no test notices.

`make mutation ROOM=published SAMPLE=50 SEED=1`. The room's tests run once, to learn which of
them runs through which function and how long each takes. Then each fault is put into a copy of
this process, which runs the tests through its function, the quickest first, to the first failure.
"""

import argparse
import contextlib
import gc
import os
import random
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType

os.environ["PORTAL_ENV_FILE"] = os.devnull
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import pytest
from django.db import connections

from tests.mutation.faults import Fault, faults

ALL = ["tests/supervision", "tests/public", "tests/sheets"]
# Where a room stands, and the tests that hold its promises.
ROOMS = {
    "rules": ("supervision/rules", ["tests/rules"]),
    "cards": ("supervision/cards", ["tests/supervision", "tests/admin/test_why.py"]),
    "published": ("supervision/published", ALL),
    "scope": ("supervision/scope.py", ["tests/supervision", "tests/admin/test_not_found.py"]),
    "actions": ("supervision/actions", [*ALL, "tests/admin/test_chasing.py"]),
    "projects-actions": ("projects/actions", ["tests/projects", "tests/admin/office", *ALL[:1]]),
    "ledger": ("projects/ledger", ["tests/projects", *ALL[:1]]),
}
QUIET = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--reuse-db", "-m", "not browser"]
QUIET += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # they are imported already
LONGEST = 120
TOP = Path(__file__).parents[2]


class Learned:
    """Which tests run through which function, and how long each took."""

    def __init__(self, room: str):
        self.room, self.through = str(TOP / room), defaultdict(set)
        self.seconds, self.failed = {}, set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        def seen(frame, event, _):
            if event == "call" and frame.f_code.co_filename.startswith(self.room):
                self.through[key(frame.f_code)].add(item.nodeid)

        began = time.process_time()
        sys.setprofile(seen)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.seconds[item.nodeid] = time.process_time() - began

    def pytest_runtest_logreport(self, report):
        if report.failed:  # being watched takes time, and some tests are about time
            self.failed.add(report.nodeid)

    def tests(self, fault: Fault) -> list[str]:
        found = self.through[str(TOP / fault.path), fault.first] - self.failed
        return sorted(found, key=self.seconds.__getitem__)


class Only:
    """The chosen tests, in the order chosen."""

    def __init__(self, chosen: list[str]):
        self.place = {test: number for number, test in enumerate(chosen)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        kept = [item for item in items if item.nodeid in self.place]
        items[:] = sorted(kept, key=lambda item: self.place[item.nodeid])


def key(code: CodeType) -> tuple[str, int]:
    return code.co_filename, code.co_firstlineno


def put_in(fault: Fault) -> None:
    """Give every function made from the fault's source the faulty code."""
    made = {}
    waiting = [compile(fault.tree, str(TOP / fault.path), "exec")]
    while waiting:
        code = waiting.pop()
        made[key(code)] = code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    wanted = str(TOP / fault.path), fault.first
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and key(each.__code__) == wanted:
            each.__code__ = made[wanted]


def noticed(fault: Fault | None, tests: list[str]) -> bool:
    child = os.fork()
    if not child:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        signal.alarm(LONGEST)  # one that never ends is noticed, too
        status = 1
        with contextlib.suppress(BaseException):
            if fault:
                put_in(fault)
            files = sorted({test.split("::")[0] for test in tests})
            status = int(pytest.main([*QUIET, "-x", *files], [Only(tests)]))
        os._exit(1 if status else 0)
    return os.waitpid(child, 0)[1] != 0


def run(room: str, sample: int, seed: int, narrowed: list[str]) -> float:
    folder, tests = ROOMS[room]
    learned = Learned(folder)
    pytest.main([*QUIET, *(narrowed or tests)], [learned])
    for test in sorted(learned.failed):
        print(f"left out, as it fails without any fault: {test}")
    connections.close_all()
    if noticed(None, [test for test in learned.seconds if test not in learned.failed][:50]):
        sys.exit(f"{room}: its tests fail in a copy of the process without any fault")
    where = TOP / folder
    files = sorted(where.rglob("*.py")) if where.is_dir() else [where]
    found = [fault for path in files for fault in faults(path.relative_to(TOP))]
    count, found = len(found), random.Random(seed).sample(found, min(sample, len(found)))
    survived = []
    for fault in found:
        chosen = learned.tests(fault)
        if not chosen or not noticed(fault, chosen):
            survived.append(fault)
            print(f"{'not noticed by' if chosen else 'run by'} {len(chosen)} tests: {fault}")
            sys.stdout.flush()
    score = 100 * (1 - len(survived) / len(found))
    print(f"== {room}: {score:.1f} % of {len(found)} faults noticed (of {count} there are)")
    return score


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rooms", nargs="*", default=[*ROOMS])
    parser.add_argument("--sample", type=int, default=10**6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="*", help="fewer tests than the room's")
    given = parser.parse_args()
    for room in given.rooms:
        if (child := os.fork()) == 0:  # each room from the start: one process, one collection
            run(room, given.sample, given.seed, given.tests)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


main()
