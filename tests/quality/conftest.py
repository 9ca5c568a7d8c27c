"""The demonstration, served as in use: granian, the page cache, static files collected."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browsing import chromium, opened, world  # noqa: F401
from tests.serving.servers import granian

HERE = Path(__file__).parent
TOP = HERE.parent.parent

# These checks need node and java, so `make quality` runs them and `make test` does not.
collect_ignore_glob = [] if os.environ.get("QUALITY") else ["test_*.py"]


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The address of a running demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    env = {
        **os.environ,
        "PORTAL_ENV_FILE": os.devnull,
        "SECRET_KEY": "quality" * 5,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO_CLOCK": "2023-11-07T10:00:00+08:00",
        "SITE_OWNER": "演示：某开发区党政办公室",
    }
    env.pop("DJANGO_SETTINGS_MODULE", None)
    manage = [sys.executable, "manage.py"]
    for command in (["load_demo", "--migrate"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([*manage, *command], cwd=TOP, env=env, check=True, capture_output=True)
    with granian(env, unit="portal-office.service") as port:
        yield f"http://127.0.0.1:{port}"
