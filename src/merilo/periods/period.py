"""A period: a half-open range of the company's days, and the steps from one to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Self

from merilo.errors import NoPeriod
from merilo.periods.said import DAY, FORMS, bounds
from merilo.periods.year import GREGORIAN, MONTHS, Grain, Year


class Whole(NamedTuple):
    """Whole parts of a grain: their serial numbers from `since` up to, not including, `until`."""

    grain: Grain
    since: int
    until: int


@dataclass(frozen=True, order=True)
class Period:
    """The days from `since` up to, but not including, `until`; at least one.

    >>> october = Period.of("2017-10", today=date(2017, 11, 2))
    >>> october.days, october.last, date(2017, 11, 1) in october
    (31, datetime.date(2017, 10, 31), False)
    """

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.since:
            raise NoPeriod("period", f"{self.since} up to {self.until}", FORMS)

    @classmethod
    def of(cls, said: str, today: date, year: Year = GREGORIAN) -> Self:
        """The period as people say it, in the company's `year`; NoPeriod if there is none such.

        `2017` `2017-Q4` `2017-10` `2017-10-05`; `2017-W40` an ISO week; `2017-01-15..2017-03-31`
        with both ends, each of which may be any form; `today` `yesterday`; `this-month` whole,
        with the days to come; `last-month` the whole one before; `last-30-days`, any number of
        days, weeks, months, quarters or years, all over: without today; `month-to-date` with
        today. Case does not matter. The years are 1900 to 2199.

        >>> Period.of("last-30-days", today=date(2017, 11, 2)).last
        datetime.date(2017, 11, 1)
        """
        return cls(*bounds(said, today, year))

    @classmethod
    def holding(cls, day: date, grain: Grain, year: Year = GREGORIAN) -> Self:
        """The day, week, month, quarter or year that the day falls into."""
        number = year.number(grain, day)
        return cls(year.first(grain, number), year.first(grain, number + 1))

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days

    @property
    def last(self) -> date:
        """The last day that is meant."""
        return self.until - DAY

    def __iter__(self) -> Iterator[date]:
        return (self.since + timedelta(days=n) for n in range(self.days))

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    def __str__(self) -> str:
        return str(self.since) if self.days == 1 else f"{self.since}..{self.last}"

    def label(self, year: Year = GREGORIAN) -> str:
        """The shortest form that `of` reads back as this period under the same year.

        >>> Period(date(2017, 10, 1), date(2018, 1, 1)).label()
        '2017-Q4'
        """
        grain, since, until = self.whole(year)
        return year.label(grain, self.since) if until == since + 1 else str(self)

    def slices(self, grain: Grain, year: Year = GREGORIAN) -> Iterator["Period"]:
        """The period cut at the grain's borders; the first and the last may be cut short.

        >>> [str(part) for part in Period.of("2017-10", date.max).slices(Grain.WEEK)][:2]
        ['2017-10-01', '2017-10-02..2017-10-08']
        """
        number = year.number(grain, self.since)
        while (since := year.first(grain, number)) < self.until:
            number += 1
            until = year.first(grain, number)
            yield Period(max(since, self.since), min(until, self.until))

    def whole(self, year: Year = GREGORIAN) -> Whole:
        """The largest grain of which the period is nothing but whole parts; at least of days."""
        for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK):
            since, until = (year.number(grain, day) for day in (self.since, self.until))
            if (year.first(grain, since), year.first(grain, until)) == (self.since, self.until):
                return Whole(grain, since, until)
        return Whole(Grain.DAY, *(year.number(Grain.DAY, day) for day in (self.since, self.until)))

    def previous(self, year: Year = GREGORIAN) -> "Period":
        """The one before it, of the same length, ending where it begins.

        As many whole years, quarters or months if it is made of such; else as many days.

        >>> str(Period.of("2017-03", date.max).previous())
        '2017-02-01..2017-02-28'
        """
        grain, since, until = self.whole(year)
        return Period(year.first(grain, since - (until - since)), self.since)

    def year_before(self, year: Year = GREGORIAN) -> "Period":
        """The same one a year before.

        Whole years, quarters or months: those of the same names. One ISO week: 52 weeks before,
        for the sake of the weekdays. Else the same dates, 28 February for the 29th.
        """
        grain, since, until = self.whole(year)
        if size := MONTHS.get(grain):
            back = 12 // size
            return Period(year.first(grain, since - back), year.first(grain, until - back))
        if grain == Grain.WEEK and until == since + 1:
            return Period(*(day - timedelta(weeks=52) for day in (self.since, self.until)))
        return Period(_year_before(self.since), _year_before(self.last) + DAY)


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
