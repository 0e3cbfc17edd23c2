"""Whether one figure is really more than another: the interval of their difference.

A difference is more than noise where its interval does not hold 0.
"""

from enum import StrEnum
from math import hypot, inf, sqrt

from merilo.analysis.curves import normal, student
from merilo.analysis.interval import CONFIDENCE, Interval, wilson


class Verdict(StrEnum):
    """What can be said of a difference."""

    MORE = "more"
    LESS = "less"
    NOISE = "within noise"
    FEW = "too few to say"


def verdict(found: Interval | None) -> Verdict:
    """What the interval of a difference says; without one there is too little to go by.

    >>> verdict(Interval(0.02, 0.38)).value, verdict(Interval(-1, 2)).value
    ('more', 'within noise')
    """
    if found is None or found == (-inf, inf):
        return Verdict.FEW
    if found.low > 0:
        return Verdict.MORE
    return Verdict.LESS if found.high < 0 else Verdict.NOISE


def shares(
    part: float, whole: float, part2: float, whole2: float, confidence: float = CONFIDENCE
) -> Interval | None:
    """Of two shares: Newcombe's hybrid of their Wilson intervals; None if one has no whole.

    R. G. Newcombe 1998, Statistics in Medicine 17 (8), 873-890, method 10.

    >>> [round(end, 3) for end in shares(31, 52, 20, 52)]
    [0.02, 0.383]
    """
    if whole <= 0 or whole2 <= 0:
        return None
    p, q = part / whole, part2 / whole2
    one, two = wilson(part, whole, confidence), wilson(part2, whole2, confidence)
    low = p - q - hypot(p - one.low, two.high - q)
    return Interval(low, p - q + hypot(one.high - p, q - two.low))


def counts(count: float, count2: float, confidence: float = CONFIDENCE) -> Interval:
    """Of two counts of the same time: square roots of counts all vary alike, by a half.

    √(x + 3/8) has the deviation 1/2 (F. J. Anscombe 1948, Biometrika 35 (3/4), 246-254); the ends
    of the difference of roots, times the sum of the roots, are those of the difference of counts.
    """
    one, two = sqrt(count + 0.375), sqrt(count2 + 0.375)
    half = normal(confidence) * sqrt(0.5)
    return Interval((one - two - half) * (one + two), (one - two + half) * (one + two))


def means(
    value: float, deviation: float, count: int,
    value2: float, deviation2: float, count2: int,
    confidence: float = CONFIDENCE,
) -> Interval | None:  # fmt: skip
    """Of two means: Welch; None if one is of fewer than two.

    B. L. Welch 1947, Biometrika 34 (1/2), 28-35.

    >>> [round(end, 2) for end in means(20.8, 2.2, 10, 23.0, 4.5, 12)]
    [-5.31, 0.91]
    """
    if count < 2 or count2 < 2:
        return None
    one, two = deviation**2 / count, deviation2**2 / count2
    if one + two == 0:
        return Interval(value - value2, value - value2)
    freedom = (one + two) ** 2 / (one**2 / (count - 1) + two**2 / (count2 - 1))
    half = student(confidence, round(freedom, 1)) * sqrt(one + two)
    return Interval(value - value2 - half, value - value2 + half)


def totals(
    value: float, squares: float, value2: float, squares2: float, confidence: float = CONFIDENCE
) -> Interval:
    """Of two sums: compound Poisson, see `interval.total`."""
    half = normal(confidence) * sqrt(squares + squares2)
    return Interval(value - value2 - half, value - value2 + half)
