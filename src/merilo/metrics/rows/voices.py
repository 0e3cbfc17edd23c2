"""What is said of somebody's work: answers to surveys, complaints, reviews."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact

REVIEW = ("kind", "subject", "person", "reviewer", "scorecard", "occurred_at")  # what makes it one


@fact(counts_on="when it was answered", whose="whose work it is about")
def answered(frame: Frame) -> Table:
    """A customer's answer to a question of a survey, with the `least` number of them to show."""
    rows = table("answers").filter(frame.within(_.occurred_on), _.score.notnull())
    rows = rows.mutate(on=_.occurred_on, mark=_.score.cast("float64"))
    return rows.mutate(least=frame.rule("survey_answers", rows.on))


@fact(counts_on="when it was received", whose="about whose work it is")
def complained(frame: Frame) -> Table:
    """A complaint received in the period."""
    return table("complaints").filter(frame.within(_.received_on)).mutate(on=_.received_on)


@fact(counts_on="when it was reviewed", whose="whose work it is")
def reviewed(frame: Frame) -> Table:
    """A line of a review: what it `earned` and what it could have (`possible`), by its weight.

    A line marked critical that got nothing makes the whole review earn nothing.
    """
    rows = table("reviews").filter(frame.within(_.occurred_on), _.score.notnull())
    rows = rows.mutate(
        on=_.occurred_on,
        mark=_.score.cast("float64"),
        weighs=_.weight.fill_null(1).cast("float64"),
        least=frame.rule("colleague_marks", rows.occurred_on),
    )
    fatal = (rows.critical.fill_null(False) & (rows.mark <= 0)).cast("int64")
    failed = fatal.max().over(ibis.window(group_by=REVIEW)) > 0
    return rows.mutate(
        earned=ibis.ifelse(failed, 0.0, rows.mark * rows.weighs),
        possible=rows.maximum.cast("float64") * rows.weighs,
    )
