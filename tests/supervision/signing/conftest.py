import pytest

from tests.factories import make_clerk
from tests.supervision.signing.acts import rule


@pytest.fixture
def month(month):
    rule("leader")
    month.leader = make_clerk(month.unit, "leader", post="leader")
    return month
