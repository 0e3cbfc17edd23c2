"""What is typed in Merilo about people and units, and how it holds against what files say."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import uuid4

from merilo.errors import Impossible
from merilo.facts.lake import Load
from merilo.facts.rows import create
from merilo.facts.staff import TYPED, Absence, Person, Posting, Staff, Unit
from merilo.facts.tables import TABLES
from merilo.sources.engine import places
from merilo.words import say

# The columns in which what was typed goes before what a source says.
HELD: Mapping[str, tuple[str, ...]] = {
    "people": ("name", "email", "role", "unit", "head"),
    "units": ("name", "parent", "kind"),
}


def hold(load: Load) -> int:
    """Let what was typed stand, whatever a source has just said. How many rows that changed.

    Whoever has typed postings keeps to them: those of sources are withdrawn.
    """
    held = sum(_hold(load, table, columns) for table, columns in HELD.items())
    withdrawn = load.db.sql(
        f"select connection, id, true as deleted from postings p where connection <> '{TYPED}' "
        f"and not coalesce(deleted, false) and exists (from postings o where o.person = p.person "
        f"and o.connection = '{TYPED}' and not coalesce(o.deleted, false))"
    )
    return held + load.put(TABLES["postings"], withdrawn, columns=("deleted",)).changed


def _hold(load: Load, table: str, columns: Sequence[str]) -> int:
    """An empty text was typed where nothing is to stand."""
    typed = {c: f"case when m.{c} is null then s.{c} else nullif(m.{c}, '') end" for c in columns}
    differs = " or ".join(f"s.{c} is distinct from {value}" for c, value in typed.items())
    named = ", ".join(f"{value} as {c}" for c, value in typed.items())
    rows = load.db.sql(
        f"select s.connection, s.id, {named} from {table} s join {table} m "
        f"on m.connection = '{TYPED}' and m.id = s.connection || ':' || s.id "
        f"where s.connection <> '{TYPED}' and ({differs})"
    )
    return load.put(TABLES[table], rows, columns=columns).changed


def settle(load: Load) -> None:
    """After any change: it holds, and what follows from it is found anew."""
    hold(load)
    places.hierarchy(load)


def put_unit(load: Load, staff: Staff, unit: Unit) -> str:
    """A unit as it is wanted; without a key it is a new one. Its key. Impossible in words."""
    name = _named(unit.name)
    if unit.key and unit.key not in staff.units:
        raise Impossible(say("there is no such unit any more"))
    if unit.parent and unit.parent not in staff.units:
        raise Impossible(say("there is no such unit any more"))
    if unit.kind not in ("company", "department", "team"):
        raise Impossible(say("a unit is a company, a department or a team"))
    if unit.key and unit.parent in staff.below(unit.key):
        raise Impossible(say("a unit cannot be below itself"))
    same = [one for one in staff.units.values() if one.parent == unit.parent and one.key != unit.key
            and one.name.casefold() == name.casefold()]  # fmt: skip
    if same:
        raise Impossible(say("there is a unit of this name there already: {name}", name=name))
    said = {"name": name, "parent": unit.parent, "kind": unit.kind}
    return _write(load, "units", unit.key, said)


def close(load: Load, staff: Staff, key: str, day: date | None) -> None:
    """From that day on nobody is sent there; None opens it again. Impossible while somebody is."""
    if day is not None:
        there = [p for p in staff.all_postings if p.unit == key and p.ends > day]
        if there:
            who = ", ".join(
                staff.people[p.person].name for p in there[:3] if p.person in staff.people
            )
            raise Impossible(say("people are still there from that day on: {who}", who=who))
        open_ = [staff.units[one].name for one in staff.below(key) - {key}
                 if staff.units[one].closed is None]  # fmt: skip
        if open_:
            raise Impossible(
                say("close what is below it first: {units}", units=", ".join(open_[:3]))
            )
    extra = json.dumps({"closed": day.isoformat() if day else None})
    _write(load, "units", key, {"extra": extra})


def put_person(load: Load, staff: Staff, person: Person) -> str:
    """Name, mail and head of a person; without a key it is a new one. Their key."""
    name = _named(person.name)
    if person.key and person.key not in staff.people:
        raise Impossible(say("there is no such person any more"))
    if person.head and person.head not in staff.people:
        raise Impossible(say("there is no such person any more"))
    if person.key and person.head and _circle(staff, person.key, person.head):
        raise Impossible(say("people cannot report to themselves, not by way of others either"))
    mail = person.email.strip()
    if mail and ("@" not in mail[1:-1] or " " in mail or len(mail) > 254):
        raise Impossible(say("“{mail}” is no e-mail address", mail=mail))
    same = (one for one in staff.people.values() if one.email.casefold() == mail.casefold())
    other = next(same, None) if mail else None
    if other and not person.key:
        raise Impossible(say("somebody has this address already: {name}", name=other.name))
    return _write(load, "people", person.key, {"name": name, "email": mail, "head": person.head})


def _circle(staff: Staff, person: str, head: str) -> bool:
    met = set()
    while head and head not in met:
        if head == person:
            return True
        met.add(head)
        head = staff.people[head].head if head in staff.people else ""
    return False


def put_postings(
    load: Load, staff: Staff, person: str, wanted: Iterable[Posting], today: date
) -> None:
    """All postings of a person, in place of those there were. Impossible if two overlap, an end
    comes before its beginning, or a unit is not open then."""
    postings = sorted(wanted, key=lambda one: one.begins)
    for one in postings:
        _check(staff, one)
    for one, following in pairwise(postings):
        if one.ends > following.begins:
            raise Impossible(say(
                "two postings overlap: that from {one} has not ended when that from {other} begins",
                one=one.since or "…", other=following.since or "…",
            ))  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"connection": TYPED, "id": f"typed:{person}:{n}", "person": person, "unit": one.unit,
         "role": one.role, "since": one.since, "until": one.until, "deleted": False}
        for n, one in enumerate(postings, start=1)
    ]  # fmt: skip
    gone = f"connection = '{TYPED}' and person = ? and not coalesce(deleted, false)"
    kept = {row["id"] for row in rows}
    known = load.db.execute(f"select id from postings where {gone}", [person]).fetchall()
    rows += [{"connection": TYPED, "id": id, "person": person, "deleted": True}
             for (id,) in known if id not in kept]  # fmt: skip
    _put(load, "postings", rows)
    now = [one for one in postings if one.begins <= today] or postings[:1]
    if now:
        _write(load, "people", person, {"unit": now[-1].unit, "role": now[-1].role})


def _check(staff: Staff, one: Posting) -> None:
    if one.unit not in staff.units:
        raise Impossible(say("there is no such unit any more"))
    if one.since and one.until and one.until <= one.since:
        problem = say("a posting ends after it begins: {since} to {until}",
                      since=one.since, until=one.until)  # fmt: skip
        raise Impossible(problem)
    closed = staff.units[one.unit].closed
    if closed and one.ends > closed:
        raise Impossible(
            say("{unit} is closed from {day} on", unit=staff.units[one.unit].name, day=closed)
        )


def moved(postings: Sequence[Posting], move: Posting) -> list[Posting]:
    """The postings with a move: what holds that day ends then, what came after it is replaced by
    nothing: a move into the midst of the past ends where the next one begins."""
    day = move.begins
    before = [one if one.ends <= day else replace(one, until=move.since)
              for one in postings if one.begins < day]  # fmt: skip
    later = [one for one in postings if one.begins > day]
    until = move.until or (later[0].since if later else None)
    return [*before, replace(move, until=until), *later]


def put_absence(load: Load, staff: Staff, absence: Absence) -> None:
    """A person away. Impossible if they are away already, or come back before they go."""
    if absence.person not in staff.people:
        raise Impossible(say("there is no such person any more"))
    if absence.kind not in ("vacation", "sick", "other"):
        raise Impossible(say("there is no such kind of absence"))
    ends = absence.until or date.max
    if ends <= absence.since:
        raise Impossible(say("an absence ends after it begins"))
    for other in staff.absences(absence.person):
        over = other.since < ends and absence.since < (other.until or date.max)
        if other.key != absence.key and over:
            raise Impossible(say("they are away then already, from {day}", day=other.since))
    id = absence.key.partition(":")[2] or uuid4().hex[:12]
    _put(load, "absences", [{
        "connection": TYPED, "id": id, "person": absence.person, "kind": absence.kind,
        "since": absence.since, "until": absence.until, "deleted": False,
    }])  # fmt: skip


def drop_absence(load: Load, staff: Staff, key: str) -> None:
    """It was not so."""
    found = next((one for one in staff.all_absences if one.key == key and one.typed), None)
    if found is None:
        raise Impossible(say("this absence was not typed here"))
    row = {"connection": TYPED, "id": key.partition(":")[2], "deleted": True}
    create(load.db, TABLES["absences"], [row], "typed")
    load.put(TABLES["absences"], load.db.table("typed"), columns=("deleted",))


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > 200 or not plain.isprintable():
        raise Impossible(say("a name of one line is wanted, up to 200 letters"))
    return plain


def _write(load: Load, table: str, key: str, said: Mapping[str, Any]) -> str:
    """Into a row of ours, or, for a row of a source, beside it. Its key."""
    connection, _, id = key.partition(":")
    if connection in ("", TYPED):
        id = id or uuid4().hex[:12]
        plain = {c: v if v != "" else None for c, v in said.items()}
        row = {"connection": TYPED, "id": id, "deleted": False, **plain}
    else:
        row = {"connection": TYPED, "id": key, "deleted": True, **said}
    _put(load, table, [row], {"deleted", *said})
    return key or f"{TYPED}:{id}"


def _put(
    load: Load, table: str, rows: Sequence[Mapping[str, Any]], columns: set[str] | None = None
) -> None:
    create(load.db, TABLES[table], rows, "typed")
    load.put(TABLES[table], load.db.table("typed"), columns=columns)
