"""Somebody's own working time: the days of the month, the hours of today, the days behind.

Days are the person's own: working days of the company from their first day in the role to their
last, less absences. Of a day that goes on the part is over that its hours are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from merilo.periods import Calendar, Grain, Period
from merilo.report.card import by_person
from merilo.report.desk import Desk
from merilo.report.sight import ask

BEHIND = 60  # own working days that tell how days vary
BACK = 130  # days in which they are looked for
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """The working days of somebody's month, and the working hours of their today.

    `before` are the days before today, `part` how much of today is over (None: not worked).
    """

    month: Period
    today: date
    days: int
    before: int
    part: float | None
    hours_left: float
    company_days: int

    @property
    def passed(self) -> float:
        """Working days that are over, with the part of today."""
        return self.before + (self.part or 0.0)

    @property
    def going(self) -> bool:
        """Today is worked and not over."""
        return self.part is not None and self.part < 1

    @property
    def left(self) -> int:
        """Working days to come, with today while it goes on."""
        return self.days - self.before - (0 if self.part is None or self.going else 1)

    @property
    def nth(self) -> int:
        """Which working day today is; on a day off, how many there were."""
        return self.before + (self.part is not None)


@dataclass(frozen=True)
class Who:
    """What is known of a person's work: their role, since when in it, until when, absences."""

    role: str | None
    since: date
    until: date
    absences: Sequence[Period]

    @classmethod
    def of(cls, desk: Desk, person: str) -> "Who":
        """As of the desk's day; of those who are not yet there, as they begin."""
        people, postings, absences = directory(desk)
        row, mine = people.get(person, {}), postings.get(person, ())
        known = sorted(mine, key=lambda one: one["since"] or date.min)
        begun = [one for one in known if (one["since"] or date.min) <= desk.today]
        latest = begun[-1] if begun else known[0] if known else None
        role = (latest["role"] if latest else None) or row.get("role")
        since = latest["since"] if latest else None
        for one in reversed(begun[:-1]):  # from team to team in the same role
            if one["role"] != role or one["until"] != since:
                break
            since = one["since"]
        return cls(
            role, max(since or date.min, row.get("hired_on") or date.min),
            min(row.get("left_on") or date.max, (latest and latest["until"]) or date.max),
            [Period(one["since"] or date.min, one["until"] or date.max)
             for one in absences.get(person, ())],
        )  # fmt: skip

    def calendar(self, company: Calendar) -> Calendar:
        """The days on which they work."""
        outside = [Period(date.min, self.since)] if self.since > date.min else []
        if self.until < date.max:
            outside.append(Period(self.until, date.max))
        return company.without(*self.absences, *outside)


Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@lru_cache(maxsize=2)
def directory(desk: Desk) -> tuple[Mapping[str, Mapping[str, Any]], Rows, Rows]:
    """People by key, their postings, their absences."""
    people = ask(desk, "people", "key", "role", "hired_on", "left_on")
    return (
        {str(row["key"]): row for row in people},
        by_person(ask(desk, "postings", "person", "role", "since", "until")),
        by_person(ask(desk, "absences", "person", "since", "until")),
    )


def times(desk: Desk, who: Who, calendar: Calendar, now: datetime) -> Time:
    """The person's month and day at that moment. Without a day of their own in the month, it is
    the company's: whoever is away all of it has none."""
    month = Period.holding(desk.today, Grain.MONTH, desk.company.year)
    shift = calendar.shift(desk.today)
    part, hours = None, 0.0
    if shift and shift.length:
        part = shift.before(now) / shift.length
        hours = (shift.length - shift.before(now)).total_seconds() / 3600
    before = Period(month.since, desk.today) if desk.today > month.since else None
    return Time(
        month, desk.today, calendar.working_days(month),
        calendar.working_days(before) if before else 0, part, hours,
        desk.company.calendar.working_days(month),
    )  # fmt: skip


def own_days(calendar: Calendar, who: Who, time: Time) -> list[date]:
    """The working days behind them, the latest last: today once it is over."""
    last = time.today if time.part is not None and not time.going else time.today - DAY
    span = Period(max(who.since, last - BACK * DAY), max(last + DAY, who.since + DAY))
    return [one for one in span if one <= last and calendar.is_working(one)][-BEHIND:]
