"""One number of several targets: attainments, each between its floor and cap, weighted."""

from collections.abc import Iterable
from typing import NamedTuple

FLOOR, CAP = 0.0, 1.5


class Part(NamedTuple):
    """A KPI: how far it is attained (None: there is no fact or no target), what it weighs, and
    between what its attainment counts."""

    attainment: float | None
    weight: float
    floor: float = FLOOR
    cap: float = CAP

    @property
    def counted(self) -> float | None:
        """As much of the attainment as counts."""
        if self.attainment is None:
            return None
        return min(self.cap, max(self.floor, self.attainment))


def score(parts: Iterable[Part]) -> float | None:
    """The sum of weight x what counts, by the sum of the weights.

    KPIs without an attainment are left out; None if that leaves none.

    >>> round(score([Part(0.9, 50), Part(1.2, 30), Part(0.8, 20)]), 10)
    0.97
    >>> round(score([Part(0.9, 50), Part(2.0, 30), Part(0.8, 20)]), 10)
    1.06
    """
    known = [(part.counted, part.weight) for part in parts if part.counted is not None]
    weights = sum(weight for _counted, weight in known)
    return sum(counted * weight for counted, weight in known) / weights if weights else None
