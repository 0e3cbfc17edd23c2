"""The content of a table of figures: columns, rows, the group's own figures, the mean of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from merilo.facts.lake import Snapshot
from merilo.metrics.catalogue.names import called
from merilo.metrics.frame import GRAINS
from merilo.metrics.model import Better, Metric, Unit
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.words import LANGS, Lang, _, spoken

Value = Any  # str, int, float, Decimal, date, or None for what is not known


@dataclass(frozen=True)
class Column:
    """A dimension (no unit), or a figure with what it means."""

    id: str
    title: str
    unit: Unit | None = None
    doc: str = ""
    better: Better = Better.NEITHER
    names: tuple[tuple[Lang, str], ...] = ()  # in full, as in a sentence

    @classmethod
    def of(cls, metric: Metric) -> "Column":
        """The column of a metric."""
        names = tuple((lang, called(metric, lang).full) for lang in LANGS)
        head = called(metric, spoken.get()).head
        return cls(metric.id, head, metric.unit, metric.doc, metric.better, names)


@dataclass(frozen=True)
class Table:
    """What a table says, whatever form it is given. Figures are as exact as they were asked."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    period: Period
    snapshot: Snapshot
    currency: str
    total: Sequence[Value] | None = None  # of the group, from its own totals
    mean: Sequence[Value] | None = None  # of the rows shown, each counting alike
    sql: str = ""

    @property
    def dimensions(self) -> Sequence[Column]:
        """The columns that say what a row is about."""
        return [column for column in self.columns if column.unit is None]


DIMENSION_TITLES = {
    "person": "Person", "unit": "Unit", "department": "Department", "company": "Company",
    "role": "Role", "pipeline": "Pipeline", "stage": "Stage", "channel": "Channel",
    "segment": "Segment", "territory": "Territory", "product": "Product",
    "product_group": "Product group", "customer": "Customer", "loss_reason": "Loss reason",
    "day": "Day", "week": "Week", "month": "Month", "quarter": "Quarter", "year": "Year",
}  # fmt: skip


def table(desk: Desk, question: Question, total: bool = False, mean: bool = False) -> Table:
    """The answer to `question` with names for its keys."""
    answer = desk.ask(question)
    by, metrics = question.by, question.metrics
    named = [named_row(row, desk, by) for row in answer.rows]
    named.sort(key=lambda row: [(row[d] is None, sortable(row[d])) for d in by])
    whole = desk.ask(question.over()).rows[0] if total else None
    blank: Sequence[Value] = [None] * len(by)
    return Table(
        columns=(
            *(Column(d, _(DIMENSION_TITLES[d])) for d in by),
            *(Column.of(question.catalogue.find(m)) for m in metrics),
        ),
        rows=[[row[id] for id in (*by, *metrics)] for row in named],
        period=question.period,
        snapshot=answer.snapshot,
        currency=desk.company.currency,
        total=[*blank, *(whole[m] for m in metrics)] if whole else None,
        mean=[*blank, *(mean_of([row[m] for row in named]) for m in metrics)] if mean else None,
        sql=answer.sql,
    )


def named_row(row: Mapping[str, Value], desk: Desk, by: Sequence[str]) -> dict[str, Value]:
    """`row` with the names of its keys; a key without a row in its directory stays itself."""
    named = [d for d in by if d not in GRAINS]
    figures = {id: whole(value) for id, value in row.items() if id not in by}
    return {**row, **figures, **{d: desk.labels(d).get(row[d], row[d]) for d in named}}


def whole(value: Value) -> Value:
    """A sum of parts of money comes as a float: 3510578.0000000002 is 3510578."""
    money = isinstance(value, float) and abs(value) >= 1
    return round(value) if money and abs(value - round(value)) < 1e-6 else value


def sortable(value: Value) -> Value:
    """Names in the order of the alphabet, whatever their case; ё beside е."""
    return value.casefold().replace("ё", "е") if isinstance(value, str) else value


def mean_of(values: Sequence[Value]) -> Value:
    """The plain mean of what is known; None of nothing."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    if any(isinstance(value, float) for value in known):
        return sum(map(float, known)) / len(known)
    return Decimal(sum(known)) / len(known)
