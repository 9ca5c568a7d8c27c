"""A real primary and a real streaming replica: with either dead, public pages go on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.serving.servers import ROOT, free_port, granian
from tests.serving.test_stopping_postgres import MAKE, SCRIPT, SIGN_IN, read, send

WITHIN = 20.0  # seconds in which a change shows


class Replica:
    """A replica of the primary, taken by pg_basebackup, in a folder of its own."""

    def __init__(self, primary: str, home: Path):
        self.home, self.port = home, free_port()
        self.url = primary.rpartition(":")[0] + f":{self.port}/postgres"
        self.primary = primary
        self.env = {**os.environ, "PORTAL_TEST_POSTGRES": str(home)}

    def start(self) -> None:
        home = self.home
        subprocess.run(["rm", "-rf", home], check=True)
        home.mkdir(parents=True)
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if as_postgres:
            subprocess.run(["chown", "postgres", home], check=True)
        port = self.primary.rpartition(":")[2].partition("/")[0]
        taken = [*as_postgres, pg("pg_basebackup"), "-h", "127.0.0.1", "-p", port, "-U", "portal"]
        subprocess.run([*taken, "-D", home / "data", "-R", "-X", "stream"], check=True, cwd="/tmp")
        (home / "port").write_text(f"{self.port}\n")
        subprocess.run([SCRIPT, "again"], env=self.env, check=True)

    def stop(self) -> None:
        subprocess.run([SCRIPT, "halt"], env=self.env)


def pg(program: str) -> str:
    return str(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[-1])


@pytest.fixture
def env(tmp_path, transactional_db):
    env = {
        **os.environ,
        "PORTAL_TEST_POSTGRES": f"/tmp/portal-primary-{os.getpid()}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    started = subprocess.run([SCRIPT, "start"], env=env, capture_output=True, text=True, check=True)
    env["DATABASE_URL"] = started.stdout.strip()
    replica = Replica(env["DATABASE_URL"], Path(f"/tmp/portal-replica-{os.getpid()}"))
    try:
        for command in (["manage.py", "migrate", "-v", "0"], ["-c", MAKE]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
        replica.start()
        yield {**env, "DATABASE_REPLICA_URL": replica.url, "replica": replica}
    finally:
        replica.stop()
        subprocess.run(["rm", "-rf", replica.home], check=True)
        subprocess.run([SCRIPT, "stop"], env=env, check=True)


PUBLISH = """
import django
django.setup()
from django.db import transaction
from projects.models import Project
from tests.factories import named_in_an_event
with transaction.atomic():
    project = Project.everything.get()
    project.title = "演示改过的名称"
    project.save()
    named_in_an_event()
"""


def until(holds, seconds: float = WITHIN) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def test_public_pages_outlive_the_primary_and_the_replica(env):
    replica = env.pop("replica")
    made = subprocess.run(
        [sys.executable, "-c", SIGN_IN], cwd=ROOT, env=env, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    cookie = f"sessionid={made.stdout.strip()}; csrftoken={'t' * 32}"
    with granian(env) as port:
        address = f"http://127.0.0.1:{port}"
        assert until(lambda: "演示项目12" in read(f"{address}/2023/12/")[2])
        assert read(f"{address}/healthz")[2] == "ok"
        subprocess.run([sys.executable, "-c", PUBLISH], cwd=ROOT, env=env, check=True)
        assert until(lambda: "演示改过的名称" in read(f"{address}/2023/12/")[2])

        subprocess.run([SCRIPT, "halt"], env=env, check=True)
        time.sleep(1.5)
        for path in ("/2023/12/", "/2023/units/", "/2023/board/", "/search/?q=%E6%BC%94", "/feed/"):
            status, headers, _ = read(address + path)  # some of them never seen before
            assert (status, headers["Warning"]) == (200, None), path
        assert "primary away" in read(f"{address}/healthz")[2]
        for fields in (None, {"csrfmiddlewaretoken": "t" * 32, "title": "教室照明改造"}):
            status, headers, text, took = send(f"{address}/admin/", cookie, fields)
            assert (status, headers["Retry-After"]) == (503, "30") and took < 10
        assert "没有保存" in text
        subprocess.run([SCRIPT, "again"], env=env, check=True)
        assert until(lambda: send(f"{address}/admin/", cookie)[0] == 200)

        replica.stop()
        time.sleep(1.5)
        assert until(lambda: read(f"{address}/2023/")[0] == 200)
        assert read(f"{address}/2023/explanation/")[0] == 200
        assert "replica away" in read(f"{address}/healthz")[2]
