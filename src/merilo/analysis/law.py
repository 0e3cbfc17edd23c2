"""How the next figure varies, told by those before it: a law for counts, for shares, for sums.

Each knows what is expected (`mean`), the chance of so little (`below`) and of so much (`above`),
and the figures that are not rarer than a `tail` on their side (`range`, both ends counted).
"""

from bisect import bisect_left
from dataclasses import dataclass
from math import copysign, exp, fsum, inf, lgamma
from statistics import NormalDist

from merilo.analysis.curves import beta, student
from merilo.analysis.interval import Interval


@dataclass(frozen=True)
class Counts:
    """Negative binomial: like Poisson, but with a variance of `ratio` times the mean; ratio > 1.

    The ratio is known by `freedom` past periods more than one.

    >>> Counts(30, 1.2).range(0.025)
    Interval(low=19, high=42)
    """

    mean: float
    ratio: float
    freedom: float = inf

    def below(self, value: float) -> float:
        """The chance of `value` or less."""
        if value < 0:
            return 0.0
        chance = beta(self.mean / (self.ratio - 1), value + 1, 1 / self.ratio)
        return heavier(chance, self.freedom)

    def above(self, value: float) -> float:
        """The chance of `value` or more."""
        if value <= 0:
            return 1.0
        chance = beta(value, self.mean / (self.ratio - 1), 1 - 1 / self.ratio)
        return heavier(chance, self.freedom)

    def range(self, tail: float) -> Interval:
        """From the least count that is not rarer than `tail` to the largest."""
        top = int(self.mean) + 1
        while self.above(top) > tail:
            top *= 2
        return ends(self, tail, top)


@dataclass(frozen=True)
class Shares:
    """Beta-binomial: the part of `whole` where the share itself varies as beta of `a` and `b`.

    J. G. Skellam 1948, Journal of the Royal Statistical Society B 10 (2), 257-261.

    >>> Shares(20, 50, 50).range(0.025)
    Interval(low=5, high=15)
    """

    whole: int
    a: float
    b: float
    freedom: float = inf

    @property
    def mean(self) -> float:
        """What part is expected."""
        return self.whole * self.a / (self.a + self.b)

    def chance(self, part: int) -> float:
        """Of exactly that part."""
        n, a, b = self.whole, self.a, self.b
        ways = lgamma(n + 1) - lgamma(part + 1) - lgamma(n - part + 1)
        these = lgamma(part + a) + lgamma(n - part + b) - lgamma(n + a + b)
        return exp(ways + these + lgamma(a + b) - lgamma(a) - lgamma(b))

    def below(self, value: float) -> float:
        """The chance of `value` or less."""
        parts = range(int(value) + 1)
        return heavier(min(1.0, fsum(map(self.chance, parts))), self.freedom)

    def above(self, value: float) -> float:
        """The chance of `value` or more."""
        parts = range(int(value), self.whole + 1)
        return heavier(min(1.0, fsum(map(self.chance, parts))), self.freedom)

    def range(self, tail: float) -> Interval:
        """From the least part that is not rarer than `tail` to the largest."""
        return ends(self, tail, self.whole)


def ends(law: Counts | Shares, tail: float, top: int) -> Interval:
    """Of the whole numbers from 0 to `top` the first and the last that are not too rare."""
    low = bisect_left(range(top), True, key=lambda value: law.below(value) > tail)
    high = bisect_left(range(top), True, key=lambda value: law.above(value + 1) <= tail)
    return Interval(low, high)


def heavier(chance: float, freedom: float) -> float:
    """That of a tail if the spread is not known but from the past: where a normal curve has the
    `chance` beyond it, Student's has more.

    >>> round(heavier(0.025, 11), 4), heavier(0.025, inf)
    (0.0379, 0.025)
    """
    if freedom == inf or not 0 < chance < 0.5:
        return chance
    return beyond(-NormalDist().inv_cdf(chance), freedom)


def beyond(t: float, freedom: float) -> float:
    """The chance of more than so many standard errors, by Student's distribution.

    >>> round(beyond(2.2622, 9), 4), beyond(0, 9)
    (0.025, 0.5)
    """
    tail = beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2
    return tail if t >= 0 else 1 - tail


@dataclass(frozen=True)
class Power:
    """Student's t of a power of the sum in a period of the size 1.

    Of what is below 0 (refunds) it is the power without the sign, with the sign.
    """

    power: float
    middle: float
    error: float
    freedom: int

    def errors(self, value: float) -> float:
        """How many standard errors from the middle it lies."""
        return (raised(value, self.power) - self.middle) / self.error

    def at(self, errors: float) -> float:
        """The other way round."""
        return raised(self.middle + errors * self.error, 1 / self.power)


@dataclass(frozen=True)
class Sums:
    """A sum of money or time in a period of the size `of`; it is never below `least`.

    Its long tail is above: one law for what lies below, another for what lies above.
    """

    mean: float
    under: Power
    over: Power
    of: float = 1.0
    least: float = 0.0

    def below(self, value: float) -> float:
        """The chance of `value` or less."""
        return beyond(-self.under.errors(value / self.of), self.under.freedom)

    def above(self, value: float) -> float:
        """The chance of `value` or more."""
        return beyond(self.over.errors(value / self.of), self.over.freedom)

    def range(self, tail: float) -> Interval:
        """From the least sum that is not rarer than `tail` to the largest."""
        far = student(1 - 2 * tail, self.under.freedom)
        low, high = self.under.at(-far), self.over.at(far)
        return Interval(max(self.least, self.of * low), self.of * high)


def raised(value: float, power: float) -> float:
    """A power that keeps the sign.

    >>> raised(16, 0.75), raised(-16, 0.25)
    (8.0, -2.0)
    """
    return copysign(abs(value) ** power, value)
