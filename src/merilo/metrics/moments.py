"""When there was last something of a metric, and when there was nothing for long; and how far the
facts it is taken from reach."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import ibis
from ibis import _
from ibis.expr import operations as ops
from ibis.expr.types import Table

from merilo.metrics.lake import table
from merilo.metrics.model import Metric
from merilo.metrics.query import seen
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period

AT = "occurred_at"
# The days that tell how far a table reaches: whoever works leaves something in these every day.
REACH: Mapping[str, tuple[str, ...]] = {
    "activities": ("occurred_on",), "deals": ("created_on", "qualified_on", "closed_on"),
}  # fmt: skip


@lru_cache(maxsize=1000)
def sources(metric: Metric) -> frozenset[str]:
    """The tables that a metric is taken from, of those whose reach is known."""
    day = date(2000, 1, 1)
    frame = Question((), Period(day, date(2000, 2, 1)), EVERYBODY, day).facing
    found = {
        node.name
        for part in metric.parts
        for node in part.fact.rows(frame).op().find(ops.UnboundTable)
    }
    return frozenset(found & REACH.keys())


@lru_cache(maxsize=1000)
def told(metric: Metric) -> bool:
    """The hour is known of each thing that the metric counts."""
    day = date(2000, 1, 1)
    frame = Question((), Period(day, date(2000, 2, 1)), EVERYBODY, day).facing
    return len(metric.parts) == 1 and AT in metric.parts[0].fact.rows(frame).columns


def gaps(question: Question, hours: int) -> Table:
    """Of the only metric of a question: its last moment of each person (`until` is empty there),
    and every one after which the next was so many hours later or more."""
    (id,) = question.metrics
    (part,) = question.catalogue.find(id).parts
    rows = part.behind(seen(part.fact, question.only(part.only), part.id))
    rows = rows.filter(_.person.notnull(), _[AT].notnull()).select("person", since=_[AT])
    later = ibis.window(group_by="person", order_by="since")
    found = rows.mutate(until=rows.since.lead().over(later))
    wide = found.until.epoch_seconds() - found.since.epoch_seconds() >= hours * 3600
    return found.filter(found.until.isnull() | wide)


def acted(question: Question) -> Table:
    """The last day until today on which anybody did anything."""
    return last(question, "activities")


def dealt(question: Question) -> Table:
    """The last day until today on which any deal appeared, qualified or ended."""
    return last(question, "deals")


def last(question: Question, name: str) -> Table:
    """The last day until today that a table tells of."""
    rows = table(name)
    days = [
        rows.filter(rows[day] <= question.today).agg(day=rows[day].max()) for day in REACH[name]
    ]
    return ibis.union(*days).agg(day=_.day.max()) if len(days) > 1 else days[0]
