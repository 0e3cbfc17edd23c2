"""What open deals promise, by what came of such deals in the months before; and how far that is to
be believed beside one's own months."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

from merilo.analysis.outlook import Outlook
from merilo.analysis.realism import beyond

CASES = 10  # deals' worth of what all bring beside a stage's own; wins' worth beside a person's own
UNKNOWN = (1.0, 1 / CASES)  # of whom nothing is known wins as all do


class Held(NamedTuple):
    """Deals of a person that stood in a stage: how many, what they are worth together (of a count
    as many), the squares of that, and whether they were won in the days that followed."""

    person: str | None
    stage: str | None
    deals: float
    worth: float
    squares: float
    won: bool = False


class Month(NamedTuple):
    """A month behind, as seen from a day: the deals held then, what came to everybody in the days
    that followed, and what their own months would have foretold of it."""

    held: Sequence[Held]
    came: Mapping[str | None, float]
    own: Mapping[str, Outlook]


class Promise(NamedTuple):
    """What open deals may bring: mean, variance, and the chance that none of them is won."""

    mean: float = 0.0
    variance: float = 0.0
    nothing: float = 1.0


class Belief(NamedTuple):
    """How far open deals are believed, from 0 (not at all) to 1; and how many times as wide as that
    of deals alone of each other the variance of what they bring is."""

    weight: float
    wide: float


@dataclass(frozen=True)
class Odds:
    """The part of deals that are won, of all and by stage; by person how many times as many they
    win, and the variance of that; and which `part` of what comes is of deals open before."""

    all: float
    stages: Mapping[str | None, float]
    people: Mapping[str | None, tuple[float, float]]
    part: float

    def won(self, one: Held) -> float:
        """How likely such a deal is won."""
        times, _unsure = self.people.get(one.person, UNKNOWN)
        return min(1.0, times * self.stages.get(one.stage, self.all))


def odds(months: Sequence[Month]) -> Odds:
    """By the months behind, with Laplace's kind of caution: beside n deals of a stage stand CASES
    more that are won as all are; beside a person's wins CASES more, as many as were to be expected.

    The latter is the mean of a gamma distribution behind Poisson's numbers, and its variance
    (Gelman et al. 2013, Bayesian Data Analysis, 2.6).

    >>> seen = [Held("a", "offer", 10, 10, 10, True), Held("a", "offer", 10, 10, 10)]
    >>> odds([Month(seen + [Held("a", "lead", 20, 20, 20)], {"a": 20.0}, {})]).stages
    {'offer': 0.4166666666666667, 'lead': 0.08333333333333333}
    """
    held = [one for month in months for one in month.held]
    count, wins = tallied((one.stage, one.deals, one.won) for one in held)
    everything = sum(count.values())
    all = sum(wins.values()) / everything if everything else 0.0
    stages = {stage: (wins[stage] + CASES * all) / (n + CASES) for stage, n in count.items()}
    due, _wins = tallied((one.person, one.deals * stages[one.stage], False) for one in held)
    _count, got = tallied((one.person, one.deals, one.won) for one in held)
    people = {
        who: ((got[who] + CASES) / (n + CASES), (got[who] + CASES) / (n + CASES) ** 2)
        for who, n in due.items()
    }
    came = sum(sum(month.came.values()) for month in months)
    old = sum(one.worth for one in held if one.won)
    return Odds(all, stages, people, min(1.0, max(0.0, old / came)) if came > 0 else 0.0)


def tallied(
    rows: Iterable[tuple[str | None, float, bool]],
) -> tuple[Mapping[str | None, float], Mapping[str | None, float]]:
    """How many there are of each, and how many of them were won."""
    count: defaultdict[str | None, float] = defaultdict(float)
    wins: defaultdict[str | None, float] = defaultdict(float)
    for key, many, won in rows:
        count[key] += many
        wins[key] += many * won
    return count, wins


def promises(held: Iterable[Held], odds: Odds, wide: float = 1.0) -> dict[str | None, Promise]:
    """By person, what their deals promise: each is won or not, alone of the others; that how much
    one wins is not known well makes it wider, and so many times as `wide` it is in truth."""
    found: defaultdict[str | None, Promise] = defaultdict(Promise)
    for one in held:
        p, before = odds.won(one), found[one.person]
        found[one.person] = Promise(
            before.mean + p * one.worth,
            before.variance + p * (1 - p) * one.squares,
            before.nothing * (1 - p) ** one.deals,
        )
    return {who: wider(one, *odds.people.get(who, UNKNOWN), wide) for who, one in found.items()}


def wider(one: Promise, times: float, unsure: float, wide: float) -> Promise:
    """With the variance of how many times as many deals somebody wins."""
    return one._replace(variance=wide * (one.variance + unsure * (one.mean / times) ** 2))


def joined(those: Iterable[Promise]) -> Promise:
    """What several people's deals promise together."""
    mean, variance, nothing = 0.0, 0.0, 1.0
    for one in those:
        mean, variance, nothing = mean + one.mean, variance + one.variance, nothing * one.nothing
    return Promise(mean, variance, nothing)


def belief(months: Sequence[Month]) -> Belief:
    """By the months behind, each seen with the odds of the others. Where own months foretell o,
    with variance v, and open deals o + x, and o + y came:

        weight = Σ x·y/v / (1 + Σ x²/v)

    Two forecasts are put together by what they erred (J. M. Bates, C. W. J. Granger 1969,
    Operational Research Quarterly 20, 451-468); the 1 keeps to own months where little is known.
    Wide by Pearson's way (McCullagh, Nelder 1989, Generalized Linear Models, 4.5): the squares of
    what deals erred, without what the later ones did, by their variances; at least 1.
    """
    both = square = erred = varied = 0.0
    for n, month in enumerate(months):
        known = odds([*months[:n], *months[n + 1 :]])
        promised = promises(month.held, known)
        for who, own in month.own.items():
            open = promised.get(who, Promise())
            more = open.mean - known.part * own.expected
            came = month.came.get(who, 0.0) - own.expected
            spread = max(own.spread, own.mean) if own.counted else own.spread
            if spread > 0:
                both += more * came / spread
                square += more * more / spread
            erred += (came - more) ** 2 - (1 - known.part) * own.spread
            varied += open.variance
    wide = erred / varied if varied else 1.0
    return Belief(min(1.0, max(0.0, both / (1 + square))), max(1.0, wide))


def blended(own: Outlook, open: Promise, part: float, weight: float) -> Outlook:
    """What is to come by one's own months, and by the open deals with what own months leave for
    deals yet to appear: of both so much as the deals are believed.

    Its variance is the mean of both: of two forecasts put together it is never more.

    >>> blended(Outlook(100, 30), Promise(120, 400, 0), part=0.8, weight=0.5).mean
    120.0
    """
    fresh = 1 - part
    mean = own.expected + weight * (open.mean - part * own.expected)
    spread = (1 - weight) * own.spread + weight * (open.variance + fresh * own.spread)
    if own.counted:
        return replace(own, mean=mean, deviation=sqrt(spread))
    none = open.nothing * (1 - beyond(own, 0)) ** fresh
    nothing = (1 - weight) * own.nothing + weight * none
    if nothing >= 1 or mean <= 0:
        return replace(own, mean=mean, deviation=sqrt(spread), nothing=0.0)
    mean = mean / (1 - nothing)
    rest = spread / (1 - nothing) - nothing * mean**2
    return replace(own, mean=mean, deviation=sqrt(max(0.0, rest)), nothing=nothing)
