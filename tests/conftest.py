"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import written

if TYPE_CHECKING:  # Ibis takes seconds to import: only those wait who ask
    from merilo.facts.lake import Snapshot
    from merilo.metrics.engines.engine import Engine

ROOT = Path(__file__).parents[1]

# The same tries every time: what fails for one fails for all. HYPOTHESIS_PROFILE=default searches.
settings.register_profile("fixed", derandomize=True, print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_configure() -> None:
    """The workers of the run inherit where written SQL is kept."""
    written.folder()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public data sets; tests on them are skipped where it is absent."""
    folder = Path(os.environ.get("MERILO_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data in {folder}: set MERILO_DATA")
    return folder


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """The address of a Spark Connect server: Sail in this process, a cluster of two workers.

    Each has slots for the widest stage: an arm of a union, or a file, takes one.
    """
    server = pytest.importorskip("pysail.spark", reason="no Sail: install requirements/dev.txt")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("RUST_LOG", "off")
        env.setenv("SAIL_MODE", "local-cluster")
        env.setenv("SAIL_CLUSTER__WORKER_INITIAL_COUNT", "2")
        env.setenv("SAIL_CLUSTER__WORKER_MAX_COUNT", "2")
        env.setenv("SAIL_CLUSTER__WORKER_TASK_SLOTS", "64")
        running = server.SparkConnectServer("127.0.0.1", 0)
        running.start(background=True)
        yield "sc://{}:{}".format(*running.listening_address)
        running.stop()


@pytest.fixture(scope="session", params=["duckdb", "sail"])
def engine(request: pytest.FixtureRequest) -> "Engine":
    """Every engine there is; each case runs on each."""
    from merilo.metrics.engines import engine
    from merilo.metrics.engines.duckdb import DuckDB

    if request.param == "duckdb":
        return DuckDB(threads=1, folder=written.folder())
    return engine(request.getfixturevalue("sail"), written.folder())


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> "Snapshot":
    """The small company of `firm`, in a lake."""
    from tests import firm

    return firm.lake(tmp_path_factory.mktemp("firm") / "lake").snapshot()
