import pytest

from tests.browsing import chromium, opened  # noqa: F401
from tests.factories import make_officer


@pytest.fixture
def officer(db):
    return make_officer()
