"""What a metric is made of: facts, figures taken from their rows, and formulas over figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from merilo.metrics.frame import Frame

Where = tuple[tuple[str, tuple[str | None, ...]], ...]  # dimensions, each with keys that will do
FRAMES = 8  # of one question: its period, what that is compared with, all time, a year back


class Unit(StrEnum):
    """What a figure is counted in."""

    MONEY = "money"
    MONEY_A_DAY = "money a day"
    COUNT = "count"
    SHARE = "share"
    RATIO = "ratio"
    SECONDS = "seconds"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    SCORE = "score"
    POINTS = "points"
    WORDS = "words"  # a judgement, no figure


class Better(StrEnum):
    """Which way a figure should go."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True)
class Fact:
    """Rows of a period, each dated by `on` and belonging to `person`."""

    name: str
    rows: Callable[[Frame], Table]
    counts_on: str
    whose: str
    doc: str
    past: bool = False  # it asks for the period before, too


def fact(
    counts_on: str, whose: str, past: bool = False
) -> Callable[[Callable[[Frame], Table]], Fact]:
    """Makes a fact of a function of the frame. Its docstring goes to the dictionary.

    Facts are made of facts: the rows of a frame are written once, and not by each that needs them.
    """

    def make(rows: Callable[[Frame], Table]) -> Fact:
        once = lru_cache(maxsize=FRAMES)(rows)
        return Fact(rows.__name__, once, counts_on, whose, rows.__doc__ or "", past)

    return make


@dataclass(frozen=True, kw_only=True)
class Metric:
    """What every figure says about itself. The names of ours stand in `names.tsv`; those of a
    company's own metric are its `names`, by language."""

    id: str
    doc: str
    unit: Unit
    better: Better
    source: str = "our own definition"
    names: tuple[tuple[str, str], ...] = ()

    def narrowed(self, id: str, only: Where) -> "Metric":
        """The same metric of fewer rows, under another name."""
        return self.remade(id, f"_of_{id}", lambda figure: {"only": figure.only + only})

    def before(self) -> "Metric":
        """The same metric over the period compared with."""
        return self.remade(f"{self.id}_before", "_before", lambda _figure: {"earlier": True})

    def remade(self, id: str, ending: str, change: "Change") -> "Metric":
        """The same metric of changed figures, whose names get the `ending`."""
        raise TypeError(f"{type(self).__name__} does not say how it is remade")

    @property
    def parts(self) -> tuple["Figure", ...]:
        """What has to be taken from facts before the metric can be made, in order."""
        raise TypeError(f"{type(self).__name__} does not say its parts")

    def of(self, row: Table) -> Value:
        """The metric, once its parts stand side by side in `row`."""
        raise TypeError(f"{type(self).__name__} does not say how it is made")


@dataclass(frozen=True, kw_only=True)
class Figure(Metric):
    """One number from the rows of one fact.

    `adds` is what a row brings (None: the row itself); `where` says which rows count; `only` are
    conditions on dimensions, as in a question; an `earlier` one is of the period compared with.
    """

    fact: Fact
    adds: Callable[[Table], Value] | None = None
    where: Callable[[Table], BooleanValue] | None = None
    only: Where = ()
    earlier: bool = False
    sums: ClassVar[bool] = False  # parts add up to the whole; for somebody at work nothing is 0

    @property
    def parts(self) -> tuple["Figure", ...]:
        return (self,)

    def remade(self, id: str, ending: str, change: "Change") -> "Figure":
        return replace(self, id=id, **change(self))

    def of(self, row: Table) -> Value:
        return row[self.id]

    def behind(self, rows: Table) -> Table:
        """The rows that count, with what each `adds`."""
        kept = rows.filter(self.where(rows).fill_null(False)) if self.where else rows
        return kept.mutate(adds=self.adds(kept) if self.adds else ibis.literal(1))

    def fold(self, rows: Table, by: tuple[str, ...]) -> Table | None:
        """A table of `by` and the figure, where no simple aggregate will do."""
        return None

    def value(self, rows: Table) -> Value:
        """The figure over a group of rows."""
        raise TypeError(f"{type(self).__name__} does not say how rows are folded")

    def counted(self, rows: Table) -> BooleanValue | None:
        """The condition under which a row counts; never unknown."""
        return self.where(rows).fill_null(False) if self.where else None


Change = Callable[[Figure], Mapping[str, Any]]  # of a figure's fields


@dataclass(frozen=True, kw_only=True)
class Total(Figure):
    """A sum or a count. Parts add up to the whole; for somebody at work, nothing is 0."""

    sums = True

    def value(self, rows: Table) -> Value:
        if self.adds is None:
            return rows.count(where=self.counted(rows))
        return self.adds(rows).sum(where=self.counted(rows))

    def of(self, row: Table) -> Value:
        return present(row, self.id, self.earlier)


@dataclass(frozen=True, kw_only=True)
class Mean(Figure):
    """The mean of what rows bring; empty where there are none."""

    def value(self, rows: Table) -> Value:
        return self.adds(rows).mean(where=self.counted(rows))  # type: ignore[misc]


@dataclass(frozen=True, kw_only=True)
class Mark(Mean):
    """A mean of what people said, shown only from as many of them as the rows' `least` says."""

    def value(self, rows: Table) -> Value:
        enough = rows.count(where=self.counted(rows)) >= rows.least.max()
        return ibis.ifelse(enough, super().value(rows), ibis.null("float64"))

    def behind(self, rows: Table) -> Table:
        found = super().behind(rows)
        numbered = found.mutate(said=found.count().over(ibis.window()))
        return numbered.filter(numbered.said >= numbered.least).drop("said")


@dataclass(frozen=True, kw_only=True)
class Once(Figure):
    """A sum in which rows of the same `key` count once, however many people they belong to."""

    key: str

    def fold(self, rows: Table, by: tuple[str, ...]) -> Table:
        adds = self.adds(rows) if self.adds else ibis.literal(1)
        single = rows.mutate(adds=adds).select(*by, self.key, "adds").distinct()
        total = {self.id: single.adds.sum()}
        return single.group_by(list(by)).agg(**total) if by else single.agg(**total)


@dataclass(frozen=True, kw_only=True)
class Quantile(Figure):
    """A quantile, exact and interpolated, taken anew at each level."""

    at: float

    def value(self, rows: Table) -> Value:
        return self.adds(rows).cast("float64").quantile(self.at, where=self.counted(rows))  # type: ignore[misc]


@dataclass(frozen=True, kw_only=True)
class Distinct(Figure):
    """How many different things rows bring, counted anew at each level."""

    sums = False

    def value(self, rows: Table) -> Value:
        return self.adds(rows).nunique(where=self.counted(rows))  # type: ignore[misc]

    def of(self, row: Table) -> Value:
        return present(row, self.id, self.earlier)


@dataclass(frozen=True, kw_only=True)
class Overall(Figure):
    """A total of everybody's, whatever the question is split or filtered by; grains stay.

    With `own`, what is asked about has such a total of its own, and so a row to stand in.
    """

    total: Total
    own: bool = True

    @property
    def parts(self) -> tuple[Figure, ...]:
        return (self.total, self) if self.own else (self,)

    def remade(self, id: str, ending: str, change: "Change") -> "Overall":
        total = replace(self.total, id=self.total.id + ending, **change(self.total))
        return replace(self, id=id, total=total, **change(self))

    def value(self, rows: Table) -> Value:
        return self.total.value(rows)


@dataclass(frozen=True, kw_only=True)
class Ratio(Metric):
    """`part` over `whole`, both totalled first. Empty where there is nothing to divide by."""

    part: Metric
    whole: Metric

    def remade(self, id: str, ending: str, change: "Change") -> "Ratio":
        part, whole = (m.remade(m.id + ending, ending, change) for m in (self.part, self.whole))
        return replace(self, id=id, part=part, whole=whole)

    @property
    def parts(self) -> tuple[Figure, ...]:
        return *self.part.parts, *self.whole.parts

    def of(self, row: Table) -> Value:
        return over(self.part.of(row), self.whole.of(row))


@dataclass(frozen=True, kw_only=True)
class Growth(Metric):
    """The change of a metric against the period compared with, by its value there.

    Empty where that is not above 0.
    """

    metric: Metric

    def remade(self, id: str, ending: str, change: "Change") -> "Growth":
        metric = self.metric.remade(self.metric.id + ending, ending, change)
        return replace(self, id=id, metric=metric)

    @property
    def parts(self) -> tuple[Figure, ...]:
        return *self.metric.parts, *self.metric.before().parts

    def of(self, row: Table) -> Value:
        now, then = (m.of(row).cast("float64") for m in (self.metric, self.metric.before()))
        return (now - then) / ibis.ifelse(then > 0, then, ibis.null("float64"))


@dataclass(frozen=True, kw_only=True)
class Formula(Metric):
    """Arithmetic over other metrics; empty where one of them is."""

    inputs: Mapping[str, Metric]
    formula: Callable[[Mapping[str, Value]], Value]

    @property
    def parts(self) -> tuple[Figure, ...]:
        return tuple(part for metric in self.inputs.values() for part in metric.parts)

    def of(self, row: Table) -> Value:
        return self.formula({name: metric.of(row) for name, metric in self.inputs.items()})

    def remade(self, id: str, ending: str, change: "Change") -> "Formula":
        inputs = {n: m.remade(m.id + ending, ending, change) for n, m in self.inputs.items()}
        return replace(self, id=id, inputs=inputs)

    def __hash__(self) -> int:
        return hash(self.id)


def present(row: Table, name: str, earlier: bool = False) -> Value:
    """The figure; where there is none, 0 for somebody who was at work, and empty for others."""
    figure, there = row[name], "at_work_before" if earlier else "at_work"
    if there not in row.columns:  # split by what no person has, like a channel
        return figure.fill_null(0)
    return ibis.ifelse(row[there], figure.fill_null(0), figure.nullif(0))


def over(part: Value, whole: Value) -> Value:
    """`part / whole` as a float; empty where `whole` is 0, for 1/0 is an error on some engines."""
    return part.cast("float64") / whole.cast("float64").nullif(0)
