"""Times until an end, with those that have not ended yet counted as such.

Rows bring `age`, `event` (it ended as meant), `rival` (it ended otherwise); neither: it has not
ended. Of n rows still there at age t, d end as meant and r otherwise:

    S(t) = product over u <= t of 1 - (d + r) / n          how many have not ended
    F(t) = sum over u <= t of S(u-) d / n                   how many have ended as meant

S is Kaplan and Meier's curve (1958), F that of Aalen and Johansen (1978). A quantile is the first
age at which F reaches that part of those that end as meant at all, F / (F + R) at the last age;
without rivals this is the usual quantile of Kaplan and Meier.
"""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from merilo.metrics.model import Figure

GONE = -1000.0  # the logarithm of nothing: exp gives 0 again


@dataclass(frozen=True, kw_only=True)
class Survival(Figure):
    """A quantile `at` of the time until the end; without it the mean up to the longest age."""

    at: float | None = None

    def fold(self, rows: Table, by: tuple[str, ...]) -> Table:
        steps = curve(rows.filter(rows.age.notnull()), by)
        if self.at is None:
            figure = (steps.before * (steps.at_age - steps.since)).sum()
            known = steps.ended.max() > 0
            return grouped(steps, by, {self.id: ibis.ifelse(known, figure, ibis.null("float64"))})
        group = ibis.window(group_by=by) if by else ibis.window()
        last = steps.mutate(most=steps.meant.max().over(group), rest=steps.other.max().over(group))
        share = last.most / (last.most + last.rest).nullif(0)
        reached = last.filter(last.meant >= self.at * share - 1e-12, last.meant > 0)
        return grouped(reached, by, {self.id: reached.at_age.min()})


def curve(rows: Table, by: tuple[str, ...]) -> Table:
    """A row per age: S just before it (`before`), F (`meant`) and its rival (`other`) at it."""
    ages = rows.group_by([*by, rows.age.cast("float64").name("at_age")]).agg(
        meant=rows.count(where=rows.event), other=rows.count(where=rows.rival), left=rows.count()
    )
    upto = ibis.window(group_by=by, order_by="at_age", rows=(None, 0))
    past = ibis.window(group_by=by, order_by="at_age", rows=(None, -1))
    rest = ibis.window(group_by=by, order_by="at_age", rows=(0, None))
    there = ages.mutate(there=ages["left"].sum().over(rest).cast("float64"))
    ended = (there.meant + there.other).cast("float64")
    stays = ibis.ifelse(ended < there.there, (1 - ended / there.there).clip(1e-300).ln(), GONE)
    steps = there.mutate(ended=ended, stays=stays)
    steps = steps.mutate(
        before=steps.stays.sum().over(past).fill_null(0.0).exp(),
        since=steps.at_age.lag().over(ibis.window(group_by=by, order_by="at_age")).fill_null(0.0),
    )
    part = steps.mutate(
        meant=steps.before * steps.meant / steps.there,
        other=steps.before * steps.other / steps.there,
    )
    return part.mutate(meant=part.meant.sum().over(upto), other=part.other.sum().over(upto))


def grouped(rows: Table, by: tuple[str, ...], figures: dict) -> Table:  # type: ignore[type-arg]
    """`figures` of each group."""
    return rows.group_by(list(by)).agg(**figures) if by else rows.agg(**figures)
