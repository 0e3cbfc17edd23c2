"""A desk in a fresh home."""

import pytest

from tests.sources.engine.desk import Desk


@pytest.fixture(autouse=True)
def _no_calendar(monkeypatch) -> None:
    """Every new home gets a calendar; half a second that these tests do not need."""
    from merilo.sources.files import load

    monkeypatch.setattr(load, "put_calendar", lambda *_: None)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)
