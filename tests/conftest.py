import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import TransactionTestCase

from projects.spreadsheets import kept
from tests import dice, finished  # noqa: F401
from tests.emptying import Emptying
from tests.factories import moment
from tests.launching import launched  # noqa: F401
from tests.migrated import django_db_keepdb, django_db_setup, migrated_file  # noqa: F401
from tests.told import demonstration  # noqa: F401

# Playwright keeps an event loop in this thread; the database is still used by one thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

HERE = Path(__file__).parent
# What no database engine can change: words, documents, layout, numbers of queries. These run on
# SQLite alone, as does every test that has no database; all addresses are asked on both.
ONCE = [
    "rules",
    "browser",
    "quality",
    "config",
    "admin/workbook",
    "admin/test_bulletin_text.py",
    "admin/test_onepage.py",
    "admin/test_publishing.py",
    "admin/test_reach.py",
    "admin/test_release_photos.py",
    "admin/test_two_step.py",
    "admin/test_words.py",
    "admin/office/test_reach.py",
    "public/test_any_facts.py",
    "public/test_bulletin_word.py",
    "public/test_card.py",
    "public/test_display.py",
    "public/test_explanation.py",
    "public/test_poster.py",
    "public/test_queries.py",
    "public/test_site.py",
    "public/test_weights.py",
    "sheets/test_formats_agree.py",
    "sheets/test_reading.py",
    "sheets/test_stream.py",
    "sheets/test_workbook.py",
    "supervision/test_bulletin_filling.py",
    "supervision/test_demonstration.py",
    "supervision/test_summary.py",
]
DATABASE = {"db", "transactional_db", "live_server"}


def has_database(item) -> bool:
    return bool(DATABASE & {*item.fixturenames} or item.get_closest_marker("django_db"))


def pytest_collection_modifyitems(items):
    once = [HERE / name for name in ONCE]
    for item in items:
        served = (HERE / "serving") in item.path.parents
        if not (has_database(item) or served) or any(
            item.path.is_relative_to(path) for path in once
        ):
            item.add_marker("once")


def pytest_terminal_summary(terminalreporter):
    """Say how long each folder took, the waiting of one for another's processor included."""
    seconds = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                seconds[report.nodeid.split("/")[1]] += report.duration
    if not seconds:
        return
    said = ", ".join(f"{name} {took:.0f}" for name, took in seconds.most_common())
    terminalreporter.write_line(f"seconds by folder: {said}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # noqa: F811
    """A transactional test ends with its rows taken away, past the guards, in place of a flush."""
    with django_db_blocker.unblock():
        emptying = Emptying()
    stock = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: emptying.empty()
    yield
    TransactionTestCase._fixture_teardown = stock


@pytest.fixture
def year(db, settings, tmp_path) -> finished.Year:
    """2023 over and published, seen on the 20th of January."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_CLOCK = moment("2024-01-20 10:00")
    return finished.make_finished_year()


@pytest.fixture
def nothing_kept():
    """No upload waits for its confirmation: the storage in memory outlives a test."""
    if default_storage.exists(kept.FOLDER):
        for name in default_storage.listdir(kept.FOLDER)[1]:
            default_storage.delete(f"{kept.FOLDER}/{name}")
