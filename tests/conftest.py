import os

import pytest
from django.core.files.storage import default_storage
from django.test import TransactionTestCase

from projects.models import LedgerHead, guard
from supervision.roles import install_roles
from supervision.spreadsheets import kept
from tests import finished
from tests.factories import moment

# Playwright keeps an event loop in this thread; the database is still used by one thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_guards():
    """Emptying the tables after a transactional test is the one time the guards stand aside."""
    stock = TransactionTestCase._fixture_teardown

    def teardown(self):
        for model in guard.guarded_models():
            guard.lift(model._meta.db_table)
        stock(self)
        for model in guard.guarded_models():
            guard.guard(model._meta.db_table, model.guard_when)
        LedgerHead.objects.get_or_create(pk=1)
        install_roles()

    TransactionTestCase._fixture_teardown = teardown
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
