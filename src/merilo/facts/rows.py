"""Rows as a table of DuckDB, typed as declared; from there they go into the lake."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.facts.table import Kind, Table

Row = Mapping[str, Any]

TYPES = {
    Kind.TEXT: "varchar",
    Kind.MONEY: "decimal(18, 4)",
    Kind.NUMBER: "decimal(18, 6)",
    Kind.INSTANT: "timestamptz",
    Kind.DAY: "date",
    Kind.COUNT: "bigint",
    Kind.FLAG: "boolean",
    Kind.JSON: "varchar",
}


def schema(table: Table) -> str:
    """The columns with their types, as `create table` takes them."""
    return ", ".join(f'"{c.name}" {TYPES[c.kind]}' for c in table.columns)


def create(db: DuckDBPyConnection, table: Table, rows: Iterable[Row], name: str = "") -> None:
    """A temporary table of `rows`, under `name` or the table's own; what a row lacks is NULL."""
    name = name or table.name
    db.execute(f'create or replace temp table "{name}" ({schema(table)})')
    # As one text: a parameter a value would take fifty times as long.
    types = json.dumps([{c.name: TYPES[c.kind] for c in table.columns}])
    text = json.dumps([dict(row) for row in rows], default=str)
    db.execute(
        f'insert into "{name}" by name select unnest(from_json(?::json, ?), recursive := true)',
        [text, types],
    )


def empty(table: Table) -> str:
    """A select of no rows with the declared types, for a table that has no files yet."""
    columns = ", ".join(f'null::{TYPES[c.kind]} as "{c.name}"' for c in table.columns)
    return f"select {columns} where false"
