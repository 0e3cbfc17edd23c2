"""The declared tables, to write expressions about."""

from functools import cache

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.facts.table import Kind
from merilo.facts.tables import TABLES

TYPES = {
    Kind.TEXT: "string",
    Kind.MONEY: "decimal(18, 4)",
    Kind.NUMBER: "decimal(18, 6)",
    Kind.INSTANT: "timestamp('UTC', 6)",
    Kind.DAY: "date",
    Kind.COUNT: "int64",
    Kind.FLAG: "boolean",
    Kind.JSON: "string",
}

UNSEEN = {
    "connection", "id", "extra", "updated_at", "deleted", "load", "recording", "currency",
    "amount_from", "expected_close_on",
}  # fmt: skip


@cache
def table(name: str) -> Table:
    """A table of the lake without its deleted rows, with the global `key` of each.

    Only columns that a figure can need: the time to write a query grows with their number.
    """
    columns = TABLES[name].columns
    rows = ibis.table({c.name: TYPES[c.kind] for c in columns}, name=name)
    names = {c.name for c in columns}
    kept = [n for n in names if n not in UNSEEN and f"{n}_base" not in names]
    key = rows.connection.concat(":", rows.id).name("key")
    return rows.filter(~_.deleted.fill_null(False)).select(key, *sorted(kept))


def listed(name: str, *columns: str) -> Table:
    """Some columns of a table."""
    return table(name).select(*columns)


def beside(rows: Table, other: Table, *keys: str) -> Table:
    """`rows`, each with the columns of `other` where the `keys` are the same; else they are empty.

    Chosen at once, they take a select less to write than a join whose second keys are dropped.
    """
    more = [name for name in other.columns if name not in keys]
    return rows.left_join(other, list(keys)).select(*rows.columns, *more)
