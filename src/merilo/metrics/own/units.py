"""The algebra of units: what may be added, and what comes out of a product or a quotient."""

from typing import Literal

from merilo.metrics.model import Unit
from merilo.metrics.own.tree import Sign

PURE = frozenset((Unit.SHARE, Unit.RATIO))
TIMES_OF = frozenset((Unit.SECONDS, Unit.HOURS, Unit.DAYS))

# None is a unit that cannot be told, as of money by money; "number" is a number of the formula,
# which takes the unit of whatever stands beside it.
Kind = Unit | Literal["number"] | None


def joined(sign: Sign, left: Kind, right: Kind) -> Kind:
    """The unit of two sides with a sign between them.

    ValueError if they cannot be added.

    >>> joined(Sign.OVER, Unit.MONEY, Unit.COUNT), joined(Sign.MINUS, "number", Unit.SHARE)
    (<Unit.MONEY: 'money'>, <Unit.SHARE: 'share'>)
    """
    match sign:
        case Sign.PLUS | Sign.MINUS:
            return added(left, right)
        case Sign.TIMES:
            return multiplied(left, right)
    return divided(left, right)


def added(left: Kind, right: Kind) -> Kind:
    """Like with like; what is not known stays so."""
    if left is None or right is None:
        return None
    if left == "number" or left == right:
        return right
    if right == "number":
        return left
    if {left, right} <= PURE:
        return Unit.RATIO
    raise ValueError(left, right)


def multiplied(left: Kind, right: Kind) -> Kind:
    """A number, a share, a count of something: the other side's unit stays."""
    if {left, right} == {Unit.MONEY_A_DAY, Unit.DAYS}:
        return Unit.MONEY
    for one, other in ((left, right), (right, left)):
        if one == "number":
            return other
    for pure in (Unit.SHARE, Unit.RATIO, Unit.COUNT):
        for one, other in ((left, right), (right, left)):
            if one == pure and not (one == other == Unit.COUNT):
                return other
    return None


def divided(left: Kind, right: Kind) -> Kind:
    """So much of the left side for each of the right."""
    if right == "number" or left is None or right is None:
        return left if right is not None else None
    if left == right or (left == "number" and right is not None):
        return Unit.RATIO
    if right in PURE:
        return left
    if right == Unit.COUNT:
        return Unit.RATIO if left in PURE else left
    if (left, right) == (Unit.MONEY, Unit.DAYS):
        return Unit.MONEY_A_DAY
    return Unit.RATIO if left == Unit.COUNT else None


def agrees(declared: Unit, derived: Kind, scaled: bool) -> bool:
    """The unit that is declared can be the one that comes out.

    Shares and ratios are both plain numbers; a number in the formula may turn hours into days.
    """
    if derived in (None, "number") or declared == derived or {declared, derived} <= PURE:
        return True
    return scaled and {declared, derived} <= TIMES_OF
