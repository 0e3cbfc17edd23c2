"""The content of a table of figures: columns, rows, the group's own figures, the mean of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from merilo.facts.lake import Snapshot
from merilo.metrics.frame import GRAINS
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.column import Column
from merilo.report.compare import view
from merilo.report.desk import Desk
from merilo.report.notes import gaps, notes
from merilo.report.together import with_whole
from merilo.words import _

Value = Any  # str, int, float, Decimal, date, or None for what is not known


@dataclass(frozen=True)
class Table:
    """What a table says, whatever form it is given. Figures are as exact as they were asked."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    keys: Sequence[Mapping[str, Value]]  # what each row is about, by dimension
    period: Period
    snapshot: Snapshot
    currency: str
    total: Sequence[Value] | None = None  # of the group, from its own totals
    mean: Sequence[Value] | None = None  # of the rows shown, each counting alike
    sql: str = ""
    weighed: Callable[[], Sequence[str]] = tuple  # asks for the notes

    @cached_property
    def notes(self) -> Sequence[str]:
        """What weakens the figures, a sentence each; asked only where it is shown."""
        return self.weighed()

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


def table(
    desk: Desk, question: Question, total: bool = False, mean: bool = False, compare: str = "",
    noted: bool = False,
) -> Table:  # fmt: skip
    """The answer to `question` with names for its keys, beside what it is compared with. With
    `noted`, what its notes need is asked at the same time."""
    seen = view(desk, question, compare)
    if total:
        metrics = [question.catalogue.find(id) for id in question.metrics]
        missing = gaps(question, metrics) if noted else None
        with_whole(desk, seen.question, *([missing] if missing else []))
    answer, by = desk.ask(seen.question), question.by
    named = [(row, named_row(row, desk, by)) for row in answer.rows]
    named.sort(key=lambda pair: [(pair[1][d] is None, sortable(pair[1][d])) for d in by])
    rows = [
        [*(names[d] for d in by), *(whole(one.of(row)) for one in seen.shown)]
        for row, names in named
    ]
    blank: Sequence[Value] = [None] * len(by)
    group = {**desk.ask(seen.question.over()).rows[0], "rows": answer.rows} if total else None
    columns = [*zip(*rows, strict=True)] if rows else [()] * (len(by) + len(seen.shown))
    return Table(
        columns=(
            *(Column(d, _(DIMENSION_TITLES[d])) for d in by),
            *(one.column for one in seen.shown),
        ),
        rows=rows,
        keys=[{d: row[d] for d in by} for row, _names in named],
        period=question.period,
        snapshot=answer.snapshot,
        currency=desk.company.currency,
        total=[*blank, *(whole(one.of(group)) for one in seen.shown)] if group else None,
        mean=[*blank, *map(mean_of, columns[len(by) :])] if mean else None,
        sql=answer.sql,
        weighed=partial(notes, desk, question),
    )


def named_row(row: Mapping[str, Value], desk: Desk, by: Sequence[str]) -> dict[str, Value]:
    """The names of a row's keys; a key without a row in its directory stays itself."""
    return {d: row[d] if d in GRAINS else desk.labels(d).get(row[d], row[d]) for d in by}


def whole(value: Value) -> Value:
    """A sum of parts of money comes as a float: 3510578.0000000002 is 3510578."""
    money = isinstance(value, float) and abs(value) >= 1
    return round(value) if money and abs(value - round(value)) < 1e-6 else value


def sortable(value: Value) -> Value:
    """Names in the order of the alphabet, whatever their case; ё beside е."""
    return value.casefold().replace("ё", "е") if isinstance(value, str) else value


def mean_of(values: Sequence[Value]) -> Value:
    """The plain mean of what is known; None of nothing."""
    known = [value for value in values if value is not None and not isinstance(value, str)]
    if not known:
        return None
    if any(isinstance(value, float) for value in known):
        return sum(map(float, known)) / len(known)
    return Decimal(sum(known)) / len(known)
