"""Customers' messages and our answers to them."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.activities import ROBOTS

HORIZON = 30  # days


@fact(counts_on="the customer's message", whose="who answered")
def replied(frame: Frame) -> Table:
    """A customer's message or letter that nobody had answered yet, and our next one after it.

    After 30 days of silence a new talk begins: a later message is no answer.
    """
    near = frame.reaching(before=HORIZON, after=HORIZON)
    said = table("activities").filter(
        _.kind.isin(("message", "email")), near.within(_.occurred_on),
        _.deal.notnull() | _.customer.notnull(),
    )  # fmt: skip
    # What a robot sends back is no answer of ours, and does not end the waiting.
    said = said.filter((_.direction == "in") | ~_.author.isin(ROBOTS))
    talks = said.mutate(
        talk=_.deal.concat(" d").coalesce(_.customer.concat(" c")),
        side=(_.direction == "in").ifelse("in", "out"),
    )
    order = ibis.window(group_by="talk", order_by=("occurred_at", "side", "key"))
    # Only where the word passes to the other side, or a talk begins: there the next is the answer.
    before = talks.mutate(
        before=talks.side.lag().over(order), before_on=talks.occurred_on.lag().over(order)
    )
    silence = ibis.interval(days=HORIZON)
    new = before.before.isnull() | (before.before_on <= before.occurred_on - silence)
    turns = before.filter(new | (before.before != before.side))
    answers = turns.mutate(
        next=turns.side.lead().over(order),
        replied_at=turns.occurred_at.lead().over(order),
        replied_on=turns.occurred_on.lead().over(order),
        person=turns.person.lead().over(order),
    )
    asked = answers.filter(
        _.side == "in", _.next == "out", frame.within(_.occurred_on),
        _.replied_on < _.occurred_on + silence,
    )  # fmt: skip
    return asked.mutate(on=_.occurred_on)
