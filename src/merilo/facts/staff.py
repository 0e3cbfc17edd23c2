"""Units, people, their postings and absences as one reads them: whole, by key, closed ones too.

What a person typed in Merilo lies under a connection of its own. Of a row that a source brought,
what was typed is a row of the same table whose id is the key of that row, marked as deleted so that
nothing counts it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import duckdb
from duckdb import DuckDBPyConnection

from merilo.facts.lake import Snapshot
from merilo.facts.show import show

TYPED = "merilo"  # the connection of what was typed here
TABLES = ("people", "units", "postings", "absences")


@dataclass(frozen=True)
class Unit:
    """A company, department or team. `closed` is from which day on nobody is sent there."""

    key: str
    name: str
    parent: str
    kind: str
    closed: date | None = None


@dataclass(frozen=True)
class Person:
    """Somebody, as they are now."""

    key: str
    name: str
    email: str
    role: str
    unit: str
    head: str


@dataclass(frozen=True)
class Posting:
    """A person in a unit and role from a day until a day; open ends are None."""

    person: str
    unit: str
    role: str
    since: date | None
    until: date | None

    @property
    def ends(self) -> date:
        """The first day after it."""
        return self.until or date.max

    @property
    def begins(self) -> date:
        """Its first day."""
        return self.since or date.min


@dataclass(frozen=True)
class Absence:
    """A person away from a day until a day. `typed` ones can be changed here."""

    key: str
    person: str
    kind: str
    since: date
    until: date | None
    typed: bool


@dataclass(frozen=True)
class Staff:
    """All of it."""

    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    all_postings: Sequence[Posting]
    all_absences: Sequence[Absence]

    @cached_property
    def _postings(self) -> Mapping[str, list[Posting]]:
        found: dict[str, list[Posting]] = {}
        for one in sorted(self.all_postings, key=lambda posting: posting.begins):
            found.setdefault(one.person, []).append(one)
        return found

    def postings(self, person: str) -> list[Posting]:
        """Those of a person in the order of time."""
        return [*self._postings.get(person, ())]

    def absences(self, person: str) -> list[Absence]:
        """Those of a person, the latest first."""
        mine = [one for one in self.all_absences if one.person == person]
        return sorted(mine, key=lambda one: one.since, reverse=True)

    def below(self, unit: str) -> set[str]:
        """The unit and all under it; a circle ends."""
        found = fresh = {unit}
        while fresh:
            fresh = {one.key for one in self.units.values() if one.parent in fresh} - found
            found = found | fresh
        return found


def staff(snapshot: Snapshot) -> Staff:
    """As a snapshot has it."""
    with duckdb.connect() as db:
        show(db, snapshot, TABLES)
        return read(db)


def read(db: DuckDBPyConnection) -> Staff:
    """As the tables of a database have it."""
    closed = _closed(db)
    known = "connection || ':' || id as key"
    live = "where not coalesce(deleted, false)"
    units = db.execute(
        f"select {known}, coalesce(name, id), coalesce(parent, ''), kind from units {live}"
    ).fetchall()
    people = db.execute(
        f"select {known}, coalesce(name, id), coalesce(email, ''), coalesce(role, ''), "
        f"coalesce(unit, ''), coalesce(head, '') from people {live}"
    ).fetchall()
    postings = db.execute(
        "select person, coalesce(unit, ''), coalesce(role, ''), since, until "
        f"from postings {live} and person is not null"
    ).fetchall()
    absences = db.execute(
        f"select {known}, person, kind, since, until, connection = '{TYPED}' from absences {live}"
    ).fetchall()
    return Staff(
        {key: Unit(key, name, up, kind, closed.get(key)) for key, name, up, kind in units},
        {row[0]: Person(*row) for row in people},
        [Posting(*row) for row in postings],
        [Absence(*row) for row in absences],
    )


def _closed(db: DuckDBPyConnection) -> dict[str, date]:
    """From which day on units are closed: said by a row that was typed."""
    rows = db.execute(
        "select case when coalesce(deleted, false) then id else connection || ':' || id end, extra "
        f"from units where connection = '{TYPED}' and extra is not null"
    ).fetchall()
    said = {key: json.loads(extra).get("closed") for key, extra in rows}
    return {key: date.fromisoformat(day) for key, day in said.items() if day}
