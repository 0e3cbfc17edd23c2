"""The company's year: calendar months from any month on, or whole weeks (4-4-5); and its grains."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from merilo.errors import SetupError
from merilo.words import say


class Grain(StrEnum):
    """How finely time is cut."""

    DAY = "day"
    WEEK = "week"  # ISO: Monday to Sunday, whatever the year
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DAYS: Mapping[str, int] = {Grain.DAY: 1, Grain.WEEK: 7}
MONTHS: Mapping[str, int] = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHOICES = {
    "named": ("end", "start"),
    "weeks": ("", "4-4-5", "4-5-4", "5-4-4"),
    "weekday": WEEKDAYS,
    "begins": ("nearest", "before"),
}


@dataclass(frozen=True)
class Year:
    """How the company's year is cut into quarters and months.

    Every day, week, month, quarter and year has a serial `number`; the next one has the next
    number, and `first` tells its first day. All steps through time are steps of that number.

    A year of weeks has four quarters of 13 weeks, 364 days. It begins on `weekday`: the one
    `nearest` to the first day of the month `starts`, or the last one not after it (`before`).
    Where 52 weeks would end too early for the next year's beginning, the last month has one
    week more: week 53. Its months stand for calendar months: the first one for `starts`.

    >>> Year(starts=7).label(Grain.YEAR, date(2011, 7, 1))
    '2012'
    """

    starts: int = field(default=1, metadata={"doc": "The month the year begins with, 1 to 12."})
    named: str = field(
        default="end",
        metadata={
            "doc": "Which calendar year gives the year its number: the one it ends in (end: July "
            "2011 to June 2012 is 2012) or the one it begins in (start)."
        },
    )
    weeks: str = field(
        default="",
        metadata={
            "doc": "The weeks in the three months of a quarter: 4-4-5, 4-5-4 or 5-4-4. Empty: "
            "months of the calendar."
        },
    )
    weekday: str = field(
        default="monday", metadata={"doc": "The weekday on which a year of weeks begins."}
    )
    begins: str = field(
        default="nearest",
        metadata={
            "doc": "Which of those weekdays begins a year of weeks: the one nearest to the first "
            "of the month `starts`, or the last one not after it (before)."
        },
    )

    def __post_init__(self) -> None:
        if self.starts not in range(1, 13):
            raise SetupError("year.starts", self.starts, say("a month from 1 to 12 is wanted"))
        for name, choices in CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                listed = ", ".join(choice or say("nothing") for choice in choices)
                wanted = say("one of these is wanted: {words}", words=listed)
                raise SetupError(f"year.{name}", value, wanted)

    def number(self, grain: Grain, day: date) -> int:
        """The serial number of the grain's part that the day falls into."""
        if size := MONTHS.get(grain):
            return (self._month(day) - self._shift) // size
        return (day.toordinal() - 1) // DAYS[grain]  # the first day ever was a Monday

    def first(self, grain: Grain, number: int) -> date:
        """The first day of that part. ValueError or OverflowError outside the years 1 to 9999."""
        if size := MONTHS.get(grain):
            return self._first(number * size + self._shift)
        return date.fromordinal(number * DAYS[grain] + 1)

    def start(self, grain: Grain, day: date) -> date:
        """The first day of the grain's part that the day falls into.

        >>> GREGORIAN.start(Grain.WEEK, date(2017, 10, 5))
        datetime.date(2017, 10, 2)
        """
        return self.first(grain, self.number(grain, day))

    def label(self, grain: Grain, day: date) -> str:
        """The part that the day falls into, as `Period.of` reads it under this year.

        >>> GREGORIAN.label(Grain.QUARTER, date(2017, 10, 5))
        '2017-Q4'
        """
        if grain == Grain.DAY:
            return day.isoformat()
        if grain == Grain.WEEK:
            iso = day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}"
        if grain == Grain.MONTH:
            year, month = divmod(self._month(day), 12)
            return f"{year:04}-{month + 1:02}"
        year, quarter = divmod(self.number(Grain.QUARTER, day), 4)
        name = f"{year + self._ahead:04}"
        return name if grain == Grain.YEAR else f"{name}-Q{quarter + 1}"

    def called(self, grain: Grain, year: int, nth: int = 1) -> int:
        """The number of the nth month, quarter or year (`nth` stays 1) of that name."""
        if grain == Grain.MONTH:
            return 12 * year + nth - 1 - self._shift
        return (year - self._ahead) * (4 if grain == Grain.QUARTER else 1) + nth - 1

    @property
    def _shift(self) -> int:
        return self.starts - 1

    @property
    def _ahead(self) -> int:
        return int(self.named == "end" and self.starts > 1)

    def _month(self, day: date) -> int:
        """Its month, counted from January of the year 0; of weeks: the one it stands for."""
        if not self.weeks:
            return 12 * day.year + day.month - 1
        year = day.year + 1  # weeks may begin before New Year
        while day < self._opens(year):
            year -= 1
        week = (day - self._opens(year)).days // 7
        return 12 * year + self._shift + bisect_right(self._before, week) - 1

    def _first(self, month: int) -> date:
        if not self.weeks:
            return date(month // 12, month % 12 + 1, 1)
        year, nth = divmod(month - self._shift, 12)
        return self._opens(year) + timedelta(weeks=self._before[nth])

    def _opens(self, year: int) -> date:
        """The first day of the year of weeks whose first month stands for one of `year`."""
        first = date(year, self.starts, 1)
        ahead = (WEEKDAYS.index(self.weekday) - first.weekday()) % 7
        late = ahead > (3 if self.begins == "nearest" else 0)
        return first + timedelta(days=ahead - 7 if late else ahead)

    @cached_property
    def _before(self) -> tuple[int, ...]:
        """How many weeks of the year lie before each of its months; week 53 is the last's."""
        return (0, *accumulate([int(n) for n in self.weeks.split("-")] * 4))[:12]


GREGORIAN = Year()
