"""From the disk into the lake: records read as canonical rows, checked like those of files, put
with all that follows from them, and seen at once."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from merilo.company import Company
from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Change, Lake
from merilo.facts.lake import Load as Lakes
from merilo.facts.tables import TABLES
from merilo.sources.engine.check import Count
from merilo.sources.engine.intake import Done, Ground, Intake, place_of
from merilo.sources.engine.places import postings
from merilo.sources.engine.refused import write
from merilo.sources.files.mapping import Feed, Formats, Plan, Take
from merilo.sources.sync import patches, protocol, stones
from merilo.sources.sync.complete import complete
from merilo.sources.sync.complete.compare import before
from merilo.sources.sync.complete.leavers import leavers
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Connector, Record, Row, Stream
from merilo.sources.sync.stage import EXTRA, Heap, Stage

LOG = logging.getLogger("merilo.sources")
WAIT_S = 600.0  # for the lake's pen
CONTACTS = "contacts"  # people of customers: kept by the engine, not in the lake
ODD = (TypeError, KeyError, AttributeError, ValueError, IndexError)  # of a record of another kind


@dataclass
class Result:
    """What came of a load. By table: `counts` of rows, `changes` of the lake; `unread` records by
    stream that are none of their kind; `refused` files; `gone` rows; `lacking` by stream."""

    counts: dict[str, Count] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    gone: int = 0
    lacking: dict[str, str] = field(default_factory=dict)
    snapshot: int = 0

    def add(self, done: Done) -> None:
        """What came of one heap of rows."""
        for table, count in done.counts.items():
            self.counts[table] = self.counts.get(table, Count()) + count
        for changes in (done.changes, done.arisen):
            for table, change in changes.items():
                before = self.changes.get(table, Change())
                self.changes[table] = Change(
                    *(getattr(before, one) + getattr(change, one)
                      for one in ("new", "changed", "same", "ignored"))
                )  # fmt: skip

    def text(self) -> dict[str, Any]:
        """As JSON."""
        counts = {table: vars(count) for table, count in self.counts.items()}
        changes = {t: {"new": c.new, "changed": c.changed} for t, c in self.changes.items()}
        plain = {"reasons": self.reasons, "unread": self.unread, "refused": self.refused}
        return {"counts": counts, "changes": changes, "gone": self.gone, "lacking": self.lacking,
                "snapshot": self.snapshot, **plain}  # fmt: skip


@dataclass(frozen=True)
class Loading:
    """Of one load of one connection."""

    home: Path
    connection: Connection
    connector: Connector
    company: Company
    marks: Marks
    landing: Landing
    ground: protocol.Ground
    now: datetime
    tell: Callable[[float], object] = lambda part: None

    def run(self, number: int, settle: Callable[[Result], object]) -> Result:
        """Everything that was landed, as one load of the lake, once. `settle` is told what came
        of it just before it is seen. Locked if another writes for long."""
        result = Result()
        lake = Lake.open(self.home.absolute() / "lake")
        with lake.writing(f"sync {self.connection.name}", self.now, WAIT_S) as load:
            if load.once(f"sync:{self.connection.name}", number):
                self._load(load, result)
                result.snapshot = 0 if load.idle() else load.number
                settle(result)
        return result

    def _load(self, load: Lakes, result: Result) -> None:
        stage = Stage(load)
        told = patches.Patches(self.marks)
        for stream in self.connector.streams:
            stage.take(told.apart(self._rows(stream, told, result)))
        stage.flush()
        told.keep()
        if getattr(self.connector, "compares", False):
            before(load, self.connection.name)
        heaps = sorted(stage.heaps.values(), key=lambda heap: place_of(heap.kind.table))
        for n, heap in enumerate(heaps):
            if heap.kind.table in stones.NAMED:
                stones.stones(load, self.connection.name, heaps)
            self._put(load, stage, heap, told, result)
            self.tell((n + 1) / (len(heaps) + 1))
        told.put(load, self.connection.name, self.company.zone)
        result.gone = self._gone(load)
        drop(load, self.connection.name, "customers", told.joined)
        today = self.company.day(self.now)
        if leavers(load, self.connection.name, today):
            postings(load, today)
        complete(
            load, self.connection.name, self.marks, self.ground.settings, self.company.zone,
            self.connector,
        )  # fmt: skip
        put_calendar(load, self.company)

    def _rows(self, stream: Stream, told: "patches.Patches", result: Result) -> Iterator[Row]:
        contacts: list[tuple[str, str | None, str]] = []
        for kind in ("page", "look"):
            for records in self.landing.pages(stream.name, kind):
                for record in records:
                    for row in self._read(stream, record, result):
                        if row.table == CONTACTS:
                            contacts.append(patches.contact(row))
                        else:
                            yield row
        self.marks.contacts(contacts)
        told.joined += [f"contact/{id}" for id, customer, _phones in contacts if customer]

    def _read(self, stream: Stream, record: Record, result: Result) -> Sequence[Row]:
        """The rows of a record; of one that is none of its kind, a row that will be refused."""
        try:
            return [*stream.rows(record, self.ground)]
        except ODD as error:
            LOG.warning("record not read", extra={"fields": {
                "connection": self.connection.name, "stream": stream.name,
                "error": type(error).__name__}})  # fmt: skip
            result.unread[stream.name] = result.unread.get(stream.name, 0) + 1
            return [Row(stream.feeds[0], {"id": None}, {"stream": stream.name})]

    def _put(
        self, load: Lakes, stage: Stage, heap: Heap, told: "patches.Patches", result: Result
    ) -> None:
        table, columns = heap.kind
        superseded = stage.newest(heap)
        slots = {slot: Take((n,)) for n, slot in enumerate(columns) if slot != EXTRA}
        formats = Formats(zone="UTC", currency=self.ground.account.currency)
        plan = Plan((Feed(table, slots),), formats, connection=self.connection.name)
        given = columns.index(EXTRA) if EXTRA in columns else None
        intake = Intake(load, plan, columns, self._ground(), given, told.silent(load, heap))
        load.db.execute(stones.WHOLE)
        changed = told.expressions(load, heap)
        for chunk in stage.chunks(heap, changed):
            intake.take([chunk])
        done = intake.finish()
        done.counts[table] += Count(superseded, 0, 0, superseded)
        result.add(done)
        if reasons := intake.reasons():
            for reason, count in reasons.items():
                said = f"{table}: {reason}"
                result.reasons[said] = result.reasons.get(said, 0) + count
            if intake.late():
                for chunk in stage.chunks(heap, changed):
                    intake.recall(chunk)
            name = f"{load.number}-{self.connection.name}-{heap.name}-{table}.csv"
            path = self.home / "refused" / name
            write(path, load.db, intake.refused(), columns)
            result.refused.append(str(path))

    def _ground(self) -> Ground:
        company = self.company
        return Ground(self.connection.name, company.zone, company.currency,
                      company.day(self.now), company.year)  # fmt: skip

    def _gone(self, load: Lakes) -> int:
        """Mark as deleted what is there no more."""
        gone: dict[str, list[str]] = {}
        for stream in self.connector.streams:
            for records in self.landing.pages(stream.name, "gone"):
                for record in records:
                    for table, id in stream.keys(str(record["id"])):
                        gone.setdefault(table, []).append(id)
        if calls := gone.get("activities"):
            self.marks.untwin(calls)
        return sum(drop(load, self.connection.name, table, ids) for table, ids in gone.items())


def drop(load: Lakes, connection: str, table: str, ids: Sequence[str]) -> int:
    """Mark rows as deleted; how many."""
    load.db.execute("create or replace temp table going (id text)")
    load.db.execute("insert into going select distinct unnest(?::text[])", [ids])
    rows = load.db.sql(
        f"select t.connection, t.id, true as deleted from {table} t join going g on t.id = g.id "
        f"where t.connection = '{connection}' and not coalesce(t.deleted, false)"
    )
    return load.put(TABLES[table], rows, columns=("deleted",)).changed
