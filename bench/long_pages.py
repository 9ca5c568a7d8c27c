"""What lists all projects, at 100,000: status files, the units and what a month changed.

Run as `python -m bench.long_pages [projects]`: of fewer projects the seconds of 100,000 are told
by their proportion. Each file is made in a process of its own, so that its memory is its own.
"""

import re
import subprocess
import sys
from pathlib import Path

from bench.database import set_up, sqlite_url
from bench.wanted import end, held, processor

PROJECTS = 100_000
PAGES = {"/2023/units/": 2, "/2023/changes/": 2}
FILES = ("json", "csv", "xlsx")
MOST_SECONDS = 10  # of a file


def fill_and_measure(count: int) -> bool:
    from django.db import connection

    from bench.pages import fill

    fill(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    whole = PROJECTS / count
    good = []
    for path, most in PAGES.items():
        seconds = processor(lambda path=path: answered(path), 3) * whole
        good.append(held(seconds, f"long pages: {path} s of the processor", most=most))
    url = str(connection.settings_dict["NAME"])
    for ending in FILES:
        seconds, memory = alone(url, f"/2023/status.{ending}")
        words = f"long pages: status.{ending} s of the processor"
        good.append(held(seconds * whole, words, most=MOST_SECONDS))
        print(f"long pages: status.{ending} of {count} projects adds {memory:.0f} MB")
    return all(good)


def answered(path: str) -> int:
    """The bytes of an answer, taken piece by piece."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    answer = Client().get(path)
    assert answer.status_code == 200, path
    pieces = answer.streaming_content if answer.streaming else [answer.content]
    return sum(map(len, pieces))


def alone(database: str, path: str) -> tuple[float, float]:
    """Seconds and MB that one answer takes in a fresh process."""
    command = [sys.executable, "-m", "bench.long_pages", "--alone", database, path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, added = done.stdout.split()
    return float(seconds), float(added)


def measured_alone(database: str, path: str) -> None:
    set_up(f"sqlite:///{database}", migrate=False)
    answered("/2023/1/")
    before = peak()
    seconds = processor(lambda: answered(path), 1)
    print(seconds, peak() - before)


def peak() -> float:
    """MB at most held by this process: `getrusage` would tell what its parent held."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        measured_alone(*sys.argv[2:])
    else:
        with sqlite_url() as url:
            set_up(url)
            from django.core.management import call_command

            call_command("collectstatic", interactive=False, verbosity=0)
            good = fill_and_measure(int(sys.argv[1]) if len(sys.argv) > 1 else PROJECTS)
        end(good)
