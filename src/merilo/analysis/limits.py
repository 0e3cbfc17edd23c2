"""Funnel-plot limits: how far a figure of so many may lie from the common one by chance.

D. J. Spiegelhalter 2005, Statistics in Medicine 24 (8), 1185-1202.
"""

from math import sqrt

from merilo.analysis.curves import normal
from merilo.analysis.interval import Interval

NEAR, FAR = 0.95, 0.998


def share(common: float, whole: float, confidence: float = NEAR) -> Interval:
    """For a share of `whole` where the common one is `common`.

    >>> [round(end, 3) for end in share(0.25, 20)], [round(end, 3) for end in share(0.25, 20, FAR)]
    ([0.06, 0.44], [0.0, 0.549])
    """
    if whole <= 0:
        return Interval(0.0, 1.0)
    half = normal(confidence) * sqrt(common * (1 - common) / whole)
    return Interval(max(0.0, common - half), min(1.0, common + half))


def count(expected: float, confidence: float = NEAR) -> Interval:
    """For a count where `expected` is.

    >>> [round(end, 1) for end in count(100)]
    [80.4, 119.6]
    """
    half = normal(confidence) * sqrt(expected)
    return Interval(max(0.0, expected - half), expected + half)
