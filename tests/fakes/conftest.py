"""A fake amoCRM over a small company."""

import pytest

from merilo.fakes import AmoCRM, World


@pytest.fixture
def world():
    return World(deals=120)


@pytest.fixture
def fake(world):
    with AmoCRM(world) as fake:
        yield fake
