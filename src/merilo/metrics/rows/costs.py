"""Money spent on selling, person by person."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame, grained
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact
from merilo.metrics.rows.deals import created, credited
from merilo.metrics.rows.people import at_work


@fact(
    counts_on="the day of the cost", whose="for whom it was spent; shared: those at work that day"
)
def spent(frame: Frame) -> Table:
    """A cost, or a person's part of a shared one, among those at work in the unit, or in the whole
    company, that day: equal parts, or by what the rule for shared costs says. Parts sum to the
    whole; with nobody at work it stays nobody's."""
    costs = table("costs").filter(frame.within(_.day)).mutate(on=_.day)
    costs = costs.mutate(
        cost=_.amount_base.cast("float64"),
        acquisition=(_.kind == "marketing") | _.acquisition.fill_null(False),
    )
    own = costs.filter(_.person.notnull())
    split = among_those_at_work(costs.filter(_.person.isnull()).drop("person"), frame)
    columns = ("key", "on", "person", "channel", "cost", "kind", "acquisition")
    return own.select(*columns).union(split.select(*columns))


def among_those_at_work(shared: Table, frame: Frame) -> Table:
    """The shared costs, a row for each person with a part in one."""
    units = table("units").select("department", "company", place="key")
    parts = [weighed(at_work.rows(frame), frame, rule) for rule in frame.rules_ever("shared_costs")]
    roster = parts[0] if len(parts) == 1 else ibis.union(*parts)
    there = roster.left_join(units, roster.unit == units.place).select(
        "on", "person", "unit", "department", "company", "weight"
    )
    inside = (shared.on == there.on) & (
        shared.unit.isnull()
        | (shared.unit == there.unit)
        | (shared.unit == there.department)
        | (shared.unit == there.company)
    )
    split, one = shared.left_join(there, inside), ibis.window(group_by="key")
    heads, weights = split.person.count().over(one), split.weight.sum().over(one)
    equal = 1 / ibis.greatest(heads, 1).cast("float64")
    part = ibis.ifelse(weights.fill_null(0.0) > 0, split.weight / weights, equal)
    return split.mutate(cost=split.cost * part, on=split.on)


def weighed(roster: Table, frame: Frame, rule: str) -> Table:
    """Those at work, on the days on which the rule holds, with their `weight`: their leads or their
    revenue of the month. Where nobody has any, parts are equal."""
    if len(frame.rules_ever("shared_costs")) > 1:
        roster = roster.filter(frame.rule("shared_costs", roster.on) == rule)
    if rule == "headcount":
        return roster.mutate(weight=ibis.literal(1.0))
    months = frame.reaching(before=31, after=31)  # the whole months of its first and last day
    if rule == "leads":
        rows = created.rows(months).mutate(adds=ibis.literal(1.0))
    else:
        rows = credited.rows(months).filter(_.won | _.refund)
        rows = rows.mutate(adds=_.amount_base.cast("float64") * _.share.cast("float64"))
    sums = rows.mutate(month=grained(rows.on, "month")).group_by("person", "month")
    weights = sums.agg(weight=_.adds.sum().fill_null(0.0).clip(0.0))
    days = roster.mutate(month=grained(roster.on, "month"))
    found = beside(days, weights, "person", "month")
    return found.mutate(weight=found.weight.fill_null(0.0)).drop("month")
