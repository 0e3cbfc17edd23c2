"""How likely a target is: with what is done, by the outlook of the rest, or by the open deals."""

from collections.abc import Sequence
from enum import StrEnum
from math import floor, inf
from statistics import NormalDist

from merilo.analysis.attainment import Kind
from merilo.analysis.curves import beta, gamma
from merilo.analysis.outlook import Outlook

EASY, FAIR, AMBITIOUS = 0.9, 0.5, 0.1  # from which probability on
FEW = 14  # open deals whose every outcome is gone through
STEPS = 2_000  # into which what is needed is cut where they are more


class Verdict(StrEnum):
    """What is to be thought of a target."""

    EASY = "too easy"
    FAIR = "fair"
    AMBITIOUS = "ambitious"
    BEYOND = "beyond reach"


def verdict(chance: float) -> Verdict:
    """What a probability says of the target.

    >>> [verdict(chance).value for chance in (0.95, 0.5, 0.252, 0.02)]
    ['too easy', 'fair', 'ambitious', 'beyond reach']
    """
    if chance >= EASY:
        return Verdict.EASY
    if chance >= FAIR:
        return Verdict.FAIR
    return Verdict.AMBITIOUS if chance >= AMBITIOUS else Verdict.BEYOND


def reach(target: float, done: float, rest: Outlook, kind: Kind = Kind.AT_LEAST) -> float:
    """The probability that what is `done` and the `rest` to come fulfil the target. Of a growth the
    target is the figure `wanted`, as `attainment.wanted` gives it.

    >>> round(reach(1_100_000, 0, Outlook(1_000_000, 150_000)), 4)
    0.2525
    >>> round(reach(100, 60, Outlook(40, 0), Kind.AT_MOST), 4)
    1.0
    """
    need = target - done
    if kind is not Kind.AT_MOST:
        return more(rest, need)
    if rest.counted:
        return 1 - more(rest, floor(need) + 1)
    return 1 - beyond(rest, need) if need >= 0 else 0.0


def more(rest: Outlook, need: float) -> float:
    """The probability of at least that much; of nothing it is sure, for nothing goes below 0."""
    if need <= 0:
        return 1.0
    if rest.counted:
        return counts(need, rest.mean, rest.deviation**2)
    if not rest.deviation:
        return 1 - rest.nothing if rest.mean >= need else 0.0
    return beyond(rest, need)


def beyond(rest: Outlook, need: float) -> float:
    """The probability of an amount above that."""
    if not rest.deviation:
        return 1 - rest.nothing if rest.mean > need else 0.0
    return (1 - rest.nothing) * tail((need - rest.mean) / rest.deviation, rest.freedom)


def tail(deviations: float, freedom: float = inf) -> float:
    """The part of Student's distribution that lies above.

    >>> round(tail(2 / 3), 3), round(tail(2.2622, 9), 3)
    (0.252, 0.025)
    """
    if freedom == inf:
        return NormalDist().cdf(-deviations)
    half = beta(freedom / 2, 0.5, freedom / (freedom + deviations * deviations)) / 2
    return half if deviations > 0 else 1 - half


def counts(need: float, mean: float, spread: float) -> float:
    """The probability of at least so many: negative binomial of that mean and variance, Poisson if
    the variance is no more than the mean. Between whole numbers, for shares of deals, by the curve.

    As the parts below x of beta and gamma: Abramowitz and Stegun 1964, 26.5.26, 26.4.21.

    >>> round(counts(3, 2, 2), 4), round(counts(1, 2, 4), 4)
    (0.3233, 0.75)
    """
    if need <= 0 or mean <= 0:
        return float(need <= 0)
    if spread <= mean * (1 + 1e-9):
        found = gamma(need, mean)
    else:
        found = beta(need, mean**2 / (spread - mean), 1 - mean / spread)
    return min(1.0, max(0.0, found))  # the curves are exact to a dozen digits


def pipeline(deals: Sequence[tuple[float, float]], need: float) -> float:
    """The probability that the won ones of `deals`, each a value and the probability that it is
    won, alone of the others, bring at least what is needed.

    Exact for up to FEW deals; of more, values are rounded to a STEPS-th of what is needed.

    >>> round(pipeline([(100, 0.5), (200, 0.3), (300, 0.2)], need=300), 3)
    0.32
    """
    if need <= 0:
        return 1.0
    if len(deals) > FEW:
        deals, need = [(round(value / need * STEPS), p) for value, p in deals], STEPS
    enough = need * (1 - 1e-9)  # 0.7 + 0.1 is as much as 0.8
    reached, short = 0.0, {0.0: 1.0}  # what is won by its probability, while it is too little
    for value, p in deals:
        before, short = short, {}
        for won, chance in before.items():
            short[won] = short.get(won, 0.0) + chance * (1 - p)
            if won + value >= enough:
                reached += chance * p
            else:
                short[won + value] = short.get(won + value, 0.0) + chance * p
    return reached
