"""A database of every released version becomes today's: its ledger whole, its pages there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving.test_backup import ROOT, places  # noqa: F401

HERE = Path(__file__).parent
RELEASES = sorted(HERE.glob("*.tar.xz"))
STATE = ["-m", "tests.upgrade.state"]


def run(place: dict, *command: str, settings: str = "config.settings") -> str:
    """What a command says; it must succeed. Files are real ones but where pages are asked."""
    env = {**place, "PORTAL_ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": settings}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(params=RELEASES or ["of today"], ids=lambda path: Path(path).name)
def release(request, places, tmp_path):  # noqa: F811
    """Before the first release: what is recorded today."""
    if RELEASES:
        return request.param
    clock = {**places[0], "DEMO_CLOCK": "2023-11-07T10:00:00+08:00"}
    run(clock, "manage.py", "load_demo", "--migrate")
    run(clock, *STATE, "record", str(tmp_path / "today.tar.xz"))
    return tmp_path / "today.tar.xz"


def test_a_released_database_becomes_today_s(release, places):  # noqa: F811
    new = places[1]
    run(new, *STATE, "restore", str(release))
    run(new, "manage.py", "migrate", "-v", "0")
    assert "核验通过" in run(new, "manage.py", "verify_ledger")
    run(new, *STATE, "pages", settings="tests.settings")
    assert "没有改动" in run(new, "manage.py", "load_demo")
