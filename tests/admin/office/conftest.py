"""The small world of tests/admin, with September closed where a page needs cards."""

import pytest

from supervision.actions.periods import close_month
from supervision.actions.policies import ensure_default
from tests.factories import moment


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def closed(world, settings):
    """September over, nothing handed in, closed on 9 October under 三色."""
    ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    return close_month(period=world.period, by=world.officer, at=moment("2023-10-09 10:00"))


@pytest.fixture
def text():
    """A page's text, without the marks of its markup."""

    def read(response) -> str:
        return response.content.decode()

    return read
