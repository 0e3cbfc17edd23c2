"""Customers' messages and our answers to them."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact
from merilo.metrics.rows.activities import ROBOTS

HORIZON = 30  # days; a later message is a new talk, not an answer


@fact(counts_on="the customer's message", whose="who answered")
def replied(frame: Frame) -> Table:
    """A customer's message or letter that nobody had answered yet, and our next one after it."""
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
    # Only where the word passes to the other side: there the next row is the answer.
    before = talks.mutate(before=talks.side.lag().over(order))
    turns = before.filter(_.before.isnull() | (_.before != _.side))
    answers = turns.mutate(
        replied_at=turns.occurred_at.lead().over(order),
        replied_on=turns.occurred_on.lead().over(order),
        person=turns.person.lead().over(order),
    )
    asked = answers.filter(
        _.side == "in", _.replied_at.notnull(), frame.within(_.occurred_on),
        _.replied_on < _.occurred_on + ibis.interval(days=HORIZON),
    )  # fmt: skip
    return asked.mutate(on=_.occurred_on)
