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

UNSEEN = {"connection", "id", "extra", "updated_at", "deleted", "load", "recording", "currency"}


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
