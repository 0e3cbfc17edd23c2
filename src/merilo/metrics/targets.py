"""Plans as facts: the targets that touch a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ibis import _
from ibis.expr.types import Table

from merilo.facts.lake import Snapshot
from merilo.metrics.engines.engine import Engine
from merilo.metrics.lake import table
from merilo.periods import Period

COLUMNS = (
    "person", "unit", "metric", "period_since", "period_until", "kind", "target", "valid_since",
    "valid_until", "level",
)  # fmt: skip

SET = (*COLUMNS[:-1], "author", "why")


@dataclass(frozen=True)
class Target:
    """What is to be reached of a metric, in a period, by a person or a unit; neither: by all."""

    scope: str | None
    level: str  # person, team, department, company; "" for all
    metric: str
    period: Period
    kind: str
    target: float


def targets(
    engine: Engine, snapshot: Snapshot, metrics: Collection[str], period: Period, known: date,
    first: bool = False,
) -> list[Target]:  # fmt: skip
    """Those that lie within the period, as they stood at the end of the day `known`.

    Of several for the same scope, metric and period the one set last holds; or the one set `first`,
    whatever became of it since.
    """
    sql = engine.once(levelled, tuple(sorted(metrics)), period)
    rows = [dict(row) for row in engine.rows(sql, snapshot)]
    valid = [row for row in rows if (begun if first else holds)(row, known)]
    valid.sort(key=lambda row: (row["valid_since"] is not None, row["valid_since"]), reverse=first)
    found = {key(row): row for row in valid}
    return [target(row) for row in found.values()]


def revisions(
    engine: Engine, snapshot: Snapshot, metric: str, over: Period
) -> list[dict[str, Any]]:
    """Every target of a metric that was ever set for periods within `over`, the oldest first."""
    rows = [dict(row) for row in engine.rows(engine.once(told, metric, over), snapshot)]
    return sorted(rows, key=lambda row: (row["valid_since"] is not None, row["valid_since"]))


def levelled(metrics: tuple[str, ...], period: Period) -> Table:
    """The plans of metrics for periods within that one, with the level of the unit."""
    units = table("units").select(unit="key", level="kind")
    return plans(period).filter(_.metric.isin(metrics)).left_join(units, "unit").select(*COLUMNS)


def told(metric: str, period: Period) -> Table:
    """The same of one metric, with who said it, and why."""
    return plans(period).filter(_.metric == metric).select(*SET)


def plans(period: Period) -> Table:
    """Those for periods within that one."""
    return table("plans").filter(_.period_since >= period.since, _.period_until <= period.until)


def begun(row: dict[str, Any], known: date) -> bool:
    """The plan was set by the end of that day."""
    return row["valid_since"] is None or row["valid_since"].date() <= known


def holds(row: dict[str, Any], known: date) -> bool:
    """The plan was valid at the end of that day."""
    return begun(row, known) and (row["valid_until"] is None or row["valid_until"].date() > known)


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What there is one target for."""
    return row["person"], row["unit"], row["metric"], row["period_since"], row["period_until"]


def target(row: dict[str, Any]) -> Target:
    """The row as a target."""
    period = Period(row["period_since"], row["period_until"])
    value = row["target"]
    return Target(
        row["person"] or row["unit"], "person" if row["person"] else row["level"] or "",
        row["metric"], period, row["kind"] or "at_least",
        float(value) if isinstance(value, Decimal) else value,
    )  # fmt: skip
