"""Periods as people say them: which days `2017-Q4`, `last-month` or `2017-01..2017-03` are."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from merilo.errors import NoPeriod
from merilo.periods.year import Grain, Year

FORMS = (
    *("2017", "2017-Q4", "2017-10", "2017-W40", "2017-10-05", "2017-01-15..2017-03-31"),
    *("today", "yesterday", "this-week", "last-month", "last-30-days", "year-to-date"),
)
YEARS = range(1900, 2200)  # beyond them it is a slip of the pen, and steps back stay dates
DAY = timedelta(days=1)

FIXED = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-Q(?P<quarter>[1-4])|-W(?P<week>\d\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?",
    re.ASCII | re.IGNORECASE,
)
MOVING = re.compile(
    r"(?:(?P<this>this)|last(?:-(?P<count>\d+))?)-"
    r"(?P<grain>day|week|month|quarter|year)(?(count)s?)",
    re.ASCII | re.IGNORECASE,
)
TO_DATE = re.compile(r"(?P<grain>week|month|quarter|year)-to-date", re.ASCII | re.IGNORECASE)
WORDS = {"today": "this-day", "yesterday": "last-day"}


class Bounds(NamedTuple):
    """The first day, and the first day that is no longer meant."""

    since: date
    until: date


def bounds(said: str, today: date, year: Year) -> Bounds:
    """The days that are meant. NoPeriod if there are none such."""
    try:
        first, *rest = (_one(part.strip(), today, year) for part in said.split(".."))
        if len(rest) > 1:
            raise ValueError(said)
        last = rest[0] if rest else first
    except (ValueError, OverflowError):
        raise NoPeriod("period", said, FORMS) from None
    since, until = first.since, last.until
    if since >= until or since.year not in YEARS or (until - DAY).year not in YEARS:
        raise NoPeriod("period", said, FORMS)
    return Bounds(since, until)


def _one(said: str, today: date, year: Year) -> Bounds:
    if match := FIXED.fullmatch(said):
        return _fixed({name: int(text) for name, text in match.groupdict().items() if text}, year)
    if match := MOVING.fullmatch(WORDS.get(said.lower(), said)):
        return _moving(match, today, year)
    if match := TO_DATE.fullmatch(said):
        return Bounds(year.start(Grain(match["grain"].lower()), today), today + DAY)
    raise ValueError(said)


def _fixed(part: dict[str, int], year: Year) -> Bounds:
    """A year, or a part of it, by its number."""
    if "day" in part:
        since = date(part["year"], part["month"], part["day"])
        return Bounds(since, since + DAY)
    if "week" in part:
        since = date.fromisocalendar(part["year"], part["week"], 1)
        return Bounds(since, since + 7 * DAY)
    if "month" in part and part["month"] not in range(1, 13):
        raise ValueError(part)
    parts = ((grain, part[grain]) for grain in (Grain.QUARTER, Grain.MONTH) if grain in part)
    grain, nth = next(parts, (Grain.YEAR, 1))
    number = year.called(grain, part["year"], nth)
    return Bounds(year.first(grain, number), year.first(grain, number + 1))


def _moving(match: re.Match[str], today: date, year: Year) -> Bounds:
    """The one that today is in; or so many whole ones before it, of which none is today's."""
    grain = Grain(match["grain"].lower())
    now = year.number(grain, today)
    if match["this"]:
        return Bounds(year.first(grain, now), year.first(grain, now + 1))
    count = int(match["count"] or 1)
    return Bounds(year.first(grain, now - count), year.first(grain, now))
