"""What calls and meetings led to."""

import ibis
from ibis import _
from ibis.expr.types import StringValue, Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.activities import acts, done


def meetings(frame: Frame) -> Table:
    """Held meetings that a call of the period can have led to."""
    near = frame.reaching(after=max(frame.rules_ever("meeting_within_days")))
    held = acts().filter(_.kind == "meeting", _.outcome == "held", near.within(_.occurred_on))
    both = ibis.array([about_deal(held), about_customer(held)])
    return held.select(met_at="occurred_at", about=both.unnest())


def about_deal(rows: Table) -> StringValue:
    """The deal; a customer may have the same key."""
    return rows.deal.concat(" d")


def about_customer(rows: Table) -> StringValue:
    """The customer."""
    return rows.customer.concat(" c")


def about(rows: Table) -> StringValue:
    """The deal; without one the customer."""
    return about_deal(rows).coalesce(about_customer(rows))


def led(calls: Table, frame: Frame) -> Table:
    """The `calls` followed in time by a held meeting: on the same deal; without a deal, with the
    customer.

    A semi-join: a call with two meetings after it is still one call.
    """
    calls, held = calls.mutate(about=about(calls)), meetings(frame)
    soon = [
        calls.about == held.about,
        held.met_at > calls.occurred_at,
        held.met_at <= calls.occurred_at + frame.days_of("meeting_within_days", calls.occurred_on),
    ]
    return calls.semi_join(held, soon)


@fact(counts_on="the call", whose="who called")
def led_to_meeting(frame: Frame) -> Table:
    """A call of the period that was followed in time by a held meeting."""
    return led(done.rows(frame).filter(_.call), frame)


@fact(counts_on="the first call", whose="who made the first call")
def contacted(frame: Frame) -> Table:
    """A deal (without one: a customer) called in the period, by its first call."""
    calls = done.rows(frame).filter(_.call, _.deal.notnull() | _.customer.notnull())
    order = ibis.window(group_by="contact", order_by=("occurred_at", "key"))
    numbered = calls.mutate(contact=about(calls))
    numbered = numbered.mutate(place=ibis.row_number().over(order))
    return numbered.filter(_.place == 0)


@fact(counts_on="the first call", whose="who made the first call")
def contact_met(frame: Frame) -> Table:
    """A deal or customer called in the period and met in time after the first call."""
    return led(contacted.rows(frame), frame)


@fact(counts_on="the meeting", whose="who held it")
def won_after(frame: Frame) -> Table:
    """A held meeting of the period whose deal was won later."""
    met = done.rows(frame).filter(_.kind == "meeting", _.held.fill_null(False))
    won = table("deals").filter(_.outcome == "won", _.amount_base.fill_null(0) >= 0)
    won = won.select("closed_at", deal="key")
    return met.semi_join(won, [met.deal == won.deal, won.closed_at >= met.occurred_at])
