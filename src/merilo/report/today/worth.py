"""What one of something brought lately: so that calls and leads can be weighed in money."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.desk import Desk

DAYS = 90
EARNING = {"calls", "conversations", "meetings", "presentations", "proposals", "deals_created",
           "leads_qualified", "deals_won"}  # fmt: skip


def worth(desk: Desk, question: Question, metrics: Sequence[str]) -> Mapping[str, Decimal]:
    """By metric, the revenue of the last 90 days of all in sight by how many of it there were:
    the order of a size, and no more. Only of what leads to a sale."""
    wanted = tuple(id for id in metrics if id in EARNING)
    span = Period(desk.today - timedelta(days=DAYS), desk.today)
    asked = replace(question, metrics=("revenue", *wanted), by=(), period=span)
    (row,) = desk.ask(asked).rows
    revenue = Decimal(str(row["revenue"] or 0))
    return {id: revenue / Decimal(str(row[id])) for id in wanted if row[id] and revenue > 0}
