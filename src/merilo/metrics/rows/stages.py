"""Deals' ways through the stages: what they reached, and how long they stayed."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import beside, table
from merilo.metrics.model import fact
from merilo.metrics.rows.deals import ORDER, deals, held


def moves() -> Table:
    """Every entry of a deal into a stage. A move from a stage to itself is none."""
    moved = table("stage_changes").filter(
        _.from_stage.isnull() | (_.from_stage != _.to_stage), _.to_stage.notnull()
    )
    stages = table("stages").select("pipeline", "position", kind_of="kind", stage="key")
    known = moved.select("deal", "occurred_at", "occurred_on", "key", stage="to_stage")
    known = known.mutate(digits=_.key.length())
    return beside(known, stages, "stage")


def about(rows: Table) -> Table:
    """`rows` that name a deal, with what the dimensions ask of it, and its end."""
    of = deals().select(
        "deal", "owner", "customer", "channel", "segment", "loss_reason", "outcome", "closed_at",
        "closed_on",
    )  # fmt: skip
    return rows.inner_join(of, "deal")


@fact(counts_on="the first entry into the stage", whose="who held the deal then")
def reached(frame: Frame) -> Table:
    """A deal that entered a stage for the first time, and whether it got further: to a later
    stage of the pipeline, or to its win."""
    rest = ibis.window(group_by=("deal", "pipeline"), order_by=ORDER, rows=(1, None))
    moved = table("stage_changes").filter(frame.within(_.occurred_on)).select("deal").distinct()
    way = moves().semi_join(moved, "deal")  # whose way is asked for: windows are dear
    way = way.mutate(furthest=ibis.ifelse(_.kind_of == "lost", ibis.null("int64"), _.position))
    seen = way.mutate(
        then=way.furthest.max().over(rest),
        entry=ibis.row_number().over(ibis.window(group_by=("deal", "stage"), order_by=ORDER)),
    )
    first = about(
        seen.filter(
            _.entry == 0, (_.kind_of == "open").fill_null(True), frame.within(_.occurred_on)
        )
    )
    later = (first.then > first.position).fill_null(False)
    found = first.mutate(on=_.occurred_on, further=later | (first.outcome == "won"))
    return held(found, "occurred_at", frame)


@fact(counts_on="leaving the stage; while still in it, the end of the period", whose="who held it")
def stayed(frame: Frame) -> Table:
    """A stay of a deal in an open stage that ended in the period, or had not ended by its end;
    its `age` in whole days."""
    known = spells(frame)
    left = known.filter(frame.within(_.left_on)).mutate(on=_.left_on, event=True)
    ends = frame.ends()
    there = (known.occurred_on <= ends.on) & (known.left_on.isnull() | (known.left_on > ends.on))
    # All of the last day was spent there: up to the next one, whenever that begins.
    still = known.inner_join(ends, there).mutate(
        left_at=ibis.null("timestamp('UTC', 6)"), left_on=_.on + ibis.interval(days=1), event=False
    )
    both = held(left, "left_at", frame).union(held(still.select(left.columns), "on", frame))
    return both.mutate(age=_.on.delta(_.occurred_on, unit="day"), rival=False)


def alive(frame: Frame) -> Table:
    """Deals of which a stay may not have ended before the period: windows are dear."""
    entries = table("stage_changes").filter(_.occurred_on < frame.period.until)
    ends = deals().select("deal", "outcome", "closed_at", "closed_on")
    known = entries.select("deal", "occurred_at").inner_join(ends, "deal")
    over = (
        (known.outcome != "open")
        & (known.closed_at >= known.occurred_at)
        & (known.closed_on < frame.period.since)
    )
    return known.filter(~over.fill_null(False)).select("deal").distinct()


def spells(frame: Frame) -> Table:
    """Stays in open stages that began before the period's end, each until the next move or until
    the deal was closed."""
    order = ibis.window(group_by="deal", order_by=ORDER)
    way = moves().filter(_.occurred_on < frame.period.until)
    way = way.semi_join(alive(frame), "deal")
    way = way.mutate(
        next_at=way.occurred_at.lead().over(order), next_on=way.occurred_on.lead().over(order)
    )
    stays = about(way.filter((_.kind_of == "open").fill_null(True)))
    closed = (stays.outcome != "open") & (stays.closed_at >= stays.occurred_at)
    return stays.mutate(
        left_at=ibis.least(_.next_at, ibis.ifelse(closed, _.closed_at, None)),
        left_on=ibis.least(_.next_on, ibis.ifelse(closed, _.closed_on, None)),
    )
