"""The worker's service as it is started: another process, that may be killed at any moment."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from supervision.models import Job
from tests.factories import make_officer, moment
from tests.serving.servers import command_of

ROOT = Path(__file__).resolve().parent.parent.parent
AT = moment("2023-10-05 10:00")
KILLED = """
import sys, time
from django.core.management import execute_from_command_line
import django; django.setup()
from supervision.jobs import queue
from supervision.jobs.kinds import Outcome

def slow(job):
    print("running", flush=True)
    time.sleep({seconds})
    return Outcome("办完了。")

queue.KINDS["archive"] = slow
execute_from_command_line(["manage.py", "run_jobs", *sys.argv[1:]])
"""


@pytest.fixture
def job(transactional_db) -> Job:
    return Job.objects.create(
        kind=Job.Kind.ARCHIVE, title="归档", given={}, by=make_officer(), asked_at=AT, moved_at=AT
    )


@contextmanager
def started(tmp_path, seconds: float, *options: str):
    """The worker on the tests' database, its archive one that takes so long."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_ENV_FILE": os.devnull,
        "SECRET_KEY": "worker",
        "TASK_WORKER": "true",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(tmp_path),
    }
    command = [sys.executable, "-c", KILLED.format(seconds=seconds), *options]
    worker = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with worker:
        try:
            yield worker
        finally:
            worker.kill()


def test_the_service_starts_the_command_that_is_tried_here():
    assert command_of("portal-worker.service") == ["manage.py", "run_jobs"]


def until(worker: subprocess.Popen, words: str) -> None:
    said = ""
    while words not in said:
        line = worker.stdout.readline()
        assert line, said
        said += line


def test_what_a_killed_worker_left_is_done_by_the_next(job, tmp_path):
    with started(tmp_path, 60) as first:
        until(first, "接着办理1项")
        until(first, "running")
        with started(tmp_path, 0) as second:
            assert "后台服务已经在运行" in second.stdout.read()
            assert second.wait(60) != 0
        first.kill()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)
    with started(tmp_path, 0, "--batch") as following:
        said = following.stdout.read()
        assert following.wait(60) == 0, said
    job.refresh_from_db()
    assert (job.state, job.attempts, job.said) == (Job.State.DONE, 2, "办完了。")


def test_a_worker_that_is_asked_to_stop_ends_its_job_first(job, tmp_path):
    with started(tmp_path, 2) as worker:
        until(worker, "running")
        worker.terminate()
        said = worker.stdout.read()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, said
