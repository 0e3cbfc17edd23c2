"""People and units for their page: the tree of units, whom each holds today, where somebody was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from merilo.facts.staff import Person, Posting, Staff, Unit
from merilo.report.table import sortable


@dataclass(frozen=True)
class Branch:
    """A unit in the tree: how deep it lies, how many people it holds today, with all below it."""

    unit: Unit
    depth: int
    own: int
    all: int


def tree(staff: Staff, today: date, closed: bool = False) -> list[Branch]:
    """The units from the top, each followed by those below it; closed ones if wanted."""
    there: dict[str, int] = {}
    for person in staff.people:
        if now := holding(staff, person, today):
            there[now.unit] = there.get(now.unit, 0) + 1
    known = {one.key: one for one in staff.units.values()
             if closed or one.closed is None or one.closed > today}  # fmt: skip
    found: list[Branch] = []

    def grow(parent: str, depth: int, met: frozenset[str]) -> None:
        children = [one for one in known.values()
                    if (one.parent if one.parent in known else "") == parent]  # fmt: skip
        for one in sorted(children, key=lambda unit: sortable(unit.name)):
            if one.key not in met:
                count = sum(there.get(key, 0) for key in staff.below(one.key))
                found.append(Branch(one, depth, there.get(one.key, 0), count))
                grow(one.key, depth + 1, met | {one.key})

    grow("", 0, frozenset())
    rest = [one for one in known.values() if one.key not in {branch.unit.key for branch in found}]
    return found + [Branch(one, 0, there.get(one.key, 0), there.get(one.key, 0)) for one in rest]


def holding(staff: Staff, person: str, day: date) -> Posting | None:
    """The posting of a person on a day; None if they had none."""
    held = [one for one in staff.postings(person) if one.begins <= day < one.ends]
    return held[-1] if held else None


@dataclass(frozen=True)
class Listed:
    """A person in the list, with where they are today."""

    person: Person
    posting: Posting | None
    away: bool


def listed(staff: Staff, today: date, text: str = "", unit: str = "") -> Sequence[Listed]:
    """People by name; those whose name or mail holds the text, those of a unit and all below."""
    below = staff.below(unit) if unit else set()
    found = []
    for person in staff.people.values():
        now = holding(staff, person.key, today)
        if unit and (now is None or now.unit not in below):
            continue
        if text and sortable(text) not in sortable(f"{person.name} {person.email}"):
            continue
        away = any(
            one.since <= today < (one.until or date.max) for one in staff.absences(person.key)
        )
        found.append(Listed(person, now, away))
    return sorted(found, key=lambda one: (one.posting is None, sortable(one.person.name)))
