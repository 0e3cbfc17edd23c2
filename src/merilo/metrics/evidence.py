"""What has to be known beside a figure to say how sure it is: numbers, squares, deviations."""

from dataclasses import dataclass
from functools import lru_cache

from ibis.expr.types import Table, Value

from merilo.metrics.model import Distinct, Figure, Mean, Metric, Ratio, Total, Unit


@dataclass(frozen=True, kw_only=True)
class Squares(Figure):
    """The sum of the squares of what rows bring."""

    def value(self, rows: Table) -> Value:
        return (brought(self, rows) ** 2).sum(where=self.counted(rows))


@dataclass(frozen=True, kw_only=True)
class Deviation(Figure):
    """The standard deviation (n - 1) of what rows bring."""

    def value(self, rows: Table) -> Value:
        return brought(self, rows).std(how="sample", where=self.counted(rows))


@dataclass(frozen=True, kw_only=True)
class Number(Figure):
    """How many rows bring something."""

    def value(self, rows: Table) -> Value:
        given = brought(self, rows).notnull()
        counted = self.counted(rows)
        return rows.count(where=given if counted is None else given & counted)


def brought(figure: Figure, rows: Table) -> Value:
    """What rows bring, as floats."""
    assert figure.adds, f"{figure.id} adds something"
    return figure.adds(rows).cast("float64")


@dataclass(frozen=True)
class Evidence:
    """Of what `kind` a metric is, and the figures that say how sure it is.

    share: part and whole; count: itself; sum: its squares; mean: deviation and number.
    """

    kind: str
    figures: tuple[Metric, ...]


@lru_cache(maxsize=1000)
def evidence(metric: Metric) -> Evidence | None:
    """The evidence of a metric; None where we know no way to be sure."""
    if isinstance(metric, Ratio):
        return of_ratio(metric)
    if isinstance(metric, Mean):
        return sample(metric.id, metric, metric.where)
    if isinstance(metric, Total | Distinct) and metric.unit is Unit.COUNT:
        return Evidence("count", (metric,))
    if isinstance(metric, Total) and metric.adds:
        return Evidence("sum", (beside(Squares, metric, "squares"),))
    return None


def of_ratio(metric: Ratio) -> Evidence | None:
    """A share of counts; or money by the number of things that brought it."""
    part, whole = metric.part, metric.whole
    counts = all(isinstance(m, Total | Distinct) and m.unit is Unit.COUNT for m in (part, whole))
    if counts and metric.unit is Unit.SHARE:
        return Evidence("share", (part, whole))
    if not isinstance(part, Total) or not isinstance(whole, Total) or not part.adds:
        return None
    return sample(metric.id, part, whole.where) if part.fact is whole.fact else None


def sample(id: str, figure: Figure, where: object) -> Evidence:
    """Deviation and number of what a figure's rows bring, of those that count `where`."""
    condition: dict[str, object] = {"where": where}
    return Evidence(
        "mean",
        (
            beside(Deviation, figure, "deviation", id, **condition),
            beside(Number, figure, "number", id, **condition),
        ),
    )


def beside(
    kind: type[Figure], figure: Figure, ending: str, id: str = "", **other: object
) -> Figure:
    """Another figure of the same rows."""
    fields = {
        "doc": "", "fact": figure.fact, "adds": figure.adds, "where": figure.where,
        "only": figure.only, "unit": Unit.RATIO, "better": figure.better, **other,
    }  # fmt: skip
    return kind(id=f"{id or figure.id}_{ending}", **fields)  # type: ignore[arg-type]
