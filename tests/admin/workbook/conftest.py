import pytest


@pytest.fixture
def owner(sign_in, world):
    return sign_in(world.owner)
