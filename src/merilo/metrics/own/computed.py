"""A metric that is computed from others by the tree of its formula."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import ibis
from ibis.expr.types import Table, Value

from merilo.metrics.model import Change, Figure, Metric, over
from merilo.metrics.own.tree import Formula, Name, Negative, Number, Pair, Sign

HUGE = 1e300  # beyond it an engine's numbers end in infinity, which is no figure


@dataclass(frozen=True, kw_only=True)
class Computed(Metric):
    """A formula over `inputs`, by the names they have in it. Empty where one of them is, or where
    there is nothing to divide by."""

    tree: Formula
    inputs: tuple[tuple[str, Metric], ...]

    @property
    def parts(self) -> tuple[Figure, ...]:
        return tuple(dict.fromkeys(part for _, metric in self.inputs for part in metric.parts))

    def remade(self, id: str, ending: str, change: Change) -> "Computed":
        inputs = tuple((n, m.remade(m.id + ending, ending, change)) for n, m in self.inputs)
        return replace(self, id=id, inputs=inputs)

    def of(self, row: Table) -> Value:
        value = self.value(row)
        return ibis.ifelse(value.abs() < HUGE, value, None)

    def value(self, row: Table) -> Value:
        """The figure, however large. Only the outermost formula looks at that: a look writes the
        whole formula twice."""
        sides = {
            name: m.value(row) if isinstance(m, Computed) else m.of(row) for name, m in self.inputs
        }
        return valued(self.tree, sides)


def valued(tree: Formula, of: Mapping[str, Value]) -> Value:
    """The value of a formula; floats throughout, for products of decimals overflow."""
    match tree:
        case Number(text):
            return ibis.literal(float(text))
        case Name(id):
            return of[id].cast("float64")
        case Negative(side):
            return -valued(side, of)
        case Pair(sign, left, right):
            return reckoned(sign, valued(left, of), valued(right, of))


def reckoned(sign: Sign, left: Value, right: Value) -> Value:
    """Two sides and the sign between them."""
    match sign:
        case Sign.PLUS:
            return left + right
        case Sign.MINUS:
            return left - right
        case Sign.TIMES:
            return left * right
        case Sign.OVER:
            return over(left, right)
