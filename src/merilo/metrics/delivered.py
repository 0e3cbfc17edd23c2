"""What sources have delivered beside what was typed: who has calls of a telephony, which figures of
daily reports there are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ibis import _

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
    rows = table("activities").filter(
        _.occurred_on >= period.since, _.occurred_on < period.until, _.person.notnull(),
        ~_.key.startswith(OURS),
    )  # fmt: skip
    found = engine.rows(engine.sql(rows.select("person", "kind").distinct()), snapshot)
    return frozenset((row["person"], row["kind"]) for row in found)


def entries(engine: Engine, snapshot: Snapshot, period: Period) -> list[Entry]:
    """The figures of daily reports of the period."""
    rows = table("entries").filter(
        _.day >= period.since, _.day < period.until, _.person.notnull(), _.metric.notnull()
    )
    columns = rows.select("person", "day", "metric", "value", ours=rows.key.startswith(OURS))
    found = engine.rows(engine.sql(columns), snapshot)
    return [Entry(**row) for row in found]


def begun(engine: Engine, snapshot: Snapshot) -> date | None:
    """The first day of which there is a figure of a daily report; None if there is none."""
    sql = engine.sql(table("entries").agg(first=_.day.min()))
    (row,) = engine.rows(sql, snapshot)
    first: date | None = row["first"]
    return first
