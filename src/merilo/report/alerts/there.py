"""Who is at work on which days, in which unit and role; who leads whom; when a day is over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from merilo.facts.staff import Absence, Person, Posting, Staff
from merilo.periods import Calendar, Period
from merilo.report.alerts.norm import Norm, Whose
from merilo.report.people import LEADING

EARLY, LATE = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class There:
    """People and the company's calendar."""

    staff: Staff
    calendar: Calendar

    def is_working(self, day: date) -> bool:
        """The company works on that day."""
        return self._works(day)

    @cached_property
    def _works(self) -> Callable[[date], bool]:
        return lru_cache(maxsize=5000)(self.calendar.is_working)

    @cached_property
    def _away(self) -> dict[str, list[Absence]]:
        found: dict[str, list[Absence]] = {}
        for one in self.staff.all_absences:
            found.setdefault(one.person, []).append(one)
        return found

    def posting(self, person: str, day: date) -> Posting | None:
        """Where they are that day. Of whom no posting is known at all, they are where they stand
        now, and always were."""
        known = self._postings.get(person)
        if known is None:
            one = self.staff.people.get(person)
            return _standing(one) if one else None
        held = [one for one in known if one.begins <= day < one.ends]
        return held[-1] if held else None

    @cached_property
    def _postings(self) -> dict[str, list[Posting]]:
        found: dict[str, list[Posting]] = {}
        for one in sorted(self.staff.all_postings, key=lambda posting: posting.begins):
            found.setdefault(one.person, []).append(one)
        return found

    def away(self, person: str, day: date) -> bool:
        """They are on leave that day."""
        return any(one.since <= day < (one.until or date.max) for one in self._away.get(person, ()))

    def at(self, whose: Whose, day: date) -> bool:
        """They are at work: it is a working day, they are hired and not on leave. Of a unit it is
        enough that somebody who sells there is."""
        if not self.is_working(day):
            return False
        if whose.person:
            return self.posting(whose.person, day) is not None and not self.away(whose.person, day)
        return any(self.sells(person, day) and not self.away(person, day)
                   for person in self.members(day).get(whose.unit, ()))  # fmt: skip

    def sells(self, person: str, day: date) -> bool:
        """Their role is none of those that lead or help."""
        held = self.posting(person, day)
        return held is not None and held.role not in LEADING

    def calendar_of(self, person: str) -> Calendar:
        """The company's calendar without the days on which they were not there, or not yet."""
        away = [Period(one.since, one.until or LATE) for one in self._away.get(person, ())]
        free, edge = [], EARLY
        for one in self._postings.get(person, ()):
            if edge < one.begins:
                free.append(Period(edge, one.begins))
            edge = max(edge, min(one.ends, LATE))
        if edge < LATE and self._postings.get(person):
            free.append(Period(edge, LATE))
        return self.calendar.without(*away, *free)

    def days(self, whose: Whose, span: Period) -> list[date]:
        """Their days at work in a span."""
        return [day for day in span if self.at(whose, day)]

    def members(self, day: date) -> dict[str, list[str]]:
        """Who is posted in which unit that day."""
        return self._members(day)

    @cached_property
    def _members(self) -> Callable[[date], dict[str, list[str]]]:
        def found(day: date) -> dict[str, list[str]]:
            by: dict[str, list[str]] = {}
            for person in self.staff.people:
                if held := self.posting(person, day):
                    by.setdefault(held.unit, []).append(person)
            return by

        return lru_cache(maxsize=500)(found)

    def closes(self, day: date) -> datetime | None:
        """When working hours end that day; None if it is not worked."""
        shift = self.calendar.shift(day)
        return shift.closes_at if shift else None

    def working(self, span: Period) -> list[date]:
        """The company's working days of a span."""
        return [day for day in span if self.is_working(day)]

    def before(self, day: date, count: int, whose: Whose) -> list[date]:
        """Their last `count` days at work before a day, as far as there are any in a year."""
        found: list[date] = []
        for back in range(1, 366 + count):
            if len(found) == count:
                break
            one = day - timedelta(days=back)
            if self.at(whose, one):
                found.append(one)
        return found[::-1]

    def about(self, norm: Norm, whose: Whose, day: date) -> bool:
        """The norm is about them on that day."""
        if not whose.person:
            return not norm.units or whose.unit in self.below(norm.units)
        if norm.people:
            return whose.person in norm.people
        held = self.posting(whose.person, day)
        if held is None or (norm.units and held.unit not in self.below(norm.units)):
            return False
        return held.role in norm.roles if norm.roles else held.role not in LEADING

    def below(self, units: Sequence[str]) -> frozenset[str]:
        """These units and all under them."""
        return self._below(tuple(units))

    @cached_property
    def _below(self) -> Callable[[tuple[str, ...]], frozenset[str]]:
        return lru_cache(maxsize=200)(
            lambda units: frozenset(one for unit in units for one in self.staff.below(unit))
        )

    def subjects(self, norm: Norm) -> list[Whose]:
        """All whom the norm may be about on some day."""
        if norm.each == "unit":
            units = [Whose(unit=key) for key in self.staff.units]
            return [whose for whose in units if self.about(norm, whose, date.max)]
        people = norm.people or tuple(self.staff.people)
        return [Whose(person) for person in people if person in self.staff.people]

    def heads(self, person: str, unit: str, day: date) -> Iterator[str]:
        """Who leads them that day, the nearest first: the heads of their unit and of those above.
        Nobody leads themselves."""
        met: set[str] = set()
        while unit and unit not in met:
            met.add(unit)
            for one in self.members(day).get(unit, ()):
                held = self.posting(one, day)
                if one != person and held and held.role in ("head", "director"):
                    yield one
            unit = self.staff.units[unit].parent if unit in self.staff.units else ""
        chief = self.staff.people.get(person)
        if chief and chief.head and not self._postings.get(person):
            yield chief.head


def _standing(one: Person) -> Posting:
    return Posting(one.key, one.unit, one.role, None, None)
