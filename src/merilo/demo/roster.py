"""The people of the demo company as facts, and as what the rest is made from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.demo.habits import HABITS, Months, habits, talents
from merilo.demo.size import Size
from merilo.demo.staff import ZONES, Person, Unit, absences, numbers, units
from merilo.demo.tables import CONNECTION, enter, fill

Row = Mapping[str, Any]
# role -> leads a working day, a day off, cold calls a day, salary
ROLES = {
    "cold_caller": (1.1, 0.0, 46, 55_000),
    "seller": (1.55, 0.25, 0, 65_000),
    "account_manager": (0.95, 0.0, 0, 70_000),
    "head": (0.22, 0.0, 0, 100_000),
}
SELLING = tuple(ROLES)
BEFORE = datetime(2017, 1, 1, tzinfo=UTC)  # since when the CRM has the company's own structure


def key(place: object) -> str:
    """The global key of a row of the demo company."""
    return f"{CONNECTION}:{place}"


def write_people(
    db: DuckDBPyConnection, size: Size, staff: Sequence[Person], months: Months, seed: int
) -> None:
    """The tables units, people, postings and absences."""
    known = numbers(staff)
    enter(db, "units", unit_rows(units(size)))
    enter(db, "people", (person_row(p, known) for p in staff))
    enter(db, "postings", (row for p in staff for row in posting_rows(p)))
    enter(db, "absences", (row for p in staff for row in absence_rows(p, months, seed)))


def unit_rows(all_units: Sequence[Unit]) -> Iterator[Row]:
    """Each unit with the department and the company it belongs to."""
    by_id = {unit.id: unit for unit in all_units}
    for unit in all_units:
        above = {"department": "", "company": ""}
        at: Unit | None = unit
        while at:
            if at.kind in above and not above[at.kind]:
                above[at.kind] = at.id
            at = by_id.get(at.parent)
        yield {
            "id": unit.id,
            "name": unit.name,
            "parent": key(unit.parent) if unit.parent else None,
            "kind": unit.kind,
            "territory": unit.territory or None,
            "updated_at": BEFORE,
            **{kind: key(place) if place else None for kind, place in above.items()},
        }


def person_row(person: Person, known: Mapping[str, int]) -> Row:
    """As they are now."""
    return {
        "id": person.id,
        "name": person.name,
        "email": f"{person.id}@demo.example",
        "role": person.role,
        "unit": key(person.unit),
        "head": key(known[person.head]) if person.head else None,
        "hired_on": person.hired_on,
        "left_on": person.left_on,
        "source_ids": json.dumps({"extension": person.id}),
        "updated_at": morning(person.left_on or person.moved_on or person.hired_on),
    }


def posting_rows(person: Person) -> Iterator[Row]:
    """Where they were when: two rows for who moved, one for the others."""
    spans = [(person.unit, person.moved_on or person.hired_on, person.left_on)]
    if person.moved_on:
        spans.insert(0, (person.moved_from, person.hired_on, person.moved_on))
    for number, (unit, since, until) in enumerate(spans, 1):
        yield {
            "id": f"{person.id}-{number}",
            "person": key(person.id),
            "unit": key(unit),
            "role": person.role,
            "since": since,
            "until": until,
            "updated_at": morning(until or since),
        }


def absence_rows(person: Person, months: Months, seed: int) -> Iterator[Row]:
    """Times away; who is away today has no day back yet."""
    for kind, since, until in absences(person, seed, months.since, months.today):
        yield {
            "id": f"{person.id}-{since}",
            "person": key(person.id),
            "kind": kind,
            "since": since,
            "until": until if until <= months.today else None,
            "updated_at": morning(since),
        }


def lay_people(
    db: DuckDBPyConnection, size: Size, staff: Sequence[Person], months: Months, seed: int
) -> None:
    """The working tables `staff`, `placed`, `away`, `habits` and `talents`."""
    known = numbers(staff)
    sellers = [p for p in staff if p.role in SELLING]
    columns = {"q": "int", "key": "text", "role": "text", "office": "text", "zone": "text",
               "unit": "text", "head": "int", "hired": "date", "since": "date", "until": "date",
               "successor": "int", "leads": "double", "weekend": "double", "cold": "int",
               "salary": "int"}  # fmt: skip
    fill(db, "staff", columns, (staff_row(p, known, months, size) for p in sellers))
    fill(db, "placed", {"q": "int", "unit": "text", "territory": "text", "since": "date",
                        "until": "date"}, placed_rows(sellers, units(size)))  # fmt: skip
    fill(db, "away", {"q": "int", "day": "date"}, away_rows(sellers, months, seed))
    fill(db, "habits", {"q": "int", "month": "date"} | dict.fromkeys(HABITS, "double"),
         (row for p in sellers for row in habits(p, months, seed)))  # fmt: skip
    fill(db, "talents", {"q": "int", "month": "date", "act": "int", "convert": "double",
                         "slow": "double"},
         (row for p in sellers for row in talents(p, months, seed)))  # fmt: skip


def staff_row(p: Person, known: Mapping[str, int], months: Months, size: Size) -> list[Any]:
    leads, weekend, cold, salary = ROLES[p.role]
    return [
        *(p.number, p.key, p.role, p.office, ZONES[p.office], p.unit, known[p.head], p.hired_on),
        *(max(p.hired_on, months.since), p.left_on, known.get(p.successor)),
        *(leads * size.leads, weekend * size.leads, int(cold * size.cold), salary),
    ]


def placed_rows(sellers: Sequence[Person], all_units: Sequence[Unit]) -> Iterator[list[Any]]:
    """Where each is when, with the unit's territory; to the end of time if they still are."""
    territory = {unit.id: unit.territory or None for unit in all_units}
    for person in sellers:
        turn = person.moved_on or person.hired_on
        if person.moved_on:
            was = person.moved_from
            yield [person.number, was, territory[was], person.hired_on, turn]
        until = person.left_on or date(2100, 1, 1)
        yield [person.number, person.unit, territory[person.unit], turn, until]


def away_rows(sellers: Sequence[Person], months: Months, seed: int) -> Iterator[list[Any]]:
    """A row per person and day of absence."""
    for person in sellers:
        for _, since, until in absences(person, seed, months.since, months.today):
            for n in range((until - since).days):
                yield [person.number, since + timedelta(days=n)]


def morning(day: date) -> datetime:
    """Six in the morning, UTC: when the CRM heard of it."""
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
