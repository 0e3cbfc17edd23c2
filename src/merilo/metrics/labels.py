"""What the keys of a dimension are called."""

from collections import Counter
from collections.abc import Mapping

from ibis.expr.types import Table

from merilo.facts.lake import Snapshot
from merilo.metrics.engines.engine import Engine
from merilo.metrics.lake import table

NAMED = {
    "person": "people", "unit": "units", "department": "units", "company": "units",
    "pipeline": "pipelines", "stage": "stages", "customer": "customers", "product": "products",
}  # fmt: skip


def labels(dimension: str, engine: Engine, snapshot: Snapshot) -> Mapping[str, str]:
    """The name of each key; one that several keys share carries its key in brackets.

    Empty for a dimension whose values are their own names: a channel, a role.
    """
    if dimension not in NAMED:
        return {}
    sql = engine.once(names, NAMED[dimension])
    named = {row["key"]: row["name"] for row in engine.rows(sql, snapshot)}
    often = Counter(named.values())
    return {k: n if often[n] == 1 else f"{n} ({k})" for k, n in named.items()}


def names(directory: str) -> Table:
    """Keys with their names; whoever has none is called by the key."""
    rows = table(directory)
    return rows.select("key", name=rows.name.coalesce(rows.key))
