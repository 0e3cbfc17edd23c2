"""Who computes: DuckDB in this process, or a Spark Connect server."""

import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from merilo.errors import SetupError
from merilo.metrics.engines.engine import Engine
from merilo.words import say

SETTING, PORT = "MERILO_ENGINE", 15002  # the port is where Spark Connect listens by default
CLUSTER = ("pyspark", "grpc", "pandas", "numpy", "pyarrow")  # what the client imports


def engine(address: str = "", folder: Path | None = None) -> Engine:
    """The engine at `address`: DuckDB in this process if it is empty, else Spark Connect. In the
    `folder` it keeps what it has written, for the next process.

    SetupError if the address is none, or if what the engine needs is not installed.
    """
    if not address:
        from merilo.metrics.engines.duckdb import DuckDB

        return DuckDB(folder=folder)
    found = place(address)
    if not all(map(find_spec, CLUSTER)):  # asked before: pyspark itself would end the program
        wanted = say("for that install the extra: pip install 'merilo[cluster]'")
        raise SetupError(SETTING, shown(address), wanted)
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__") and main.__spec__ is None:
        # Of `python -c` pyspark thinks that it is run by its own tests, and ends the program.
        main.__spec__ = SimpleNamespace(name=None)  # type: ignore[assignment]
    from merilo.metrics.engines.spark import Spark

    return Spark(address, found, folder)


def place(address: str) -> tuple[str, int]:
    """Host and port of a Spark Connect server. SetupError if the address is none."""
    try:
        said = urlsplit(address)
        host, port = said.hostname, said.port or PORT
    except ValueError:
        said, host, port = urlsplit(""), None, PORT
    if said.scheme != "sc" or not host:
        wanted = say("it must be sc://host:port, or empty to compute on this machine")
        raise SetupError(SETTING, shown(address), wanted)
    return host, port


def shown(address: str) -> str:
    """Without what stands behind the port: that may be a token."""
    return address.partition(";")[0]
