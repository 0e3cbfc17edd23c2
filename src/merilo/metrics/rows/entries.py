"""Figures that people type as rows: what no system counts for them."""

from dataclasses import dataclass

from ibis import _
from ibis.expr.types import BooleanValue, Table, Value

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact


@fact(counts_on="the day it is of", whose="who typed it")
def entered(frame: Frame) -> Table:
    """A figure typed in a daily report of the period."""
    return table("entries").filter(frame.within(_.day)).mutate(on=_.day)


def value(rows: Table) -> Value:
    """What was typed."""
    return rows["value"]


@dataclass(frozen=True)
class Said:
    """Rows of one field of the report; of two with the same field neither is the other's other, as
    two functions would be."""

    field: str

    def __call__(self, rows: Table) -> BooleanValue:
        return rows.metric == self.field
