import pytest

from tests.admin.workbook import book as b


@pytest.fixture
def owner(sign_in, world):
    return sign_in(world.owner)


@pytest.fixture
def book(owner, world):
    return b.filled(b.download(owner, world))
