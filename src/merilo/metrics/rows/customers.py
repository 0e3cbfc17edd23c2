"""Customers as rows: what they bought, first and again, and whether they came back."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact
from merilo.metrics.rows.deals import credited, refunded


def wins() -> Table:
    """Every won deal of a known customer, refunds left out."""
    return table("deals").filter(_.outcome == "won", ~refunded(_), _.customer.notnull())


def placed(known: Table) -> Table:
    """Won deals with the `place` of each among those of its customer, from 0."""
    order = ibis.window(group_by="customer", order_by=("closed_on", "closed_at", "key"))
    return known.select("customer", "closed_on", deal="key", place=ibis.row_number().over(order))


@fact(counts_on="closed", whose="the owner at closing, or those who share in it")
def bought(frame: Frame) -> Table:
    """A deal won in the period, or a refund: `first` of its customer, or bought `again`. A refund
    is of the first one until its customer has bought again."""
    deals = credited.rows(frame).filter(_.won | _.refund)
    now = table("deals").filter(_.outcome == "won", frame.within(_.closed_on))
    theirs = wins().filter(_.closed_on < frame.period.until).semi_join(now, "customer")
    places = placed(theirs)
    rows = beside(deals, places.select("deal", "place"), "deal")
    second = places.filter(_.place == 1).select("customer", second_on="closed_on")
    rows = beside(rows, second, "customer")
    back = rows.refund & (rows.second_on <= rows.closed_on)
    return rows.mutate(
        first=(rows.place == 0).fill_null(False),
        again=((rows.place > 0) | back).fill_null(False),
    ).drop("second_on")


@fact(counts_on="the end of the period", whose="the owner at closing, or those who share in it")
def bought_by_end(frame: Frame) -> Table:
    """A deal won up to the period's end: `again` if it is not its customer's first."""
    ever = credited.rows(frame.ever()).filter(_.won, _.customer.notnull()).drop("on")
    known = wins().filter(_.closed_on < frame.period.until)
    rows = ever.inner_join(placed(known).select("deal", again=_.place > 0), "deal")
    ends = frame.ends()
    return rows.inner_join(ends, rows.closed_on <= ends.on)


@fact(counts_on="the end of the period", whose="the owner at closing, or those who share in it")
def bought_lately(frame: Frame) -> Table:
    """A deal won within the days up to the period's end in which a customer is active."""
    near = frame.reaching(before=max(frame.rules_ever("active_days")))
    sold = credited.rows(near).filter(_.won, _.customer.notnull()).drop("on")
    ends = frame.ends()
    rows = sold.inner_join(ends, sold.closed_on <= ends.on)
    return rows.filter(rows.closed_on > rows.on - frame.days_of("active_days", rows.on))


@fact(counts_on="closed", whose="who sold to them in the period before", past=True)
def returning(frame: Frame) -> Table:
    """A deal won in the period before, and whether its customer bought in this one."""
    then = credited.rows(frame.past()).filter(_.won, _.customer.notnull())
    rows = then.mutate(slot=frame.slot(then.on)).filter(_.slot.notnull())
    now = wins().filter(frame.within(_.closed_on))
    now = now.select("customer", slot=frame.slot(now.closed_on, compared=False), back=True)
    found = beside(rows, now.distinct(), "customer", "slot")
    return found.mutate(back=_.back.fill_null(False))


@fact(counts_on="the end of the period", whose="who looks after them", past=True)
def kept(frame: Frame) -> Table:
    """A customer known before the period that somebody looks after, and whether it bought in it."""
    after = table("customers").filter(_.owner.notnull()).select(
        "segment", "territory", "channel", "created_on", customer="key", person="owner"
    )  # fmt: skip
    rows = after.cross_join(frame.ends())
    rows = rows.mutate(slot=frame.slot(rows.on, compared=False))
    rows = rows.filter(_.created_on.isnull() | (_.created_on < _.slot))
    now = wins().filter(frame.within(_.closed_on))
    now = now.select("customer", slot=frame.slot(now.closed_on, compared=False), bought=True)
    found = beside(rows, now.distinct(), "customer", "slot")
    return found.mutate(bought=_.bought.fill_null(False))
