"""What a connection has brought into the lake: how many rows, from when to when, its pipelines and
stages, its people, who speaks in its calls."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
from duckdb import DuckDBPyConnection

from merilo.facts.lake import Snapshot
from merilo.facts.show import show
from merilo.facts.tables import TABLES

THERE = "connection = ? and not coalesce(deleted, false)"


@dataclass(frozen=True)
class Brought:
    """Rows of a table, and the days they are about, where the table has such a day."""

    table: str
    rows: int
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Stage:
    """A stage; `id` is as settings name it."""

    id: str
    name: str
    kind: str
    deals: int


@dataclass(frozen=True)
class Pipeline:
    """A pipeline with its stages in order."""

    id: str
    name: str
    stages: list[Stage] = field(default_factory=list)
    deals: int = 0


@dataclass(frozen=True)
class Somebody:
    """A person that the source names, and how much of what they did it told."""

    key: str
    name: str
    email: str
    unit: str
    left: bool
    deals: int
    activities: int


@dataclass(frozen=True)
class Operator:
    """Who spoke in calls, by their id there; `unmatched` calls are nobody's with us, the others
    those of `person`."""

    id: str
    name: str
    email: str
    extension: str
    calls: int
    unmatched: int
    person: str = ""

    def and_of(self, other: "Operator") -> "Operator":
        """The same one, of whom calls tell otherwise: named anew, or moved."""
        return replace(
            self, calls=self.calls + other.calls, unmatched=self.unmatched + other.unmatched,
            person=self.person or other.person,
        )  # fmt: skip


@dataclass(frozen=True)
class Calls:
    """Calls of a connection: all, those of nobody, those with no customer, and of how many
    numbers these are."""

    all: int = 0
    nobody: int = 0
    strangers: int = 0
    numbers: int = 0


@contextmanager
def shown(snapshot: Snapshot, *tables: str) -> Iterator[DuckDBPyConnection]:
    """Those tables of a snapshot."""
    with duckdb.connect() as db:
        show(db, snapshot, tables)
        yield db


def brought(snapshot: Snapshot, connection: str) -> list[Brought]:
    """By table, those that have any; without rows that are deleted."""
    found = []
    with shown(snapshot, *TABLES) as db:
        for table in TABLES.values():
            day = table.month_of or "null::date"
            query = f"select count(*), min({day}), max({day}) from {table.name} where {THERE}"
            rows, since, until = db.execute(query, [connection]).fetchall()[0]
            if rows:
                found.append(Brought(table.name, rows, since, until))
    return found


def pipelines(snapshot: Snapshot, connection: str) -> list[Pipeline]:
    """Those of a connection, the one with most deals first."""
    with shown(snapshot, "pipelines", "stages", "deals") as db:
        names = db.execute(f"select id, name from pipelines where {THERE}", [connection]).fetchall()
        stages = db.execute(
            "select s.pipeline, s.id, coalesce(s.name, s.id), coalesce(s.kind, 'open'), "
            "count(d.id) from stages s left join deals d on d.stage = s.connection || ':' || s.id "
            "and not coalesce(d.deleted, false) where s.connection = ? and "
            "not coalesce(s.deleted, false) group by s.pipeline, s.id, s.name, s.kind, s.position "
            "order by s.position, s.id",
            [connection],
        ).fetchall()
    found = []
    for id, name in names:
        own = [Stage(*said) for key, *said in stages if key == f"{connection}:{id}"]
        found.append(Pipeline(id, name or id, own, sum(stage.deals for stage in own)))
    return sorted(found, key=lambda one: (-one.deals, one.name))


def people(snapshot: Snapshot, connection: str) -> list[Somebody]:
    """Those that a connection names, by name."""
    with shown(snapshot, "people", "units", "deals", "activities") as db:
        found = db.execute(
            "select p.connection || ':' || p.id as key, coalesce(p.name, p.id) as name, "
            "coalesce(p.email, ''), coalesce(u.name, ''), p.left_on is not null, "
            "coalesce(d.n, 0), coalesce(a.n, 0) from people p "
            "left join units u on u.connection || ':' || u.id = p.unit "
            "left join (select owner, count(*) as n from deals where connection = $1 "
            "and not coalesce(deleted, false) group by owner) d "
            "on d.owner = p.connection || ':' || p.id "
            "left join (select person, count(*) as n from activities where connection = $1 "
            "and not coalesce(deleted, false) group by person) a "
            "on a.person = p.connection || ':' || p.id "
            "where p.connection = $1 and not coalesce(p.deleted, false) order by 5, 2, 1",
            [connection],
        ).fetchall()
    return [Somebody(*one) for one in found]


def operators(snapshot: Snapshot, connection: str) -> list[Operator]:
    """Who spoke in its calls, as the calls tell, those with most calls first; `person` is who
    that is, where all the calls that are somebody's are the same person's."""
    with shown(snapshot, "activities") as db:
        found = db.execute(
            "select extra ->> '$.operator' as who, count(*) as n, count(*) filter (person is null),"
            " case when count(distinct person) = 1 then any_value(person) else '' end "
            f"from activities where {THERE} and kind = 'call' "
            "and contains(extra, '\"operator\"') "
            "group by who having who is not null order by n desc, who",
            [connection],
        ).fetchall()
    by_id: dict[str, Operator] = {}
    for said, *counted in found:
        one = operator(json.loads(said), *counted)
        by_id[one.id] = by_id[one.id].and_of(one) if one.id in by_id else one
    return [one for one in by_id.values() if one.id]


def operator(said: dict[str, object], calls: int, unmatched: int, person: str) -> Operator:
    """From what a call tells; who has no id goes by the extension, as in the settings."""
    names = ("id", "extension", "name", "email")
    id, extension, name, email = (str(said.get(one) or "") for one in names)
    return Operator(id or extension, name, email, extension, calls, unmatched, person)


def calls(snapshot: Snapshot, connection: str) -> Calls:
    """How many calls there are, and how many are nobody's or with nobody."""
    with shown(snapshot, "activities") as db:
        found = db.execute(
            "select count(*), count(*) filter (person is null), count(*) filter (customer is null),"
            " count(distinct extra ->> '$.phone') filter (customer is null) "
            f"from activities where {THERE} and kind = 'call'",
            [connection],
        ).fetchall()[0]
    return Calls(*found)


def kinds(snapshot: Snapshot, connection: str) -> dict[str, int]:
    """How many tasks and meetings there are of each type of the source: `type` of the extra."""
    with shown(snapshot, "activities") as db:
        found = db.execute(
            "select extra ->> '$.type' as what, count(*) as n from activities "
            f"where {THERE} and kind in ('task', 'meeting', 'presentation', 'call') "
            "and starts_with(id, 'task/') group by what having what is not null order by n desc",
            [connection],
        ).fetchall()
    return dict(found)


def extensions(snapshot: Snapshot) -> dict[str, str]:
    """The extensions of people, by their key."""
    with shown(snapshot, "people") as db:
        found = db.execute(
            "select connection || ':' || id as key, "
            "coalesce(extra ->> '$.extension', source_ids ->> '$.extension') as number from people "
            "where number is not null and not coalesce(deleted, false)"
        ).fetchall()
    return dict(found)
