"""How much of a target is asked of somebody who is there only for a part of its period."""

from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

N = TypeVar("N", float, Decimal)


def prorated(target: N, there: float, days: float, load: float = 1) -> N | None:
    """The target by the working days somebody was `there` of the `days` of its period, and by how
    much of a day they work: a `load` of 0.5 is half a day, each day.

    For joiners, leavers, movers and absences; a target of sums only. What is a mean, a share or a
    change (the kinds growth, reach and at most) is asked in full of whoever is there a day.
    Days beyond the period, or a load beyond 1, ask for no more than the target.
    Not rounded. None where the period has no working days.

    >>> prorated(2_100_000, there=10, days=21), prorated(Decimal(42), there=10, days=21, load=0.5)
    (1000000.0, Decimal('10'))
    """
    if days <= 0:
        return None
    part = limited(Fraction(there) / Fraction(days)) * limited(Fraction(str(load)))
    # Plus 0: nothing of a target below 0 is 0, not -0.
    return target * part.numerator / part.denominator + 0


def limited(part: Fraction) -> Fraction:
    """Within 0 and 1."""
    return min(Fraction(1), max(Fraction(0), part))
