"""Customers and deals that somebody knows: to say with whom, or about what, something was done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ibis import _

from merilo.facts.lake import Snapshot
from merilo.metrics.engines.engine import Engine
from merilo.metrics.lake import table


@dataclass(frozen=True)
class Known:
    """A customer or a deal by its key."""

    key: str
    name: str
    owner: str
    customer: str = ""
    pipeline: str = ""


def customers(
    engine: Engine, snapshot: Snapshot, people: Collection[str] | None, text: str, most: int
) -> list[Known]:
    """Customers whose names hold the text: those that these people look after, or have a deal with.
    Those whose whole name it is come first."""
    rows = table("customers").filter(_.name.notnull(), _.name.lower().contains(text.lower()))
    if people is not None:
        deals = table("deals").filter(_.owner.isin(sorted(people)), _.customer.notnull())
        theirs = rows.key.isin(deals.customer) | rows.owner.isin(sorted(people)).fill_null(False)
        rows = rows.filter(theirs)
    found = rows.order_by(rows.name.length(), rows.name, rows.key).limit(most)
    sql = engine.sql(found.select("key", "name", "owner"))
    return [
        Known(row["key"], row["name"], row["owner"] or "") for row in engine.rows(sql, snapshot)
    ]


def open_deals(
    engine: Engine, snapshot: Snapshot, people: Collection[str], most: int
) -> Sequence[Known]:
    """The deals of these people that are open, the newest first."""
    rows = table("deals").filter(_.owner.isin(sorted(people)), _.outcome == "open")
    found = rows.order_by(rows.created_on.desc(), rows.key).limit(most)
    sql = engine.sql(found.select("key", "name", "owner", "customer", "pipeline"))
    return [
        Known(
            row["key"],
            row["name"] or row["key"],
            row["owner"] or "",
            row["customer"] or "",
            row["pipeline"] or "",
        )
        for row in engine.rows(sql, snapshot)
    ]
