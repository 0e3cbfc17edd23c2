"""A lake for each test."""

from pathlib import Path

import pytest

from merilo.facts.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Empty, in a home whose name has a space and Cyrillic letters."""
    return Lake.open(tmp_path / "дом с пробелом" / "lake")
