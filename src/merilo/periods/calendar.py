"""The working calendar: which days and hours are worked in a country, a company, by a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Self
from zoneinfo import ZoneInfo

from merilo.errors import SetupError
from merilo.periods.hours import Hours, Shift
from merilo.periods.instants import aware
from merilo.periods.period import Period
from merilo.periods.said import DAY
from merilo.words import say

KNOWN = range(1989, 2061)  # years whose holidays are found at once; others when they are asked


@dataclass(frozen=True)
class Calendar:
    """Days are worked at `hours` of `zone`, as the country works, with exceptions, less absences.

    `country` is a code of ISO 3166 (`RU`), with a part of the country if need be (`DE-BY`); empty:
    Monday to Friday without holidays. An exception is a day with hours of its own, or None: off.

    >>> hungary = Calendar(ZoneInfo("Europe/Budapest"), Hours.of("09:00-18:00"), "HU")
    >>> hungary.is_working(date(2024, 8, 19)), hungary.is_working(date(2024, 8, 3))
    (False, True)
    """

    zone: ZoneInfo
    hours: Hours
    country: str = ""
    exceptions: Mapping[date, Hours | None] = field(default_factory=dict, hash=False)
    absences: tuple[Period, ...] = ()

    def without(self, *absences: Period) -> Self:
        """The calendar of a person who is away in those periods."""
        return replace(self, absences=(*self.absences, *absences))

    def hours_on(self, day: date) -> Hours | None:
        """The hours of that day; None if it is not worked."""
        if any(day in absence for absence in self.absences):
            return None
        if day in self.exceptions:
            return self.exceptions[day]
        return self.hours if works(self.country)(day) else None

    def is_working(self, day: date) -> bool:
        """Whether it is worked at all."""
        return self.hours_on(day) is not None

    def shift(self, day: date) -> Shift | None:
        """The working time of that day as instants; None if it is not worked."""
        hours = self.hours_on(day)
        return hours.on(day, self.zone) if hours else None

    def working_days(self, period: Period) -> int:
        """How many days of the period are worked."""
        return sum(map(self.is_working, period))

    def nth_working_day(self, period: Period, nth: int) -> date | None:
        """The nth working day of the period, counted from 1; from its end if `nth` is negative.

        None if it has fewer, and for 0.
        """
        if nth == 0:
            return None
        days = filter(self.is_working, period if nth > 0 else reversed([*period]))
        return next(islice(days, abs(nth) - 1, None), None)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants; negative if `end` is the earlier.

        It adds up: from a to b and from b to c is from a to c. TypeError for an instant without
        a zone.

        >>> company = Calendar(ZoneInfo("Europe/Budapest"), Hours.of("09:00-18:00"))
        >>> friday = datetime(2026, 3, 27, 17, tzinfo=company.zone)
        >>> monday = datetime(2026, 3, 30, 10, tzinfo=company.zone)
        >>> str(company.worked(friday, monday))
        '2:00:00'
        """
        start, end = aware(start), aware(end)
        if end < start:
            return -self.worked(end, start)
        # A day more on both sides: the zone's days begin before those of UTC, or after.
        days = Period(start.date() - DAY, end.date() + 2 * DAY)
        shifts = filter(None, map(self.shift, days))
        return sum((shift.before(end) - shift.before(start) for shift in shifts), timedelta())


@lru_cache
def works(country: str) -> Callable[[date], bool]:
    """Whether a day is worked there: its weekend, holidays and moved days, as far as is known.

    Governments move days by decree, a year ahead; later years follow the law's general rule.
    """
    if not country:
        return lambda day: day.weekday() < 5
    import holidays  # here, for it takes 50 ms and most companies' commands do without

    code, _, part = country.partition("-")
    try:
        known = holidays.country_holidays(code, subdiv=part or None, years=KNOWN)
    except NotImplementedError:  # what `holidays` raises of a country it does not know
        wanted = say("a country by its ISO code is wanted, such as RU, or its part, such as DE-BY")
        raise SetupError("country", country, wanted) from None
    return known.is_working_day
