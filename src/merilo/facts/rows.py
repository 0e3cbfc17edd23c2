"""Rows as a table of DuckDB, typed as declared; from there they go into the lake."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.facts.table import Kind, Table

Row = Mapping[str, Any]
BATCH = 200  # rows

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
    marks = f"({', '.join('?' * len(table.columns))})"
    for some in batched(rows, BATCH):  # a statement a row would take ten times as long
        values = [row.get(c.name) for row in some for c in table.columns]
        db.execute(f'insert into "{name}" values {", ".join([marks] * len(some))}', values)


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """`rows` in lists of at most `size`."""
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def empty(table: Table) -> str:
    """A select of no rows with the declared types, for a table that has no files yet."""
    columns = ", ".join(f'null::{TYPES[c.kind]} as "{c.name}"' for c in table.columns)
    return f"select {columns} where false"
