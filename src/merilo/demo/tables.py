"""Tables of DuckDB that the demo company is made in: rows from Python go in by whole columns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.facts.rows import TYPES
from merilo.facts.table import Table
from merilo.facts.tables import TABLES

PREFIX = "demo_"  # a load's connection already has views by the tables' own names
CONNECTION = "demo"


def shape(db: DuckDBPyConnection) -> dict[str, str]:
    """An empty, typed table for each table of facts; their names by the tables' own."""
    for table in TABLES.values():
        columns = ", ".join(f'"{name}" {kind}' for name, kind in columns_of(table).items())
        db.execute(f"create or replace temp table {PREFIX}{table.name} ({columns})")
    return {name: PREFIX + name for name in TABLES}


def columns_of(table: Table) -> dict[str, str]:
    """The columns and their types; `load` is the lake's to give."""
    return {c.name: TYPES[c.kind] for c in table.columns if c.name != "load"}


def enter(db: DuckDBPyConnection, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of facts; what a row lacks is NULL."""
    ordinary = {"connection": CONNECTION, "deleted": False}
    columns = columns_of(TABLES[name])
    whole = (ordinary | dict(row) for row in rows)
    pour(db, PREFIX + name, columns, [[row.get(column) for column in columns] for row in whole])


def fill(
    db: DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    """A working table of those columns and rows."""
    declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    db.execute(f"create or replace temp table {name} ({declared})")
    pour(db, name, columns, [*rows])


def pour(
    db: DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """All rows in one text: `executemany` takes a millisecond for each."""
    places = range(len(columns))
    types = {f"c{place}": kind for place, kind in zip(places, columns.values(), strict=True)}
    text = json.dumps([{f"c{place}": row[place] for place in places} for row in rows], default=str)
    db.execute(
        f"insert into {name} select unnest(r) from (select unnest(from_json(?, ?)) as r)",
        [text, json.dumps([types])],
    )
