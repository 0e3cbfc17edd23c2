"""Out of a person's usual range: limits by their own past, with a stated budget of false alarms.

The budget is shared by all that is checked: of `alarms` a week over `checks` a week each has the
chance alarms / checks to be called out of range by chance alone. The law is that of the *next*
figure, so that what so short a past does not tell makes it wider.

W. A. Shewhart 1931, Economic Control of Quality of Manufactured Product.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from math import inf, sqrt
from statistics import NormalDist, fmean, median
from typing import NamedTuple, TypeVar

from merilo.analysis.interval import Interval
from merilo.analysis.law import Counts, Power, Shares, Sums, raised

LEAST = 12  # past periods; of fewer nothing is said
LOOSEST = 0.05  # however few are checked: what comes once in twenty periods is no news
USUAL = 0.05  # the range that is told holds nineteen periods of twenty
FAR = 4.0  # deviations from the median: what lies farther counts as lying there
UNEVEN, DRAWN = 1.5, 4  # see `counts`
UNDER, OVER = 0.75, 0.25  # see `sums`
SPREAD = 1.4826  # a deviation, by the median distance from the median
WEEKS = 12.0  # the group's weekdays weigh as much as so many weeks of one's own

Day = TypeVar("Day", bound=Hashable)


class Kind(StrEnum):
    """What a figure is, and so by which law it varies."""

    COUNT = "count"
    SHARE = "share"
    SUM = "sum"


class Side(StrEnum):
    """Where a figure lies, as seen from the usual range."""

    BELOW = "below"
    ABOVE = "above"
    NONE = "none"


class Past(NamedTuple):
    """What was in a period. `of` is the whole if it is part of one; else the size of the period:
    1 is an ordinary day, 0.8 a Friday (see `weekdays`), 5 are five days together."""

    value: float
    of: float = 1.0


@dataclass(frozen=True)
class Signal:
    """Where a figure lies, and how rare (`p`) figures are that lie as far out.

    >>> found = signal(Kind.COUNT, 30 * [Past(36)], Past(12), tail(alarms=2, checks=3000))
    >>> found.side.value, found.p < 1e-4, found.usual
    ('below', True, Interval(low=24, high=49))
    """

    side: Side
    p: float
    law: Counts | Shares | Sums

    @property
    def usual(self) -> Interval:
        """The range to tell: nineteen periods of twenty lie in it."""
        return self.law.range(USUAL / 2)


def tail(alarms: float, checks: float) -> float:
    """How rare by chance a figure has to be, for `alarms` false alarms over so many checks.

    >>> tail(alarms=2, checks=3000), tail(alarms=2, checks=10)
    (0.0006666666666666666, 0.05)
    """
    return min(LOOSEST, alarms / checks) if checks > 0 else LOOSEST


def signal(
    kind: Kind, history: Sequence[Past], now: Past, rare: float, watched: Side = Side.NONE
) -> Signal | None:
    """Whether the figure of `now` is out of the range of its `history`; None if too little known.

    Of a `watched` side only that one alarms, and has the whole budget; else each has a half.
    """
    law = following(kind, history, now.of)
    if law is None:
        return None
    side = Side.BELOW if now.value < law.mean else Side.ABOVE
    p = law.below(now.value) if side is Side.BELOW else law.above(now.value)
    if watched is Side.NONE:
        p = min(1.0, 2 * p)
    out = p <= rare and watched in (side, Side.NONE) and now.value != law.mean
    return Signal(side if out else Side.NONE, p, law)


def limits(
    kind: Kind, history: Sequence[Past], alarms: float, checks: float,
    of: float = 1.0, watched: Side = Side.NONE,
) -> Interval | None:  # fmt: skip
    """The range that alarms when it is left, both ends within it; None if too little is known.

    `of` is the size, or the whole, of the period to come. What is not watched has no limit.

    >>> limits(Kind.COUNT, 30 * [Past(36)], alarms=2, checks=3000)
    Interval(low=16, high=61)
    """
    law = following(kind, history, of)
    if law is None:
        return None
    rare = tail(alarms, checks)
    low, high = law.range(rare / 2 if watched is Side.NONE else rare)
    if watched is Side.BELOW:
        high = inf
    return Interval(-inf if watched is Side.ABOVE else low, high)


def following(kind: Kind, history: Sequence[Past], of: float) -> Counts | Shares | Sums | None:
    """The law of the next figure after these; None if they are fewer than twelve, or tell nothing
    of how much it varies."""
    told = [past for past in history if past.of > 0]
    if len(told) < LEAST or of <= 0:
        return None
    if kind is Kind.COUNT:
        return counts(told, of)
    return shares(told, of) if kind is Kind.SHARE else sums(told, of)


def counts(history: Sequence[Past], of: float) -> Counts:
    """Poisson, or wider where the past varied by more: the variance is the mean times

        max(1, (Σ(x - m·of)² / (m·of) + 4 · 1.5) / (n - 1 + 4)) · (1 + of / Σof)

    The first is by moments, drawn to 1.5 as by four periods more: people's days are seldom as even
    as chance alone would have them. The second is because the mean m = (Σx + ½) / Σof is known from
    so much past only.
    """
    near = tamed(history)
    freedom, size = len(near) - 1 + DRAWN, sum(past.of for past in near)
    mean = (sum(past.value for past in near) + 0.5) / size
    chi = sum((past.value - mean * past.of) ** 2 / (mean * past.of) for past in near)
    ratio = max(1.0, (chi + DRAWN * UNEVEN) / freedom)
    return Counts(mean * of, ratio * (1 + of / size), freedom)


def shares(history: Sequence[Past], of: float) -> Shares:
    """Binomial, or wider where the past shares varied by more: two trials of a period go together
    by r = (Σ(x - p·of)² / (p·q·of) - (n - 1)) / Σ(of - 1), by moments.

    D. A. Williams 1982, Applied Statistics 31 (2), 144-148.
    """
    near = tamed(history)
    freedom, size = len(near) - 1, sum(past.of for past in near)
    p = (sum(past.value for past in near) + 0.5) / (size + 1)
    chi = sum((past.value - p * past.of) ** 2 / (p * (1 - p) * past.of) for past in near)
    r = max(0.0, chi - freedom) / max(1.0, size - len(near))
    unsure = max(1.0, chi / freedom) / (size + 1)  # the variance of the mean share, by p·q
    trials = 1 / min(0.95, r + unsure) - 1
    return Shares(round(of), p * trials, (1 - p) * trials, freedom)


def sums(history: Sequence[Past], of: float) -> Sums | None:
    """Student's t of a power of the sums; None if they never varied.

    By simulation of won deals: their sums have so long a tail above that only the fourth roots are
    safe there; for that below a power of ¾ is. The past has to be in periods like the next one: the
    root of a week is not the sum of the roots of its days.
    """
    if len({past.value / past.of for past in history}) == 1:
        return None
    mean = sum(past.value for past in history) / sum(past.of for past in history)
    least = 0.0 if min(past.value for past in history) >= 0 else -inf
    under, over = (power(history, of, exponent) for exponent in (UNDER, OVER))
    return Sums(mean * of, under, over, of, least)


def power(history: Sequence[Past], of: float, exponent: float) -> Power:
    """Student's t of the next one by the past ones, each weighing as much as its size."""
    near = tamed(
        [Past(past.of * raised(past.value / past.of, exponent), past.of) for past in history]
    )
    freedom, size = len(near) - 1, sum(past.of for past in near)
    middle = sum(past.value for past in near) / size
    square = sum(past.of * (past.value / past.of - middle) ** 2 for past in near) / freedom
    return Power(exponent, middle, sqrt(square * (1 / of + 1 / size)), freedom)


def tamed(history: Sequence[Past]) -> list[Past]:
    """The past without what happens once: what lies far from the median is drawn near."""
    middle = median(past.value / past.of for past in history)
    off = [(past.value - middle * past.of) / past.of**0.5 for past in history]
    far = FAR * SPREAD * median(map(abs, off))
    if not far:
        return [*history]
    return [
        Past(middle * past.of + max(-far, min(far, one)) * past.of**0.5, past.of)
        for past, one in zip(history, off, strict=True)
    ]


def weekdays(own: Sequence[tuple[Day, float]], group: Mapping[Day, float]) -> dict[Day, float]:
    """How much of an ordinary day each weekday is: one's own, drawn to the group's.

        (Σ values of that weekday / mean + 12 · group) / (days of it + 12)

    The group's are found by the same function, of everybody's days and nothing to draw to.

    >>> group = weekdays(40 * [("Thu", 12.0), ("Fri", 8.0)], {})
    >>> weekdays(3 * [("Thu", 20.0), ("Fri", 10.0)], group)["Fri"]   # his own are 0.67
    0.7733333333333334
    """
    mean = fmean(value for _day, value in own) if own else 0.0
    found = dict(group)
    for day, those in groupby(sorted(own, key=lambda one: str(one[0])), key=lambda one: one[0]):
        values = [value for _day, value in those]
        weight = WEEKS if day in group else 0.0
        if mean > 0:
            whole = sum(values) / mean + weight * group.get(day, 1.0)
            found[day] = whole / (len(values) + weight)
    return found


def kept(chances: Sequence[float], rate: float) -> list[bool]:
    """Which of many findings to keep, for no more than `rate` of the kept to be chance.

    The largest k of which the k-th least chance is at most k / n · rate; the k least are kept.
    Y. Benjamini and Y. Hochberg 1995, Journal of the Royal Statistical Society B 57 (1), 289-300.

    >>> kept([0.20, 0.001, 0.03], rate=0.05)
    [False, True, True]
    """
    n = len(chances)
    passed = [p for k, p in enumerate(sorted(chances), 1) if p <= k / n * rate]
    return [bool(passed) and p <= passed[-1] for p in chances]


def expected(checks: int, deviations: float) -> float:
    """How many of so many checks are beyond so many deviations by chance, if they vary normally.

    >>> round(expected(50, 1.96), 1), round(expected(50, 3), 3)
    (2.5, 0.135)
    """
    return checks * 2 * NormalDist().cdf(-deviations)
