"""What is typed in a daily report, as rows of facts: each figure once for a person, day and metric,
so that a correction takes its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from merilo.facts.lake import Load
from merilo.facts.rows import Row, create
from merilo.facts.staff import TYPED
from merilo.facts.tables import TABLES

OUTCOMES = {"call": "reached", "meeting": "held", "presentation": "held"}
ENTERED = frozenset({"person", "day", "metric", "value", "deleted"})
DONE = frozenset({
    "kind", "person", "occurred_at", "occurred_on", "outcome", "author", "deleted",
})  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """What a person typed for a day: figures by metric (None: it is taken back), and how many
    calls, meetings, presentations there were that no system counts."""

    person: str
    day: date
    figures: Mapping[str, Decimal | None] = field(default_factory=dict)
    many: Mapping[str, int] = field(default_factory=dict)


def put(load: Load, said: Reported, zone: ZoneInfo) -> None:
    """Let it hold from now on, instead of what was typed for that day before."""
    if said.figures:
        write(load, "entries", [*entries(said)], ENTERED)
    if said.many:
        write(load, "activities", [*activities(load, said, zone)], DONE)


def entries(said: Reported) -> Iterator[Row]:
    """The figures; one that is taken back keeps its row, which is not counted."""
    for metric, value in said.figures.items():
        yield {
            "connection": TYPED, "id": f"{said.person}:{said.day}:{metric}", "person": said.person,
            "day": said.day, "metric": metric, "value": value, "deleted": value is None,
        }  # fmt: skip


def activities(load: Load, said: Reported, zone: ZoneInfo) -> Iterator[Row]:
    """A row for each thing done, at noon, of unknown length and direction. Those of an earlier
    report that are too many now are deleted."""
    noon = datetime.combine(said.day, time(12), zone).astimezone(UTC)
    for kind, many in said.many.items():
        wanted = 0 if delivered(load, said, kind) else many
        start = f"report:{said.person}:{said.day}:{kind}:"
        for n in range(1, max(wanted, written(load, start)) + 1):
            yield {
                "connection": TYPED, "id": f"{start}{n}", "kind": kind, "person": said.person,
                "occurred_at": noon, "occurred_on": said.day, "outcome": OUTCOMES[kind],
                "author": "person", "deleted": n > wanted,
            }  # fmt: skip


def delivered(load: Load, said: Reported, kind: str) -> bool:
    """A source has brought what was done that day: it is counted, and not typed."""
    return bool(load.db.execute(
        "select 1 from activities where connection <> ? and person = ? and occurred_on = ? "
        "and kind = ? and not coalesce(deleted, false) limit 1",
        [TYPED, said.person, said.day, kind],
    ).fetchall())  # fmt: skip


def withdraw(load: Load) -> int:
    """What was typed of days that a source has brought since is not counted any more. How many
    rows that changed."""
    ours = f"connection = '{TYPED}' and starts_with(id, 'report:')"
    if not load.db.execute(f"select 1 from activities where {ours} limit 1").fetchall():
        return 0  # as a rule; else it would be a join of all with all
    found = load.db.sql(
        "select connection, id, true as deleted from activities t "
        f"where connection = '{TYPED}' and starts_with(id, 'report:') "
        "and not coalesce(deleted, false) and exists (from activities s "
        f"where s.connection <> '{TYPED}' and s.person = t.person and s.kind = t.kind "
        "and s.occurred_on = t.occurred_on and not coalesce(s.deleted, false))"
    )
    return load.put(TABLES["activities"], found, columns=("deleted",)).changed


def written(load: Load, start: str) -> int:
    """How many rows whose ids begin so there are, deleted ones with them."""
    (count,) = load.db.execute(
        "select count(*) from activities where connection = ? and starts_with(id, ?)",
        [TYPED, start],
    ).fetchall()[0]
    return int(count)


def write(load: Load, table: str, rows: Sequence[Row], columns: frozenset[str]) -> None:
    """These columns of these rows; what else is known of them stays."""
    create(load.db, TABLES[table], rows, "typed")
    load.put(TABLES[table], load.db.table("typed"), columns=columns)
