"""A target split among those who are to reach it, and over the months of its year."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import fsum, isfinite
from statistics import median
from typing import TypeAlias, TypeVar

Number: TypeAlias = int | float | Decimal
N = TypeVar("N", int, Decimal)


def shared(target: N, weights: Sequence[Number | None], step: N) -> list[N]:
    """The part of each by its weight: last year's figure, a head count, a share of one's own.

    Parts are multiples of `step` (above 0: 1 for deals, 1000 for money) and add up to the target;
    what of it is no whole step goes to the largest. Who weighs nothing, less than nothing or
    nobody knows what gets nothing; if that is everybody, all get alike. A target below 0, of
    refunds, is split as one above. Without weights there are no parts.

    >>> shared(120_000, [50, 30, 20], 1000)
    [60000, 36000, 24000]
    >>> shared(10, [1, 1, 1, None], 1), shared(2500, [1, 3], 1000)
    ([4, 3, 3, 0], [1000, 1500])
    """
    known = [weight(one) for one in weights]
    if not any(known):
        known = [Fraction(1)] * len(known)
    if not known:
        return []
    steps, rest = divmod(abs(target), step)
    parts = [count * step for count in hamilton(int(steps), known)]
    parts[known.index(max(known))] += rest
    return [-part for part in parts] if target < 0 else parts


def spread(target: N, season: Sequence[Number | None], step: N) -> list[N]:
    """The target of a year by month, or of any period by its parts, as `shared` by the season.

    Of a part of the year the season is that of its months alone.

    >>> spread(1_000_000, [0.07, 0.08, 0.1] * 4, 1000)[:3]
    [70000, 80000, 100000]
    """
    return shared(target, season, step)


def season(years: Sequence[Sequence[Number | None]], months: int = 12) -> list[float]:
    """What part of its year each month is: the median of past years, made to add up to 1.

    A month that is missing, or not over, is None; a year may also stop early. The known months of
    an incomplete year are together as much as they are in the complete ones (or as so many equal
    months if no year is complete): six months are no year. Figures below 0 count as 0; a year that
    sold nothing says nothing; a month that no year knows is as large as a mean one; if nothing is
    known, all are equal.

    The median of three years and more does not see one wild year.

    >>> years = [20, 30, 50], [40, 60, 100], [10, 900, 10], [None, 6, 10]
    >>> [round(part, 9) for part in season(years, months=3)]
    [0.2, 0.3, 0.5]
    """
    known = [[figure(one) for one in [*year, *[None] * months][:months]] for year in years]
    even = [1 / months] * months
    whole = typical([year for year in known if None not in year], even)
    return typical(known, whole)


def typical(years: Sequence[Sequence[float | None]], usual: Sequence[float]) -> list[float]:
    """The median part of each month in its year, made to add up to 1; where none is known, the
    `usual` one, by which also incomplete years are measured."""
    split = [portions(year, usual) for year in years]
    seen = [[one for year in split if (one := year[n]) is not None] for n in range(len(usual))]
    middle = [median(those) if those else usual[n] for n, those in enumerate(seen)]
    total = fsum(middle)
    return [one / total for one in middle] if total > 0 else [*usual]


def portions(year: Sequence[float | None], usual: Sequence[float]) -> list[float | None]:
    """The known months as parts of their year; None for all if they sold nothing."""
    sold = fsum(one for one in year if one is not None)
    whole = fsum(part for part, one in zip(usual, year, strict=True) if one is not None)
    return [one / sold * whole if one is not None and sold else None for one in year]


def hamilton(count: int, weights: Sequence[Fraction]) -> list[int]:
    """So many things by weight, each whole: everybody's exact share rounded down, and one more to
    those with the largest remainders; of equal ones, to the earlier.

    Nobody is a whole one away from the exact share (M. L. Balinski and H. P. Young 1982, Fair
    Representation, chapter 3). Weights are not below 0, and one is above.

    >>> hamilton(10, [Fraction(5), Fraction(3), Fraction(1)])
    [6, 3, 1]
    """
    total = sum(weights)
    exact = [count * weight / total for weight in weights]
    found = [int(share) for share in exact]
    order = sorted(range(len(found)), key=lambda n: found[n] - exact[n])
    for n in order[: count - sum(found)]:
        found[n] += 1
    return found


def weight(one: Number | None) -> Fraction:
    """A weight, exact; 0 for what is none. 0.3 is three tenths: a tie has to be a tie."""
    if one is None or not isfinite(one) or one < 0:
        return Fraction(0)
    return Fraction(str(one))


def figure(one: Number | None) -> float | None:
    """A figure of a month, not below 0; None for what is none."""
    return max(0.0, float(one)) if one is not None and isfinite(one) else None
