"""What one record tells of another's row: when a task was done is told by an event. The latest is
remembered, and holds whichever of them comes first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted
from merilo.sources.sync.joined import Joined
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Row
from merilo.sources.sync.stage import Heap, written

PLACE = "activities.completed"  # the one that is told so today
# A meeting that is done took place when it was done.
HELD = ("meeting", "presentation")


def contact(row: Row) -> tuple[str, str | None, str]:
    """Somebody who belongs to a customer: id, the customer, digests of numbers."""
    return str(row.values["id"]), row.values.get("customer"), written(row.extra or {})


@dataclass
class Patches:
    """Of one load."""

    marks: Marks
    found: dict[str, str] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)  # customers who are people of another one now
    leads: Joined = field(init=False)

    def __post_init__(self) -> None:
        self.leads = Joined(self.marks)

    def apart(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that are no patches; those that are, are gathered."""
        for row in rows:
            self.leads.see(row)
            if not row.patch:
                yield row
            elif (id := row.values.get("id")) and (at := row.values.get("completed")):
                self.found[id] = max(self.found.get(id, ""), at)

    def keep(self) -> None:
        """Remember them for rows that come later."""
        self.marks.patch(PLACE, self.found.items())
        self.leads.keep()

    def expressions(self, load: Load, heap: Heap) -> Mapping[str, str]:
        """What stands in place of columns of a heap: the moments told of its rows."""
        table, columns = heap.kind
        if table != "activities" or "completed" not in columns or "id" not in columns:
            return {}
        own, done = f"c{columns.index('id')}", f"c{columns.index('completed')}"
        ids = load.db.execute(f"select {own} from {heap.name} where {done} is not null").fetchall()
        told = self.marks.patched(PLACE, [id for (id,) in ids])
        load.db.execute("create or replace temp table told (id text, value text)")
        load.db.execute(
            "insert into told select unnest(?::text[]), unnest(?::text[])",
            [[*told], [*told.values()]],
        )
        moment = f"coalesce((select value from told where told.id = {own}), {done})"
        found = {"completed": f"case when {done} is not null then {moment} end"}
        if {"kind", "occurred"} <= {*columns}:
            kind, at = f"c{columns.index('kind')}", f"c{columns.index('occurred')}"
            meant = ", ".join(map(quoted, HELD))
            found["occurred"] = (
                f"case when {done} is not null and {kind} in ({meant}) then {moment} else {at} end"
            )
        return found

    def silent(self, load: Load, heap: Heap) -> str:
        """SQL over staged rows: whether a row tells again what another one tells."""
        table, columns = heap.kind
        if table != "activities" or "id" not in columns:
            return "false"
        own = f"c{columns.index('id')}"
        ids = load.db.execute(f"select {own} from {heap.name} where {own} is not null").fetchall()
        plain = [id for (id,) in ids]
        twins = [*self.marks.twins(plain), *self.marks.doubles(plain)]
        load.db.execute("create or replace temp table twins (id text)")
        load.db.execute("insert into twins select unnest(?::text[])", [twins])
        return "s.id in (select id from twins)" if twins else "false"

    def put(self, load: Load, connection: str, zone: str) -> None:
        """Into rows that were there before, and are not in this load."""
        self.leads.put(load, connection, zone)
        if not self.found:
            return
        load.db.execute("create or replace temp table told (id text, value text)")
        told = self.marks.patched(PLACE, [*self.found])
        load.db.execute(
            "insert into told select unnest(?::text[]), unnest(?::text[])",
            [[*told], [*told.values()]],
        )
        on = f"timezone({quoted(zone)}, moment)::date"
        held = f"kind in ({', '.join(map(quoted, HELD))})"
        rows = load.db.sql(
            f"select connection, id, moment as completed_at, {on} as completed_on, "
            f"case when {held} then moment else occurred_at end as occurred_at, "
            f"case when {held} then {on} else occurred_on end as occurred_on from ("
            f"select a.*, told.value::timestamptz as moment from activities a join told using (id) "
            f"where a.connection = {quoted(connection)} and a.completed_at is not null) "
            f"where completed_at is distinct from moment"
        )
        columns = ("completed_at", "completed_on", "occurred_at", "occurred_on")
        load.put(TABLES["activities"], rows, columns=columns)
