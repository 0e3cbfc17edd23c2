"""What stands behind a figure: what it means, what it is made of, by which rules, which rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from merilo.company import Rules
from merilo.metrics.behind import page, summed
from merilo.metrics.model import Distinct, Figure, Metric
from merilo.metrics.query import whole
from merilo.metrics.question import Question
from merilo.metrics.used import used
from merilo.report.column import Column
from merilo.report.desk import Desk
from merilo.report.notes import notes
from merilo.report.rows import part
from merilo.words import _, spoken

PAGE = 50  # rows on a page
FEW = 10  # rows beside the figure


@dataclass(frozen=True)
class Part:
    """One of the numbers a figure is made of: its name, its rows, what they add up to."""

    id: str
    name: str
    rows: int
    adds: float


@dataclass(frozen=True)
class Rule:
    """A threshold: its name, its value, what it means, since which day it is another."""

    name: str
    value: object
    doc: str


@dataclass(frozen=True)
class Behind:
    """Everything behind one figure."""

    column: Column
    value: Any
    metric: Metric
    parts: Sequence[Part]
    rules: Sequence[Rule]
    counts_on: Sequence[str]
    whose: Sequence[str]
    notes: Sequence[str]
    count: int  # of rows


def figure(desk: Desk, question: Question) -> Behind:
    """The figure of a question about one metric, not split by anything."""
    (id,) = question.metrics
    metric = question.catalogue.find(id)
    asked = question.over()
    facts = {own.fact.name: own.fact for own in metric.parts}
    parts = parts_of(desk, asked, metric)
    return Behind(
        Column.of(metric),
        desk.ask(asked).rows[0][id],
        metric,
        parts,
        [Rule(name, getattr(desk.company.rules, name), doc(name)) for name in used(metric)],
        list(dict.fromkeys(_(fact.counts_on) for fact in facts.values())),
        list(dict.fromkeys(_(fact.whose) for fact in facts.values())),
        notes(desk, asked),
        sum(one.rows for one in parts),
    )


def parts_of(desk: Desk, question: Question, metric: Metric) -> list[Part]:
    """The parts of a metric in their order; of everybody's figures there are no rows to show."""
    found = {row["part"]: row for row in desk.listed(summed, question)}
    own = {part.id: part for part in metric.parts if not whole(part)}
    return [part_of(one, found.get(id, {}), question) for id, one in own.items()]


def part_of(figure: Figure, row: Mapping[str, Any], question: Question) -> Part:
    """One part, by the row of its sums."""
    name = part(figure.id, spoken.get(), question.catalogue)
    adds = row.get("different" if isinstance(figure, Distinct) else "adds")
    return Part(figure.id, name, int(row.get("rows", 0)), float(adds or 0))


def doc(rule: str) -> str:
    """What a threshold means."""
    text: str = Rules.__dataclass_fields__[rule].metadata["doc"]
    return _(text)


def rows(
    desk: Desk, question: Question, after: int = 0, most: int = PAGE
) -> Sequence[Mapping[str, Any]]:
    """A page of the rows behind the figure."""
    (id,) = question.metrics
    ask = desk.listed if most <= PAGE + 1 else desk.streamed
    return [{"metric": id, **row} for row in ask(page, question.over(), most, after)]
