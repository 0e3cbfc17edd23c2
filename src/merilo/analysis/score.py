"""One number of several targets: attainments, weighted, between a floor and a cap."""

from collections.abc import Iterable
from typing import NamedTuple

FLOOR, CAP = 0.0, 1.5


class Part(NamedTuple):
    """A KPI: how far it is attained (None: there is no fact or no target) and what it weighs."""

    attainment: float | None
    weight: float


def score(parts: Iterable[Part], floor: float = FLOOR, cap: float = CAP) -> float | None:
    """The sum of weight x attainment, each within floor and cap, by the sum of the weights.

    KPIs without an attainment are left out; None if that leaves none.

    >>> round(score([Part(0.9, 50), Part(1.2, 30), Part(0.8, 20)]), 10)
    0.97
    >>> round(score([Part(0.9, 50), Part(2.0, 30), Part(0.8, 20)]), 10)
    1.06
    """
    known = [(part.attainment, part.weight) for part in parts if part.attainment is not None]
    weights = sum(weight for _attainment, weight in known)
    if not weights:
        return None
    return sum(weight * min(cap, max(floor, value)) for value, weight in known) / weights
