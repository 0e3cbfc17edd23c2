"""The tables of a snapshot as DuckDB sees them, under their names."""

from collections.abc import Iterable

import duckdb
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


def ids(snapshot: Snapshot, table: str, connection: str, prefix: str = "") -> list[str]:
    """The ids that rows of a connection have in a table, without those that are deleted; only
    those that begin with the prefix, and without it."""
    with duckdb.connect() as db:
        show(db, snapshot, [table])
        found = db.execute(
            f"select substr(id, ?) from {table} where connection = ? and starts_with(id, ?) "
            "and not coalesce(deleted, false)", [len(prefix) + 1, connection, prefix],
        )  # fmt: skip
        return [id for (id,) in found.fetchall()]
