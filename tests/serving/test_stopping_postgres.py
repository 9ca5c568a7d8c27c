"""A real PostgreSQL is stopped under a real server: what was seen still answers."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tests.serving.servers import ROOT, granian

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


def test_pages_seen_before_outlive_their_database(tmp_path, transactional_db):
    env = {
        **os.environ,
        "PORTAL_TEST_POSTGRES": f"/tmp/portal-stopped-{os.getpid()}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    script = ROOT / "tests/postgres.sh"
    started = subprocess.run([script, "start"], env=env, capture_output=True, text=True, check=True)
    env["DATABASE_URL"] = started.stdout.strip()
    try:
        for command in (["manage.py", "migrate", "-v", "0"], ["-c", MAKE]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
        with granian(env) as port:
            address = f"http://127.0.0.1:{port}"
            assert read(f"{address}/2023/")[0] == 200
            assert read(f"{address}/2023/12/")[0] == 200
            subprocess.run([script, "stop"], env=env, check=True)
            time.sleep(1.1)
            for path in ("/2023/", "/2023/12/"):
                status, headers, text = read(address + path)
                assert status == 200
                assert headers["Warning"] and "保存的页面" in text
            status, headers, text = read(f"{address}/2023/explanation/")
            assert (status, headers["Retry-After"]) == (503, "30")
            assert read(f"{address}/healthz")[0] == 503
    finally:
        subprocess.run([script, "stop"], env=env, check=True)
