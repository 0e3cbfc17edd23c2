"""What sources have delivered beside what was typed: who has calls of a telephony, which figures of
daily reports there are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ibis import _
from ibis.expr.types import Table

from merilo.facts.lake import Snapshot
from merilo.facts.staff import TYPED
from merilo.metrics.engines.engine import Engine
from merilo.metrics.lake import table
from merilo.periods import Period

OURS = f"{TYPED}:"


@dataclass(frozen=True)
class Entry:
    """A figure typed for a day; `ours` if it was typed here."""

    person: str
    day: date
    metric: str
    value: Decimal | None
    ours: bool


def delivering(engine: Engine, snapshot: Snapshot, period: Period) -> frozenset[tuple[str, str]]:
    """Of whom a source has brought activities of which kind in the period: (person, kind)."""
    found = engine.rows(engine.once(theirs, period), snapshot)
    return frozenset((row["person"], row["kind"]) for row in found)


def entries(engine: Engine, snapshot: Snapshot, period: Period) -> list[Entry]:
    """The figures of daily reports of the period."""
    found = engine.rows(engine.once(reported, period), snapshot)
    return [Entry(**row) for row in found]


def begun(engine: Engine, snapshot: Snapshot) -> date | None:
    """The first day of which there is a figure of a daily report; None if there is none."""
    (row,) = engine.rows(engine.once(earliest), snapshot)
    first: date | None = row["first"]
    return first


def theirs(period: Period) -> Table:
    """Who has activities of which kind from elsewhere."""
    rows = table("activities").filter(
        _.occurred_on >= period.since, _.occurred_on < period.until, _.person.notnull(),
        ~_.key.startswith(OURS),
    )  # fmt: skip
    return rows.select("person", "kind").distinct()


def reported(period: Period) -> Table:
    """Figures of the reports of those days, and whether they were filed here."""
    rows = table("entries").filter(
        _.day >= period.since, _.day < period.until, _.person.notnull(), _.metric.notnull()
    )
    return rows.select("person", "day", "metric", "value", ours=rows.key.startswith(OURS))


def earliest() -> Table:
    """The first day of a report."""
    return table("entries").agg(first=_.day.min())
