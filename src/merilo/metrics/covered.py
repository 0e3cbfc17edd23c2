"""The month by which money that comes in has covered what went out."""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from merilo.metrics.model import Figure


@dataclass(frozen=True, kw_only=True)
class Covered(Figure):
    """Rows bring `money` at an `age` in months; the first one by which they sum to 0 or more. What
    went out is below 0, at the age of 0.

    Empty while it is not covered, and where nothing was spent or nobody won.
    """

    def fold(self, rows: Table, by: tuple[str, ...]) -> Table:
        ages = rows.group_by([*by, "age"]).agg(
            money=rows.money.sum(), spent=rows.money.sum(where=rows.age == 0)
        )
        upto = ibis.window(group_by=by, order_by="age", rows=(None, 0))
        sums = ages.mutate(total=ages.money.sum().over(upto), spent=ages.spent.min().over(upto))
        done = sums.filter(sums.age > 0, sums.spent < 0, sums.total >= -1e-9)
        first = {self.id: done.age.min().cast("float64")}
        return done.group_by(list(by)).agg(**first) if by else done.agg(**first)
