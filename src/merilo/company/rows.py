"""The company's calendar as rows of facts, so that working time is arithmetic in any engine."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import repeat

from merilo.company.company import Company
from merilo.periods import Grain, Period, Year

SPAN = Period(date(1990, 1, 1), date(2060, 1, 1))


def calendar_rows(company: Company) -> Iterator[dict[str, object]]:
    """A row of the table `calendar` for each day from 1990 to 2059, in order.

    The working time between two instants is W(end) - W(start), where for t on a day of the row:

        W(t) = worked_before_s + clamp(t - opens_at, 0, closes_at - opens_at)
                               - clamp(t - pause_since_at, 0, pause_until_at - pause_since_at)

    On a day off all four instants are empty, and W(t) = worked_before_s. On a working day none
    is: without a break, it begins and ends at the closing.
    """
    calendar, workdays, worked = company.calendar, 0, timedelta()
    firsts = (_firsts(grain, company.year) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR))
    for day, month_on, quarter_on, year_on in zip(SPAN, *firsts, strict=True):
        shift = calendar.shift(day)
        opens_at, closes_at, pause_since_at, pause_until_at = shift or (None,) * 4
        yield {
            "connection": "merilo",
            "id": day.isoformat(),
            "day": day,
            "working": shift is not None,
            "workdays_before": workdays,
            "worked_before_s": int(worked.total_seconds()),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "pause_since_at": pause_since_at,
            "pause_until_at": pause_until_at,
            "month_on": month_on,
            "quarter_on": quarter_on,
            "year_on": year_on,
        }
        if shift:
            workdays, worked = workdays + 1, worked + shift.length


def _firsts(grain: Grain, year: Year) -> Iterator[date]:
    """For each day the first day of its part, which may lie before the span."""
    for part in SPAN.slices(grain, year):
        yield from repeat(year.start(grain, part.since), part.days)
