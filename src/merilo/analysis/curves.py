"""The curves behind the intervals: gamma and beta, and the quantiles that follow from them.

Both are the regularised incomplete functions, by their series and continued fraction:
Abramowitz and Stegun 1964, 6.5.29, 6.5.31, 26.5.8.
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, inf, lgamma, log
from statistics import NormalDist

ENOUGH = 1e-14
TURNS = 10_000


def normal(confidence: float) -> float:
    """How many deviations to each side hold that part of a normal distribution.

    >>> round(normal(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def gamma(a: float, x: float) -> float:
    """The part of a gamma distribution of shape `a` that lies below `x`."""
    if x <= 0:
        return 0.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        total = term = 1 / a
        for n in range(1, TURNS):
            term *= x / (a + n)
            total += term
            if term < total * ENOUGH:
                break
        return front * total
    return 1 - front / fraction(lambda n: (-n * (n - a), x + 2 * n + 1 - a), x + 1 - a)


def beta(a: float, b: float, x: float) -> float:
    """The part of a beta distribution of shapes `a` and `b` that lies below `x`."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a

    def step(n: int) -> tuple[float, float]:
        m = n // 2
        if n % 2 == 0:
            return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0

    return front / fraction(step, 1.0)


def fraction(step: Callable[[int], tuple[float, float]], first: float) -> float:
    """first + a1 / (b1 + a2 / (b2 + ...)), where step(n) gives a and b; by Lentz's method."""
    value = top = first or 1e-300
    below = 0.0
    for n in range(1, TURNS):
        a, b = step(n)
        below = 1 / ((b + a * below) or 1e-300)
        top = (b + a / top) or 1e-300
        value *= top * below
        if abs(top * below - 1) < ENOUGH:
            break
    return value


def root(curve: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a rising curve passes the target, by halving."""
    while curve(high) < target:
        low, high = high, high * 2
    for _turn in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if curve(middle) < target else (low, middle)
    return (low + high) / 2


@lru_cache(maxsize=10_000)
def student(confidence: float, freedom: float) -> float:
    """How many standard errors to each side hold that part of Student's distribution.

    >>> round(student(0.95, 9), 4)
    2.2622
    """
    tail = (1 - confidence) / 2
    if freedom == inf:
        return normal(confidence)
    return root(lambda t: -beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2, -tail, 0, 10)
