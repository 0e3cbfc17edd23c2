"""New customers and what they brought since, beside what it cost to win them."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.costs import spent
from merilo.metrics.rows.customers import bought


@fact(counts_on="the customer's first deal, the day of the cost", whose="who won them; whose cost")
def cohort(frame: Frame) -> Table:
    """Money of the customers won in the period: their deals' margins ever since, by the month of
    their life, from 1; and what was spent to win customers, below zero, in month 0."""
    new = bought.rows(frame).filter(_.first)
    new = new.select("customer", "person", "channel", "on", "share", first_at="closed_on")
    deals = table("deals").filter(_.outcome == "won", _.customer.notnull()).select(
        "customer", "closed_on", "margin_base"
    )  # fmt: skip
    later = new.join(deals, [new.customer == deals.customer, deals.closed_on >= new.first_at])
    age = (later.closed_on.year() - later.first_at.year()) * 12 + (
        later.closed_on.month() - later.first_at.month()
    ) - (later.closed_on.day() < later.first_at.day()).cast("int64")  # fmt: skip
    margins = later.mutate(
        age=age.cast("int64") + 1,
        money=later.margin_base.cast("float64").fill_null(0.0) * later.share.cast("float64"),
    )
    costs = spent.rows(frame).filter(_.acquisition)
    costs = costs.mutate(age=ibis.literal(0, "int64"), money=-_.cost)
    columns = ("on", "person", "channel", "age", "money")
    return margins.select(*columns).union(costs.select(*columns))
