"""A real PostgreSQL is stopped, or hangs, under a real server: what was seen still answers."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving.servers import ROOT, granian

SCRIPT = ROOT / "tests/postgres.sh"
MAKE = """
import django
django.setup()
from tests.factories import make_programme, make_project
make_project(make_programme(), number=12)
"""


def read(address: str):
    """Status, headers and text; errors too."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.fixture
def env(tmp_path, transactional_db):
    """The settings of a server with a PostgreSQL of its own, which holds one project."""
    env = {
        **os.environ,
        "PORTAL_TEST_POSTGRES": f"/tmp/portal-stopped-{os.getpid()}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    started = subprocess.run([SCRIPT, "start"], env=env, capture_output=True, text=True, check=True)
    env["DATABASE_URL"] = started.stdout.strip()
    try:
        for command in (["manage.py", "migrate", "-v", "0"], ["-c", MAKE]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
        yield env
    finally:
        subprocess.run([SCRIPT, "stop"], env=env, check=True)


@contextmanager
def frozen(env):
    """The database says nothing more, and its connections stay open."""
    data = Path(env["PORTAL_TEST_POSTGRES"]) / "data"
    first = (data / "postmaster.pid").read_text().split()[0]
    others = subprocess.run(["pgrep", "-P", first], capture_output=True, text=True).stdout.split()
    processes = [int(each) for each in (first, *others)]
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def test_pages_seen_before_outlive_their_database(env):
    with granian(env) as port:
        address = f"http://127.0.0.1:{port}"
        assert read(f"{address}/2023/")[0] == 200
        assert read(f"{address}/2023/12/")[0] == 200
        subprocess.run([SCRIPT, "stop"], env=env, check=True)
        time.sleep(1.1)
        for path in ("/2023/", "/2023/12/"):
            status, headers, text = read(address + path)
            assert status == 200
            assert headers["Warning"] and "保存的页面" in text
        status, headers, text = read(f"{address}/2023/explanation/")
        assert (status, headers["Retry-After"]) == (503, "30")
        assert read(f"{address}/healthz")[0] == 503


def send(address: str, cookie: str, fields: dict | None = None):
    """Status, headers, text and seconds of what somebody signed in asks or sends."""
    data = urllib.parse.urlencode(fields).encode() if fields else None
    asked = urllib.request.Request(address, data, {"Cookie": cookie})
    began = time.monotonic()
    return *read(asked), time.monotonic() - began


SIGN_IN = """
import time
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from config.sessions import SessionStore
from tests.factories import make_officer
officer, session = make_officer(), SessionStore()
session.update({SESSION_KEY: str(officer.pk), HASH_SESSION_KEY: officer.get_session_auth_hash(),
    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend", "began": time.time()})
session.save()
print(session.session_key)
"""


def test_whoever_is_signed_in_gets_503_and_the_words_back(env):
    made = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    token = "t" * 32
    cookie = f"sessionid={made.stdout.strip()}; csrftoken={token}"
    words = {"csrfmiddlewaretoken": token, "title": "教室照明改造"}
    with granian(env) as port:
        address = f"http://127.0.0.1:{port}/admin/"
        assert send(address, cookie)[0] == 200
        with frozen(env):
            for fields in (None, words):
                status, headers, text, took = send(address, cookie, fields)
                assert (status, headers["Retry-After"]) == (503, "30") and took < 10
        assert "没有保存" in text and "<pre>教室照明改造</pre>" in text
        time.sleep(1.1)
        assert send(address, cookie)[0] == 200
        subprocess.run([SCRIPT, "halt"], env=env, check=True)
        for fields in (None, words):
            status, headers, text, took = send(address, cookie, fields)
            assert (status, headers["Retry-After"]) == (503, "30") and took < 10
        subprocess.run([SCRIPT, "again"], env=env, check=True)
        time.sleep(1.1)
        assert send(address, cookie)[0] == 200


def test_a_database_that_hangs_does_not_take_the_one_public_thread_with_it(env):
    with granian(env) as port:
        address = f"http://127.0.0.1:{port}"
        assert read(f"{address}/2023/")[0] == 200
        for path in ("/healthz", "/search/?q=%E6%95%99%E5%AE%A4", "/2023/units/"):
            with frozen(env):
                began = time.monotonic()
                assert read(address + path)[0] == 503  # asked before anyone knows
                assert time.monotonic() - began < 6
                for _ in range(20):
                    assert read(address + path)[0] == 503
                    status, headers, _ = read(f"{address}/2023/")
                    assert (status, headers["Warning"][:3]) == (200, "111")
                assert time.monotonic() - began < 9
            time.sleep(1.1)
            assert read(address + path)[0] == 200
            assert read(f"{address}/2023/")[1]["Warning"] is None
