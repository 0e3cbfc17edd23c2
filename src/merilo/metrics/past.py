"""What a period is compared with: the one before it or the same a year ago, as far as it is over.

A period that is not over is compared with as many working days from the beginning of the other:
half a month with half a month, and not with a whole one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from merilo.periods import GREGORIAN, Calendar, Grain, Period, Year


@dataclass(frozen=True)
class Past:
    """How to find it: `back` is `previous` or `year`; without a calendar every day is worked."""

    back: str = "previous"
    calendar: Calendar | None = None
    year: Year = GREGORIAN

    def of(self, period: Period, today: date) -> Period:
        """What the period is compared with.

        >>> str(Past().of(Period.of("2017-03", date.max), today=date(2017, 3, 10)))
        '2017-02-01..2017-02-10'
        """
        previous = self.back == "previous"
        other = period.previous(self.year) if previous else period.year_before(self.year)
        if today < period.since or today >= period.last:
            return other
        passed = Period(period.since, today + timedelta(days=1))
        return Period(other.since, min(self._until(other, passed), other.until))

    def _until(self, other: Period, passed: Period) -> date:
        """The first day of `other` by which as many of its working days are over."""
        count = self.calendar.working_days(passed) if self.calendar else passed.days
        if not self.calendar or not count:
            return other.since + timedelta(days=passed.days)
        last = self.calendar.nth_working_day(other, count)
        return last + timedelta(days=1) if last else other.until


def slices(period: Period, grains: Sequence[str], year: Year) -> tuple[Period, ...]:
    """The parts of the period that the finest of the grains makes; without one, itself.

    >>> autumn = Period.of("2017-10..2017-11", date.max)
    >>> [str(one) for one in slices(autumn, ("year", "month"), GREGORIAN)]
    ['2017-10-01..2017-10-31', '2017-11-01..2017-11-30']
    """
    finest = next((grain for grain in Grain if grain in grains), None)
    return tuple(period.slices(finest, year)) if finest else (period,)


def hull(periods: Sequence[Period]) -> Period:
    """From the first day of them all to the last."""
    return Period(min(p.since for p in periods), max(p.until for p in periods))


PREVIOUS = Past()
