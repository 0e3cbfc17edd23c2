"""Deals and calls for the tests of the lake, and short ways to put and to read them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from merilo.facts.lake import Change, Lake, Load, Snapshot
from merilo.facts.rows import create
from merilo.facts.show import show
from merilo.facts.table import Table
from merilo.facts.tables import TABLES

DEALS, ACTIVITIES, PEOPLE = TABLES["deals"], TABLES["activities"], TABLES["people"]
NOON = datetime(2017, 11, 22, 12, tzinfo=UTC)
Row = Mapping[str, Any]


def deal(id: int | str, amount: Any = 1000, **said: Any) -> Row:
    """Of October 2017, open; `id` and what the test says."""
    row = {
        "connection": "crm",
        "id": str(id),
        "outcome": "open",
        "amount": None if amount is None else Decimal(amount),
        "created_on": date(2017, 10, 5),
        "deleted": False,
    }
    return row | said


def call(id: int | str, day: date = date(2017, 10, 5), **said: Any) -> Row:
    """A call on that day."""
    return {"connection": "crm", "id": str(id), "kind": "call", "occurred_on": day} | said


def give(
    load: Load,
    rows: Iterable[Row],
    table: Table = DEALS,
    columns: Collection[str] | None = None,
    arise: bool = False,
) -> Change:
    """Put the rows in a load that is open."""
    create(load.db, table, rows, "given")
    return load.put(table, load.db.table("given"), columns, arise)


def put(
    lake: Lake, rows: Iterable[Row], table: Table = DEALS, now: datetime = NOON, **how: Any
) -> Change:
    """Put the rows in a load of their own."""
    with lake.writing("test", now) as load:
        return give(load, rows, table, **how)


def seen(snapshot: Snapshot, *columns: str, table: Table = DEALS) -> list[tuple[Any, ...]]:
    """These columns of all rows, in order of id."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        show(db, snapshot, [table.name])
        names = ", ".join(columns)
        return db.execute(f"select {names} from {table.name} order by id").fetchall()


def ids(snapshot: Snapshot, table: Table = DEALS) -> list[str]:
    """The ids of all rows, in order."""
    return [id for (id,) in seen(snapshot, "id", table=table)]
