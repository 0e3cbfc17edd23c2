"""DuckDB for a load: at home in UTC, within bounds of memory, spilling into the home folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from merilo.facts.lake.disk import mapped

MEMORY = "1GB"


@contextmanager
def engine(spill: Path, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own in memory; `spill` is made anew and removed at the end."""
    shutil.rmtree(spill, ignore_errors=True)  # what a killed load left
    with mapped(spill.parent):
        spill.parent.mkdir(exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,  # no load waits for the network
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(config=settings) as db:
            db.execute("set global TimeZone = 'UTC'")  # without `global` no cursor hears of it
            # The default holds half a million rows a thread, and wide rows then fill the memory.
            db.execute("set global partitioned_write_flush_threshold = 16384")
            yield db
    finally:
        shutil.rmtree(spill, ignore_errors=True)
