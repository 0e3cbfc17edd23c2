"""Plans that were typed in Merilo, as rows of facts: each change ends what held before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from merilo.facts.lake import Load
from merilo.facts.rows import Row, create
from merilo.facts.staff import TYPED
from merilo.facts.tables import TABLES

PLANS = TABLES["plans"]
SAME = (
    "metric = ? and period_since = ? and period_until = ? "
    "and coalesce(person, '') = ? and coalesce(unit, '') = ?"
)


@dataclass(frozen=True)
class Planned:
    """A target as somebody set it: whose (a person's, a unit's, or of all), of which metric, from a
    day until a day. Without a `target` there is to be none any more."""

    person: str
    unit: str
    metric: str
    since: date
    until: date
    kind: str
    target: Decimal | None


def put(
    load: Load, batch: int, wanted: Sequence[Planned], at: datetime, author: str, why: str
) -> int:
    """Let these targets hold from now on; what held before stays, as what held before. How many
    rows that wrote. `batch` is a number that no other call has had."""
    rows: list[Row] = []
    for number, one in enumerate(wanted, start=1):
        rows += ended(load, one, at)
        if one.target is not None:
            rows.append(row(one, at, author, why, f"{batch}-{number}"))
    create(load.db, PLANS, rows, "planned")
    load.put(PLANS, load.db.table("planned"), columns=WRITTEN)
    return len(rows)


WRITTEN = frozenset({
    "person", "unit", "metric", "period_since", "period_until", "kind", "target", "valid_since",
    "valid_until", "author", "why", "deleted",
})  # fmt: skip


def ended(load: Load, one: Planned, at: datetime) -> list[Row]:
    """The rows that held so far, with their end. Those of sources keep all they say."""
    columns = ", ".join(sorted(WRITTEN))
    found = load.db.execute(
        f"select connection, id, {columns} from plans where {SAME} and valid_until is null "
        "and not coalesce(deleted, false)",
        [one.metric, one.since, one.until, one.person, one.unit],
    )
    names = [column[0] for column in found.description or ()]
    return [{**dict(zip(names, known, strict=True)), "valid_until": at}
            for known in found.fetchall()]  # fmt: skip


def row(one: Planned, at: datetime, author: str, why: str, id: str) -> Row:
    """A new target."""
    return {
        "connection": TYPED, "id": f"typed:{id}", "person": one.person or None,
        "unit": one.unit or None, "metric": one.metric, "period_since": one.since,
        "period_until": one.until, "kind": one.kind, "target": one.target, "valid_since": at,
        "author": author, "why": why or None, "deleted": False,
    }  # fmt: skip
