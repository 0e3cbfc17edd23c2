"""Plan and fact: how far a target is reached, what is left, and whether it goes fast enough."""

from enum import StrEnum


class Kind(StrEnum):
    """What a target asks for."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    GROWTH = "growth"
    REACH = "reach"


def wanted(kind: Kind, target: float, base: float | None = None) -> float | None:
    """The figure that is asked for. Growth asks for the `base` and `target`, a share, on top of
    it; without a base above 0 for nothing.

    >>> round(wanted(Kind.GROWTH, 0.15, base=50_000))
    57500
    """
    if kind is not Kind.GROWTH:
        return target
    return base * (1 + target) if base is not None and base > 0 else None


def attainment(kind: Kind, fact: float | None, wanted: float | None) -> float | None:
    """How much of what is `wanted` is there; 1 is all of it. None without one of them.

    At most: wanted / fact, and 1 where nothing was needed of something allowed. Else fact / wanted.

    >>> attainment(Kind.AT_MOST, 30, 24), attainment(Kind.AT_MOST, 12, 24)
    (0.8, 2.0)
    >>> round(attainment(Kind.GROWTH, 55_000, 57_500), 4)
    0.9565
    """
    if fact is None or wanted is None:
        return None
    if kind is Kind.AT_MOST:
        if fact == 0:
            return 1.0 if wanted > 0 else None
        return wanted / fact
    return fact / wanted if wanted else None


def met(kind: Kind, fact: float | None, wanted: float | None) -> bool | None:
    """Whether the target is reached; exactly at it, it is."""
    if fact is None or wanted is None:
        return None
    return fact <= wanted if kind is Kind.AT_MOST else fact >= wanted


def remaining(fact: float, wanted: float) -> float:
    """What is still to be done; never below 0.

    >>> remaining(40, 100), remaining(120, 100)
    (60, 0)
    """
    return max(0, wanted - fact)


def needed(fact: float, wanted: float, days_left: int) -> float | None:
    """What is to be done on each working day that is left; None if none is.

    >>> needed(40, 100, days_left=12)
    5.0
    """
    return remaining(fact, wanted) / days_left if days_left > 0 else None


def pace(fact: float, wanted: float, passed: float, days: float) -> float | None:
    """The part of the target that is done, by the part of the working days that have passed; of a
    day that goes on a part has.

    >>> pace(40, 100, passed=8, days=20)
    1.0
    """
    if not wanted or not passed or not days:
        return None
    return fact / wanted / (passed / days)


def variance(fact: float, wanted: float) -> float:
    """What is above the target; below 0 what is short of it."""
    return fact - wanted


def due(wanted: float, passed: float, days: float) -> float | None:
    """What should be done by now at an even pace; None in a period without working days.

    >>> due(2_100_000, passed=10, days=21)
    1000000.0
    """
    return wanted * passed / days if days > 0 else None


def projection(fact: float, passed: int, days: int) -> float | None:
    """What there will be at the end if it goes on as on the days that passed; None before any.

    >>> projection(900_000, passed=10, days=21)
    1890000.0
    """
    return fact * days / passed if passed > 0 else None
