"""Where a period will end, going by somebody's own days so far."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from merilo.analysis.curves import student

LEVEL = 0.8


class Expected(NamedTuple):
    """The end of the period: most likely in the `middle`, as sure as asked within the others."""

    low: float
    middle: float
    high: float


def expected(
    daily: Sequence[float], days_left: int, level: float = LEVEL, fact: float | None = None
) -> Expected | None:
    """What the period's sum will be, by the sums of working days: those of the period so far, or
    more of them and the `fact` of the period itself. With n days of mean x and deviation s behind
    and m ahead:

        fact + m · x ± t · s · √(m + m²/n)

    where t is Student's for n - 1 (G. J. Hahn and W. Q. Meeker 1991, Statistical Intervals,
    section 4.7): √m for the days to come, m/√n as the mean is itself known from so few. Days are
    taken to be alike and each by itself. What no day was below 0 will not end below the fact.
    None where days are left and fewer than two are known.

    Where sums are rare a few days do not show how they vary: of a deal on every fifth day, with
    11 days to come, 80 % by ten days hold 68 % of the ends, and by sixty days 85 %. Give them.

    >>> [round(end) for end in expected([4, 6, 5, 3, 7], days_left=5)]
    [42, 50, 58]
    """
    done = sum(daily) if fact is None else fact
    if days_left <= 0:
        return Expected(done, done, done)
    if len(daily) < 2:
        return None
    more = days_left * fmean(daily)
    spread = stdev(daily) * sqrt(days_left + days_left**2 / len(daily))
    half = student(level, len(daily) - 1) * spread
    low = more - half if min(daily) < 0 else max(0.0, more - half)
    return Expected(done + low, done + more, done + more + half)
