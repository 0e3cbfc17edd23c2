"""How sure a figure is: between which values the true one lies, at 95 % unless said."""

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from merilo.analysis.curves import gamma, normal, root, student

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: float
    high: float


def wilson(part: float, whole: float, confidence: float = CONFIDENCE) -> Interval:
    """The share of which `part` of `whole` was seen; whole 0: nothing is known, (0, 1).

    With p = part / whole, n = whole and z deviations:

        (p + z²/2n ± z · √(p(1-p)/n + z²/4n²)) / (1 + z²/n)

    E. B. Wilson 1927, Journal of the American Statistical Association 22 (158), 209-212.

    >>> [round(end, 3) for end in wilson(2, 2)], [round(end, 3) for end in wilson(50, 100)]
    ([0.342, 1.0], [0.404, 0.596])
    """
    if whole <= 0:
        return Interval(0.0, 1.0)
    p, n, z = part / whole, whole, normal(confidence)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(max(0.0, p * (1 - p)) / n + z * z / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@lru_cache(maxsize=10_000)
def poisson(count: float, confidence: float = CONFIDENCE) -> Interval:
    """The number to be expected where `count` was seen; exact.

    F. Garwood 1936, Biometrika 28 (3/4), 437-442.

    >>> [round(end, 3) for end in poisson(10)], [round(end, 3) for end in poisson(0)]
    ([4.795, 18.39], [0.0, 3.689])
    """
    tail = (1 - confidence) / 2
    low = root(lambda x: gamma(count, x), tail, 0.0, count + 1) if count > 0 else 0.0
    return Interval(low, root(lambda x: gamma(count + 1, x), 1 - tail, 0.0, count + 10))


def mean(value: float, deviation: float, count: int, confidence: float = CONFIDENCE) -> Interval:
    """The mean of which a sample of `count` has this value and this deviation (n - 1); Student.

    One alone tells nothing of how much they vary: the interval has no ends.

    >>> [round(end, 2) for end in mean(50, 10, 25)]
    [45.87, 54.13]
    """
    if count < 2:
        return Interval(-float("inf"), float("inf"))
    half = student(confidence, count - 1) * deviation / sqrt(count)
    return Interval(value - half, value + half)


def total(value: float, squares: float, confidence: float = CONFIDENCE) -> Interval:
    """The sum to be expected of as many things as come by chance, of which `squares` is the sum of
    the squared amounts: compound Poisson, value ± z · √squares.

    >>> [round(end) for end in total(1000, 10 * 100**2)]
    [380, 1620]
    """
    half = normal(confidence) * sqrt(squares)
    return Interval(value - half, value + half)
