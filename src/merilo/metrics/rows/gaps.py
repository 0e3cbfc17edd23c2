"""Rows that something is missing of, or that are there twice."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.activities import ROBOTS, acts, done
from merilo.metrics.rows.deals import closed, created, open_at_end


@fact(counts_on="the end of the period", whose="who held it then")
def taskless(frame: Frame) -> Table:
    """A deal that was open when the period ended, with no task open on it."""
    deals = open_at_end.rows(frame)
    ends = frame.ends()
    tasks = acts().filter(_.kind == "task", _.deal.notnull(), _.occurred_on < frame.period.until)
    tasks = tasks.select("deal", "occurred_on", "completed_on", "outcome").inner_join(
        ends, tasks.occurred_on <= ends.on
    )
    waiting = (tasks.completed_on > tasks.on) | (
        tasks.completed_on.isnull() & (tasks.outcome.fill_null("open") != "done")
    )
    return deals.anti_join(tasks.filter(waiting), ["deal", "on"])


@fact(counts_on="closed", whose="the owner at closing")
def untold(frame: Frame) -> Table:
    """A deal closed in the period of which no move between stages is known. No refund."""
    return closed.rows(frame).filter(~_.refund).anti_join(table("stage_changes"), "deal")


@fact(counts_on="when it took place", whose="who did it")
def doubled(frame: Frame) -> Table:
    """A call that is there once more: the same person, moment, length and other side."""
    calls = done.rows(frame).filter(_.kind == "call")
    same = ("person", "occurred_at", "duration_s", "direction", "deal", "customer")
    order = ibis.window(group_by=same, order_by="key")
    numbered = calls.mutate(place=ibis.row_number().over(order))
    return numbered.filter(_.place > 0).drop("place")


@fact(counts_on="when it took place", whose="whose account did it")
def automatic(frame: Frame) -> Table:
    """What a robot or an integration did in a person's name; it counts for nobody."""
    rows = table("activities").filter(_.author.isin(ROBOTS), frame.within(_.occurred_on))
    return rows.mutate(on=_.occurred_on)


@fact(counts_on="created", whose="the first owner")
def unripe(frame: Frame) -> Table:
    """A lead created in the period that is still open."""
    return created.rows(frame).filter(_.outcome == "open")
