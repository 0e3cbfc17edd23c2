"""Places as ranges: who may be how high, as far as the differences are more than noise.

H. Goldstein and D. J. Spiegelhalter 1996, Journal of the Royal Statistical Society A 159, 385-443.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from merilo.analysis.difference import Verdict

T = TypeVar("T")


class Range(NamedTuple):
    """From the best place to the worst, counted from 1."""

    best: int
    worst: int


def ranges(
    those: Sequence[T], compare: Callable[[T, T], Verdict], more_is_better: bool = True
) -> list[Range]:
    """The places each may have: behind those that surely are better, before those surely worse.

    >>> def far(a, b):
    ...     return Verdict.NOISE if abs(a - b) < 2 else Verdict.MORE if a > b else Verdict.LESS
    >>> [tuple(one) for one in ranges([9, 5, 4], far)]
    [(1, 1), (2, 3), (2, 3)]
    """
    above = Verdict.LESS if more_is_better else Verdict.MORE
    below = Verdict.MORE if more_is_better else Verdict.LESS
    found = []
    for n, one in enumerate(those):
        said = [compare(one, other) for m, other in enumerate(those) if m != n]
        found.append(Range(1 + said.count(above), len(those) - said.count(below)))
    return found
