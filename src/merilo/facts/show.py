"""The tables of a snapshot as DuckDB sees them, under their names."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from merilo.facts.lake.disk import mapped
from merilo.facts.lake.snapshot import Snapshot
from merilo.facts.lake.source import view
from merilo.facts.tables import TABLES


def show(db: DuckDBPyConnection, snapshot: Snapshot, tables: Iterable[str] | None = None) -> None:
    """Views of the `tables` (all, if none are named) on this cursor, over exactly the snapshot.

    A table without rows is there, empty and typed. Ask for those that are needed: each costs a
    millisecond. Broken if the lake does not hold what was published.
    """
    with mapped(snapshot.root):
        for name in TABLES if tables is None else tables:
            view(db, TABLES[name], snapshot.files(name))
