"""Money spent on selling, person by person."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.people import at_work


@fact(
    counts_on="the day of the cost", whose="for whom it was spent; shared: those at work that day"
)
def spent(frame: Frame) -> Table:
    """A cost, or a person's part of a shared one: equal parts to those at work in the unit, or in
    the whole company, that day. Parts sum to the whole; with nobody at work it stays nobody's."""
    costs = table("costs").filter(frame.within(_.day)).mutate(on=_.day)
    costs = costs.mutate(cost=_.amount_base.cast("float64"))
    own = costs.filter(_.person.notnull())
    shared = costs.filter(_.person.isnull()).drop("person")
    roster = at_work.rows(frame)
    units = table("units").select("department", "company", place="key")
    where = roster.left_join(units, roster.unit == units.place).select(
        "on", "person", "unit", "department", "company"
    )
    inside = (shared.on == where.on) & (
        shared.unit.isnull()
        | (shared.unit == where.unit)
        | (shared.unit == where.department)
        | (shared.unit == where.company)
    )
    split = shared.left_join(where, inside)
    heads = split.person.count().over(ibis.window(group_by="key"))
    parts = split.mutate(cost=split.cost / ibis.greatest(heads, 1).cast("float64"))
    columns = ("key", "on", "person", "channel", "cost", "kind")
    return own.select(*columns).union(parts.mutate(on=split.on).select(*columns))
