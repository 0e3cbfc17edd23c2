"""A desk in a fresh home."""

import pytest

from tests.sources.engine.desk import Desk, without_calendar


@pytest.fixture(autouse=True)
def _no_calendar():
    with without_calendar():
        yield


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)
