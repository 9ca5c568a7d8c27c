"""The worker's service as it is started: another process, that may be killed at any moment."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from config import settings as settings_in_use
from supervision.models import Job
from tests.factories import make_officer, moment
from tests.serving.servers import command_of, free_port, wait_for
from tests.serving.test_processes import eventually, make_run, workers

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


def environment(media) -> dict[str, str]:
    """As in use, on the tests' database."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_ENV_FILE": os.devnull,
        "SECRET_KEY": "worker" * 6,
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(media),
    }


@contextmanager
def started(tmp_path, seconds: float, *options: str):
    """The worker on the tests' database, its archive one that takes so long."""
    command = [sys.executable, "-c", KILLED.format(seconds=seconds), *options]
    worker = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
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


def test_who_starts_the_demonstration_starts_the_worker_beside_it():
    assert "deploy/with_worker.py $(BIN)/granian" in (ROOT / "Makefile").read_text()
    assert "django_tasks_db" in settings_in_use.TASKS["default"]["BACKEND"]


def test_the_worker_beside_a_server_is_started_again_and_ends_with_it(job, tmp_path):
    Job.objects.update(kind=Job.Kind.TELL, given={"texts": {}, "at": AT.isoformat()})
    port = free_port()
    granian = [sys.executable, "-m", "granian", *make_run(), "--port", str(port)]
    command = [sys.executable, "deploy/with_worker.py", *granian]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path))

    def done() -> bool:
        job.refresh_from_db()
        return job.state == Job.State.DONE

    try:
        wait_for(port)
        assert eventually(done)
        first = long_work_of(server.pid)
        Job.objects.update(state=Job.State.RUNNING, attempts=1)  # what the killed one is doing
        os.kill(first, signal.SIGKILL)
        assert eventually(done) and job.attempts == 2
        second = long_work_of(server.pid)
    finally:
        server.kill()
        server.wait(30)
    assert second != first
    assert eventually(lambda: not os.path.exists(f"/proc/{second}"))


def long_work_of(server: int) -> int:
    """The `run_jobs` that the server's keeper started."""
    keepers = [each for each in workers(server) if b"with_worker" in command_line(each)]
    [found] = [each for keeper in keepers for each in workers(keeper)]
    return found


def command_line(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
