"""A throw-away database for a measurement; `python -m bench.database URL` migrates one."""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def postgres_url() -> str:
    """The address of a throw-away PostgreSQL, or "" where no server is installed."""
    done = subprocess.run(
        [ROOT / "tests/postgres.sh", "start"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def stop_postgres() -> None:
    subprocess.run([ROOT / "tests/postgres.sh", "stop"], check=True)


def set_up(url: str, *, migrate: bool = True) -> None:
    """Django on that database with nothing of this checkout's own settings."""
    os.environ["PORTAL_ENV_FILE"] = os.devnull
    os.environ["DATABASE_URL"] = url
    os.environ["SECRET_KEY"] = "bench" * 7
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ACTS_IN_ORDER = False  # what is measured happens in 2023
    if migrate:
        call_command("migrate", verbosity=0)


@contextmanager
def sqlite_url():
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


if __name__ == "__main__":
    set_up(sys.argv[1])
