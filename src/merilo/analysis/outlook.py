"""What a month to come may bring: by somebody's own months, those of the others, and the season."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from statistics import fmean, variance
from typing import NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

YEAR = 12  # months
LATELY = 12  # months of one's own that are gone by
LENT = 3  # months' worth of the others' spread beside one's own


def seasons(months: Sequence[float], cycle: int = YEAR) -> tuple[float, ...]:
    """What each month of the cycle is by the mean month of its year; the nth of `months` is of the
    factor n % cycle, and so is the one to come.

    Ratios to the year's mean, of whole years counted back from the end; the mean of `years` ratios
    and one 1, so that one year is believed by half and two by two thirds. Less than a year: all 1.

    >>> seasons([100, 100, 200, 0], cycle=4)
    (1.0, 1.0, 1.5, 0.5)
    """
    found: list[list[float]] = [[1.0] for _n in range(cycle)]
    for since in range(len(months) - cycle, -1, -cycle):
        mean = fmean(months[since : since + cycle])
        for n in range(since, since + cycle):
            found[n % cycle].append(months[n] / mean if mean > 0 else 1.0)
    return tuple(max(0.0, fmean(ratios)) or 1.0 for ratios in found)


class Level(NamedTuple):
    """What months are like: the mean of those that brought something, how they vary (n - 1; None
    of fewer than two), how many they are, and the part of months that brought nothing."""

    mean: float
    variance: float | None
    known: int
    nothing: float = 0.0


def level(months: Sequence[float], counted: bool = False) -> Level:
    """What those months are like, each divided by its season before. In a count 0 is a number like
    others; in an amount 0 and less is nothing, of so many months and one more, half empty.

    >>> level([100.0, 0.0, 300.0])
    Level(mean=200.0, variance=20000.0, known=2, nothing=0.375)
    """
    some = [month for month in months if counted or month > 0]
    empty = len(months) - len(some)
    return Level(
        fmean(some) if some else 0.0,
        variance(some) if len(some) > 1 else None,
        len(some),
        (empty + 0.5) / (len(months) + 1) if empty else 0.0,
    )


@dataclass(frozen=True)
class Outlook:
    """What a period to come may bring: with the chance `nothing` nothing; else something about the
    mean, by a deviation that holds also how little is known of the mean.

    An amount follows Student's distribution of that `freedom` (endless: the normal one); a count
    (`counted`) the negative binomial, or Poisson's where it varies no more than that.
    """

    mean: float
    deviation: float
    freedom: float = inf
    nothing: float = 0.0
    counted: bool = False

    @property
    def expected(self) -> float:
        """The mean of all, with what brings nothing."""
        return (1 - self.nothing) * self.mean

    @property
    def spread(self) -> float:
        """The variance of all."""
        return (1 - self.nothing) * (self.deviation**2 + self.nothing * self.mean**2)

    def part(self, share: float) -> "Outlook":
        """Of that share of the period: mean and variance go with time.

        >>> Outlook(100, 20).part(0.25)
        Outlook(mean=25.0, deviation=10.0, freedom=inf, nothing=0.0, counted=False)
        """
        nothing = self.nothing**share
        if nothing == 1:
            return replace(self, mean=0.0, deviation=0.0, nothing=0.0)
        mean = share * self.expected / (1 - nothing)
        rest = share * self.spread / (1 - nothing) - nothing * mean**2
        return replace(self, mean=mean, deviation=sqrt(max(0.0, rest)), nothing=nothing)


def outlook(
    own: Level, others: Sequence[Level] = (), season: float = 1.0, counted: bool = False
) -> Outlook | None:
    """What the next month may bring by one's own months, drawn towards the others' as far as few
    are known; None if nothing can be said: fewer than two months and no others with two.

    Between n months of one's own with mean m, and k others of mean M, who differ by the variance a
    while the months of each vary by s²:

        Z = n·a / (n·a + s²),  Z·m + (1 - Z)·M,  s²·LENT beside (n - 1) squares of one's own

    H. Bühlmann 1967, ASTIN Bulletin 4 (3), 199-207; for the variance the scaled inverse chi-square:
    Gelman et al. 2013, Bayesian Data Analysis, 3.3.

    >>> outlook(Level(100.0, 50.0, 5))
    Outlook(mean=100.0, deviation=7.745966692414834, freedom=4, nothing=0.0, counted=False)
    """
    return drawn(own, group(others), season, counted)


class Group(NamedTuple):
    """What the months of people of one kind are like: how they vary `within` those of one and the
    same, the `middle` of the means, by what variance people differ as it looks (`apart`) and in
    truth (`between`), the part of months without anything, and how many people they are."""

    within: float
    middle: float
    apart: float
    between: float
    nothing: float
    people: int


def group(those: Sequence[Level]) -> Group | None:
    """What they have in common; None if fewer than two are known."""
    known = [one for one in those if one.variance is not None]
    if len(known) < 2:
        return None
    within = pooled(known)
    apart = variance([one.mean for one in known])
    return Group(
        within,
        fmean(one.mean for one in known),
        apart,
        max(0.0, apart - within * fmean(1 / one.known for one in known)),
        fmean(one.nothing for one in known),
        len(known),
    )


def drawn(own: Level, others: Group | None, season: float, counted: bool) -> Outlook | None:
    """The outlook by one's own months, drawn towards the others'."""
    if others is None:
        return alone(own, season, counted)
    between = others.between
    trust = own.known * between / (own.known * between + others.within) if between else 0.0
    mean = trust * own.mean + (1 - trust) * others.middle
    unsure = (1 - trust) * between + (1 - trust) ** 2 * others.apart / others.people
    freedom = max(0, own.known - 1) + LENT
    varied = (max(0, own.known - 1) * (own.variance or 0.0) + LENT * others.within) / freedom
    nothing = own.nothing if own.known or own.nothing else others.nothing
    return made(mean, varied + unsure, freedom, nothing, season, counted)


def outlooks(
    histories: Mapping[K, Sequence[float | None]],
    groups: Mapping[K, Hashable],
    counted: bool = False,
    ahead: int = 0,
) -> dict[K, Outlook | None]:
    """What the next month may bring each, or one so many months `ahead` of it, by what the same
    months brought them all; None in a history where somebody was not at work.

    The first month of each is left out: it may have been part of one. The season is that of them
    all, the others are those of one's group."""
    known = trimmed(histories)
    factors = seasons(totals(known.values()))
    levels: dict[K, Level] = {}
    teams: defaultdict[Hashable, list[Level]] = defaultdict(list)
    for who, months in known.items():
        plain = [m / factors[n % YEAR] for n, m in enumerate(months) if m is not None]
        levels[who] = level(plain[-LATELY:], counted)
        teams[groups.get(who)].append(levels[who])
    season = factors[(max(map(len, known.values()), default=0) + ahead) % YEAR]
    others = {role: group(team) for role, team in teams.items()}
    return {
        who: drawn(own, others[groups.get(who)], season, counted) for who, own in levels.items()
    }


def trimmed(histories: Mapping[K, Sequence[float | None]]) -> dict[K, list[float | None]]:
    """The same months of each from the second on in which anybody did anything; of somebody who
    began later, None up to their own first one.

    >>> trimmed({"a": [0, 1, 2, 3], "b": [None, None, 5, 6]})
    {'a': [2, 3], 'b': [None, 6]}
    """
    since = next((n for n, all in enumerate(totals(histories.values())) if all), None)
    if since is None:
        return {who: [] for who in histories}
    return {who: begun(months[since:])[1:] for who, months in histories.items()}


def begun(months: Sequence[float | None]) -> list[float | None]:
    """The months, without the first that is known."""
    first = next((n for n, month in enumerate(months) if month is not None), 0)
    return [*([None] * len(months[: first + 1])), *months[first + 1 :]]


def totals(histories: Iterable[Sequence[float | None]]) -> list[float]:
    """What everybody's months come to, month by month."""
    return [sum(filter(None, month)) for month in zip(*histories, strict=True)]


def pooled(those: Sequence[Level]) -> float:
    """How months of one and the same vary, over all."""
    squares = sum((one.known - 1) * (one.variance or 0.0) for one in those)
    return squares / sum(one.known - 1 for one in those)


def alone(own: Level, season: float, counted: bool) -> Outlook | None:
    """By one's own months only: deviation · √(1 + 1/n)."""
    if own.variance is None:
        return None
    spread = own.variance * (1 + 1 / own.known)
    return made(own.mean, spread, own.known - 1, own.nothing, season, counted)


def made(
    mean: float, spread: float, freedom: int, nothing: float, season: float, counted: bool
) -> Outlook:
    """The outlook of a month of that season."""
    return Outlook(season * mean, season * sqrt(spread), freedom, nothing, counted)


def together(people: Sequence[Outlook], own: Level | None = None) -> Outlook:
    """Of all of them: means and variances add up, as if nobody's month had to do with another's.

    What moves all at once, like a market, makes the truth wider than that: where the months of the
    whole as they were, its `own` level, vary by more of their mean, so does what is to come.

    >>> together([Outlook(60, 3), Outlook(40, 4)]).deviation
    5.0
    >>> together([Outlook(60, 3), Outlook(40, 4)], Level(200.0, 768.0, 24)).deviation
    14.142135623730951
    """
    mean = float(sum(one.expected for one in people))
    spread = sum(one.spread for one in people)
    if own and own.variance and own.mean > 0:
        spread = max(spread, own.variance * (1 + 1 / own.known) * (mean / own.mean) ** 2)
    return Outlook(mean, sqrt(spread), counted=bool(people) and all(o.counted for o in people))
