"""Those compared side by side: a line for each metric, a column for each of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from merilo.facts.lake import Snapshot
from merilo.metrics.evidence import Evidence, evidence
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.charts.dots import Dot, Dots
from merilo.report.charts.funnel import Funnel, Point
from merilo.report.column import Column
from merilo.report.compare import finite
from merilo.report.desk import Desk
from merilo.report.notes import notes
from merilo.report.others import Standing, middle, standings, wider
from merilo.report.table import mean_of, sortable, whole
from merilo.report.together import with_whole
from merilo.words import _


@dataclass(frozen=True)
class Line:
    """A metric of those compared: the value of each, their mean, the group's own figure from its
    totals, and how each stands beside `common`: the group's figure of a share or a mean, the mean
    of a count or a sum."""

    column: Column
    values: Sequence[Any]
    mean: Any
    group: Any
    standings: Sequence[Standing]
    common: float | None
    of_group: bool  # the common one is the group's own


@dataclass(frozen=True)
class Side:
    """What a comparison holds; `keys` and `names` of those compared, in their order."""

    dimension: str
    keys: Sequence[str | None]
    names: Sequence[str]
    lines: Sequence[Line]
    period: Period
    snapshot: Snapshot
    currency: str
    weighed: Callable[[], Sequence[str]] = tuple

    @cached_property
    def notes(self) -> Sequence[str]:
        """What weakens the figures."""
        return self.weighed()

    def line(self, metric: str) -> Line:
        """The line of a metric, else the first."""
        return next((one for one in self.lines if one.column.id == metric), self.lines[0])


def side(desk: Desk, question: Question, keys: Sequence[str | None]) -> Side:
    """Those of `keys` of whom something is in sight. `question` is split by what they are."""
    (dimension,) = question.by
    metrics = [question.catalogue.find(id) for id in question.metrics]
    asked = wider(question, metrics).only(((dimension, tuple(keys)),))
    with_whole(desk, asked)
    rows = desk.ask(asked).rows
    order = sorted(range(len(rows)), key=lambda n: keys.index(rows[n][dimension]))
    labels = desk.labels(dimension)
    found = [rows[n][dimension] for n in order]
    return Side(
        dimension, found, [title(labels, key) for key in found],
        [line(desk, asked, metric, order) for metric in metrics], question.period, desk.snapshot,
        desk.company.currency, partial(notes, desk, replace(asked, metrics=question.metrics)),
    )  # fmt: skip


def title(labels: Mapping[str, str], key: str | None) -> str:
    """The name of a key; a word for none."""
    return _("none") if key is None else labels.get(key, key)


def line(desk: Desk, asked: Question, metric: Metric, order: Sequence[int]) -> Line:
    """The line of a metric, of the rows in that order."""
    rows, (group,) = desk.ask(asked).rows, desk.ask(asked.over()).rows
    stood, proof = standings(desk, asked, metric), evidence(metric)
    values = [whole(rows[n][metric.id]) for n in order]
    return Line(
        Column.of(metric), values, mean_of(values), whole(group[metric.id]),
        [stood[n] for n in order], middle(metric, proof, rows, group), of_group(proof),
    )  # fmt: skip


def of_group(proof: Evidence | None) -> bool:
    """What is common is the group's own figure."""
    return proof is not None and proof.kind in ("share", "mean")


def dots(found: Side, chosen: Line, name: str) -> Dots:
    """The chart of a line: each value with its interval, the common one beside them."""
    ends = [
        (finite(one.interval.low), finite(one.interval.high)) if one.interval else (None, None)
        for one in chosen.standings
    ]
    values = [None if value is None else float(value) for value in chosen.values]
    those = zip(found.names, values, ends, strict=True)
    common = _("the group's own figure") if chosen.of_group else _("the mean of those compared")
    return Dots(
        name, chosen.column.unit, found.currency,  # type: ignore[arg-type]
        [Dot(who, value, low, high) for who, value, (low, high) in those], chosen.common, common,
    )  # fmt: skip


def funnel(
    desk: Desk, question: Question, metric: Metric, name: str, whole_name: str,
    chosen: Sequence[str | None],
) -> Funnel | None:  # fmt: skip
    """The funnel plot of a share: everybody of the question, those compared by name. None of a
    metric that is no share, or of nothing."""
    proof = evidence(metric)
    if proof is None or proof.kind != "share":
        return None
    (dimension,) = question.by
    asked = wider(replace(question, metrics=(metric.id,)), [metric])
    with_whole(desk, asked)
    (group,) = desk.ask(asked.over()).rows
    labels, size = desk.labels(dimension), proof.figures[1].id
    rows = [row for row in desk.ask(asked).rows if row[metric.id] is not None and row[size]]
    if not rows or group[metric.id] is None:
        return None
    points = [
        Point(title(labels, row[dimension]), float(row[metric.id]), float(row[size]),
              row[dimension] in chosen)
        for row in rows
    ]  # fmt: skip
    points.sort(key=lambda point: (not point.named, sortable(point.name)))
    return Funnel(name, whole_name, points, float(group[metric.id]))
