"""Deals' ways through the stages: what they reached, and how long they stayed."""

from datetime import timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.deals import deals, held


def moves() -> Table:
    """Every entry of a deal into a stage. A move from a stage to itself is none."""
    moved = table("stage_changes").filter(
        _.from_stage.isnull() | (_.from_stage != _.to_stage), _.to_stage.notnull()
    )
    stages = table("stages").select("pipeline", "position", kind_of="kind", stage="key")
    known = moved.select("deal", "occurred_at", "occurred_on", "key", stage="to_stage")
    return known.left_join(stages, "stage").drop("stage_right")


def about(rows: Table) -> Table:
    """`rows` that name a deal, with what the dimensions ask of it."""
    of = deals().select("deal", "owner", "customer", "channel", "segment", "loss_reason")
    return rows.inner_join(of, "deal")


@fact(counts_on="the first entry into the stage", whose="who held the deal then")
def reached(frame: Frame) -> Table:
    """A deal that entered a stage for the first time, and whether it got further: to a later
    stage of the pipeline, or to its win."""
    rest = ibis.window(group_by="deal", order_by=("occurred_at", "key"), rows=(1, None))
    way = moves().mutate(furthest=ibis.ifelse(_.kind_of == "lost", ibis.null("int64"), _.position))
    seen = way.mutate(
        then=way.furthest.max().over(rest),
        entry=ibis.row_number().over(
            ibis.window(group_by=("deal", "stage"), order_by=("occurred_at", "key"))
        ),
    )
    first = seen.filter(
        _.entry == 0, (_.kind_of == "open").fill_null(True), frame.within(_.occurred_on)
    ).mutate(on=_.occurred_on, further=(_.then > _.position).fill_null(False))
    return held(about(first), "occurred_at", frame)


@fact(counts_on="leaving the stage; while still in it, the end of the period", whose="who held it")
def stayed(frame: Frame) -> Table:
    """A stay of a deal in an open stage that ended in the period, or had not ended by its end."""
    order = ibis.window(group_by="deal", order_by=("occurred_at", "key"))
    way = moves().filter(_.occurred_on < frame.period.until)
    spells = way.mutate(left_at=way.occurred_at.lead().over(order),
                        left_on=way.occurred_on.lead().over(order))  # fmt: skip
    last = ibis.least(frame.period.until - timedelta(days=1), frame.today)
    open_stage = spells.filter((_.kind_of == "open").fill_null(True))
    kept = open_stage.filter(_.left_on.isnull() | (_.left_on >= frame.period.since))
    event = kept.left_on.notnull()
    over = (last + ibis.interval(days=1)).cast("timestamp('UTC', 6)")
    timed = kept.mutate(
        on=kept.left_on.coalesce(last),
        event=event,
        rival=ibis.literal(False),
        left_at=kept.left_at.coalesce(over),
        left_on=kept.left_on.coalesce(last),
    )
    age = (timed.left_at.epoch_seconds() - timed.occurred_at.epoch_seconds()).cast("float64")
    return held(about(timed.mutate(age=age / 86_400)), "left_at", frame)
