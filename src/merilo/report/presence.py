"""Who is there for a part of a period: joiners, leavers, movers, those away; and what follows for
their targets."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from merilo.analysis.prorate import prorated
from merilo.facts.staff import Posting, Staff
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.planning import staff
from merilo.report.sight import ask

Role = tuple[str, str]  # a unit, and a role in it
Cell = tuple[str, int]  # a person, and the number of the period


@dataclass(frozen=True)
class Presence:
    """On how many of the `days` worked in a period somebody is there, by unit and role, in the
    order of time."""

    days: int
    parts: Mapping[Role, int]

    @property
    def there(self) -> int:
        """On how many in all."""
        return sum(self.parts.values())

    @property
    def whole(self) -> bool:
        """All of the period, at one place."""
        return self.there >= self.days and len(self.parts) < 2

    @property
    def role(self) -> Role:
        """Where they are last."""
        return [*self.parts][-1] if self.parts else ("", "")


def presences(desk: Desk, people: Sequence[str], spans: Sequence[Period]) -> dict[Cell, Presence]:
    """Where each of them is in each period, by the company's working days."""
    calendar, known, term = desk.company.calendar, staff(desk), terms(desk)
    worked = [[day for day in span if calendar.is_working(day)] for span in spans]
    found = {}
    for person in people:
        at = place(known, person, *term.get(person, (None, None)))
        turns = borders(known, person, *term.get(person, (None, None)))
        for n, (span, days) in enumerate(zip(spans, worked, strict=True)):
            even = not any(span.since < turn < span.until for turn in turns)
            parts = Counter[Role]()
            for day in days[:1] if even else days:  # of most people every day is like the first
                if (role := at(day)) is not None:
                    parts[role] += len(days) if even else 1
            found[person, n] = Presence(len(days), parts)
    return found


def borders(known: Staff, person: str, *term: date | None) -> set[date]:
    """The days from which on somebody is elsewhere, or no longer, or again."""
    found = {*term}
    for one in known.postings(person):
        found |= {one.since, one.until}
    for away in known.absences(person):
        found |= {away.since, away.until}
    return {day for day in found if day is not None}


def terms(desk: Desk) -> dict[str, tuple[date | None, date | None]]:
    """From which day until which day people are with the company, as far as that is known."""
    rows = ask(desk, "people", "key", "hired_on", "left_on")
    return {row["key"]: (row["hired_on"], row["left_on"]) for row in rows}


def place(
    known: Staff, person: str, hired: date | None, left: date | None
) -> Callable[[date], Role | None]:
    """Where somebody is on a day, and as what; None where they are not there."""
    postings = known.postings(person)
    away = [(one.since, one.until or date.max) for one in known.absences(person)]
    now = known.people.get(person)
    alone: Role = (now.unit, now.role) if now else ("", "")

    def at(day: date) -> Role | None:
        if (hired and day < hired) or (left and day >= left):
            return None
        if any(since <= day < until for since, until in away):
            return None
        if not postings:
            return alone
        held = [one for one in postings if one.begins <= day < one.ends]
        if not held and hired and day < postings[0].begins:
            held = postings[:1]
        return role_of(held[-1]) if held else None

    return at


def role_of(one: Posting) -> Role:
    """The unit and role of a posting."""
    return one.unit, one.role


@dataclass(frozen=True)
class Offer:
    """A target for somebody who is there in part; None where no full target is known, or it
    stands there already."""

    presence: Presence
    target: Decimal | None = None
    full: bool = False  # nothing stands there, or the full target of the same role


@dataclass(frozen=True)
class Offers:
    """What may be asked of those who are there in part, by the targets on a sheet. Which of them
    were just `typed` is known: those are full ones."""

    found: Mapping[Cell, Presence]
    targets: Mapping[Cell, Decimal | None]
    typed: Collection[Cell] = ()

    def __iter__(self) -> Iterator[tuple[Cell, Offer]]:
        """Of each that is there in part. Somebody who is not there at all is told of where a
        target stands."""
        for cell, one in self.found.items():
            if one.whole or not one.days:
                continue
            if one.there:
                yield cell, self.offer(cell, one)
            elif self.targets.get(cell):
                yield cell, Offer(one)

    def offer(self, cell: Cell, one: Presence) -> Offer:
        """Of the full target of each role the days that somebody has it; where the role has none,
        of their own."""
        stands = self.targets.get(cell)
        fulls = [(self.of_role(cell, role), days) for role, days in one.parts.items()]
        if any(target is None for target, _days in fulls):
            fulls = [(self.of_person(cell, one), one.there)]
        parts = [prorated(target, days, one.days) for target, days in fulls if target is not None]
        if not parts:
            return Offer(one)
        target = Decimal(round(sum((part for part in parts if part is not None), Decimal(0))))
        if stands == target:
            return Offer(one)
        role = {self.of_role(cell, role) for role in one.parts}
        return Offer(one, target, stands is None or stands in role)

    def of_role(self, cell: Cell, role: Role) -> Decimal | None:
        """The full target of a role in a period: what is asked of more than half of the others who
        have it all the time, in the same unit, or else anywhere."""
        person, n = cell
        alike = [
            (one.role, target) for (who, at), one in self.found.items()
            if at == n and who != person and one.whole and one.there
            and (target := self.targets.get((who, at))) is not None
        ]  # fmt: skip
        for same in (
            [target for other, target in alike if other == role],
            [target for other, target in alike if other[1] == role[1]],
        ):
            if same:
                target, count = Counter(same).most_common(1)[0]
                return target if 2 * count > len(same) else None
        return None

    def of_person(self, cell: Cell, one: Presence) -> Decimal | None:
        """Their own full target: the figure that stands there, if it was just typed, or is more
        like that of their nearest whole period than like a part of it; where nothing stands, that
        of the nearest whole period, once others have targets."""
        stands, near = self.targets.get(cell), self.nearest(cell, one.role)
        if stands is None:
            others = any(at == cell[1] and target is not None
                         for (_who, at), target in self.targets.items())  # fmt: skip
            return near if others else None
        if cell in self.typed:
            return stands
        part = Decimal(one.there) / Decimal(one.days)
        return stands if near and stands / near >= (1 + part) / 2 else None

    def nearest(self, cell: Cell, role: Role) -> Decimal | None:
        """What is asked of them in the nearest period of which they are there all the time."""
        person, n = cell
        known = [
            (abs(at - n), target) for (who, at), one in self.found.items()
            if who == person and one.whole and one.there and one.role == role
            and (target := self.targets.get((who, at))) is not None
        ]  # fmt: skip
        return min(known)[1] if known else None
