"""Who computes: DuckDB in this process, or a Spark Connect server."""

from merilo.errors import SetupError
from merilo.metrics.engines.engine import Engine
from merilo.words import say

SETTING = "MERILO_ENGINE"


def engine(address: str = "") -> Engine:
    """The engine at `address`: DuckDB in this process if it is empty, else Spark Connect.

    SetupError if the address is none, or if what the engine needs is not installed.
    """
    if not address:
        from merilo.metrics.engines.duckdb import DuckDB

        return DuckDB()
    shown = address.partition(";")[0]  # behind it may stand a token
    if not address.startswith("sc://"):
        wanted = say("it must be sc://host:port, or empty to compute on this machine")
        raise SetupError(SETTING, shown, wanted)
    try:
        from merilo.metrics.engines.spark import Spark
    except ImportError as error:
        wanted = say("for that install the extra: pip install 'merilo[cluster]'")
        raise SetupError(SETTING, shown, wanted) from error
    return Spark(address)
