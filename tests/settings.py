"""The portal's settings, free of any `.env`, with what only tests want."""

import os
import tempfile
from pathlib import Path

os.environ["PORTAL_ENV_FILE"] = os.devnull
os.environ.setdefault("SECRET_KEY", "tests-only" * 4)

from config.settings import *  # noqa: F403

# Tests of the second step switch it on.
SECOND_STEP_DEMANDED = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_CLOCK_TICKS = False
ACTS_IN_ORDER = False
FORGOTTEN = Path(tempfile.gettempdir(), f"portal-test-forgotten-{os.getpid()}")
# Long work is done where it is asked for, so that a test sees what came of it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Style sheets come straight from static/, so that no test needs them collected first.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use, so that several connections can meet; without waiting for the disk.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": os.path.join(tempfile.gettempdir(), f"portal-test-{os.getpid()}.sqlite3")
    }
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
