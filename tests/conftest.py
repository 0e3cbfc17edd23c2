"""What every test may ask for."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # Ibis takes seconds to import: only those wait who ask
    from merilo.facts.lake import Snapshot
    from merilo.metrics.engines.engine import Engine

ROOT = Path(__file__).parents[1]

# The same tries every time: what fails for one fails for all. HYPOTHESIS_PROFILE=default searches.
settings.register_profile("fixed", derandomize=True, print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public data sets; tests on them are skipped where it is absent."""
    folder = Path(os.environ.get("MERILO_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data in {folder}: set MERILO_DATA")
    return folder


@pytest.fixture(scope="session", params=["duckdb"])
def engine(request: pytest.FixtureRequest) -> "Engine":
    """Every engine there is; each case runs on each."""
    from merilo.metrics.engines.duckdb import DuckDB

    return {"duckdb": DuckDB}[request.param](threads=1)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> "Snapshot":
    """The small company of `firm`, in a lake."""
    from tests import firm

    return firm.lake(tmp_path_factory.mktemp("firm") / "lake").snapshot()
