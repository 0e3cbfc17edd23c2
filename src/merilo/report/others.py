"""Each row beside the others: how sure its figure is, and whether it differs by more than noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from merilo.analysis import difference, interval
from merilo.analysis.difference import Verdict, verdict
from merilo.analysis.interval import CONFIDENCE, Interval
from merilo.analysis.ranks import Range, ranges
from merilo.metrics.catalogue import Catalogue
from merilo.metrics.evidence import Evidence, evidence
from merilo.metrics.model import Better, Metric
from merilo.metrics.question import Question
from merilo.report.desk import Desk

Row = Mapping[str, Any]
FEW = 5  # below so many nothing is said of a share or a mean


@dataclass(frozen=True)
class Standing:
    """A row's figure among the others': from where to where it truly lies, how far it is from the
    common one, what is to be thought of that, and the places it may have."""

    interval: Interval | None
    difference: float | None
    verdict: Verdict
    places: Range | None


def wider(question: Question, metrics: Sequence[Metric]) -> Question:
    """The question with the evidence of its metrics."""
    found = [evidence(metric) for metric in metrics]
    extra = {figure.id: figure for one in found if one for figure in one.figures}
    own = question.catalogue.own | {i: f for i, f in extra.items() if i not in question.catalogue}
    return replace(
        question,
        metrics=tuple(dict.fromkeys((*question.metrics, *extra))),
        catalogue=Catalogue(own.values()),
    )


def standings(desk: Desk, question: Question, metric: Metric) -> list[Standing]:
    """How each row of the answer stands, in its order. `question` is a wider one."""
    rows, (group,) = desk.ask(question).rows, desk.ask(question.over()).rows
    proof = evidence(metric)
    common = middle(metric, proof, rows, group)
    if not proof or common is None:
        return [Standing(None, None, Verdict.FEW, None) for _row in rows]
    sure = [n for n, row in enumerate(rows) if enough(metric, proof, row)]
    places = dict(
        zip(sure, ranges([rows[n] for n in sure], lambda a, b: apart(metric, proof, a, b),
                         metric.better is not Better.LESS), strict=True)
    )  # fmt: skip
    return [standing(metric, proof, row, common, places.get(n)) for n, row in enumerate(rows)]


def middle(metric: Metric, proof: Evidence | None, rows: Sequence[Row], group: Row) -> float | None:
    """What is common: of shares and means the group's own figure, of counts and sums the mean."""
    if proof and proof.kind in ("share", "mean"):
        return None if group[metric.id] is None else float(group[metric.id])
    known = [float(row[metric.id]) for row in rows if row[metric.id] is not None]
    return sum(known) / len(known) if known else None


def standing(
    metric: Metric, proof: Evidence, row: Row, common: float, places: Range | None
) -> Standing:
    """How one row stands."""
    value = row[metric.id]
    if value is None:
        return Standing(None, None, Verdict.FEW, None)
    found = ends(metric, proof, row)
    apart = float(value) - common
    if places is None:
        return Standing(found, apart, Verdict.FEW, None)
    return Standing(
        found, apart, verdict(Interval(found.low - common, found.high - common)), places
    )


def enough(metric: Metric, proof: Evidence, row: Row) -> bool:
    """There is enough of it to say anything: of a share its whole, of a mean what it is of."""
    if row[metric.id] is None:
        return False
    return proof.kind not in ("share", "mean") or float(row[proof.figures[1].id] or 0) >= FEW


def ends(metric: Metric, proof: Evidence, row: Row) -> Interval:
    """Between what the figure truly lies."""
    numbers = taken(metric, proof, row)
    match proof.kind:
        case "share":
            return interval.wilson(*numbers)
        case "count":
            return interval.poisson(*numbers)
        case "sum":
            return interval.total(*numbers)
    value, deviation, count = numbers
    return interval.mean(value, deviation, int(count))


def apart(
    metric: Metric, proof: Evidence, row: Row, other: Row, sure: float = CONFIDENCE
) -> Verdict:
    """Whether one is surely more or less than the other."""
    mine, theirs = taken(metric, proof, row), taken(metric, proof, other)
    match proof.kind:
        case "share":
            return verdict(difference.shares(mine[0], mine[1], theirs[0], theirs[1], sure))
        case "count":
            return verdict(difference.counts(mine[0], theirs[0], sure))
        case "sum":
            return verdict(difference.totals(mine[0], mine[1], theirs[0], theirs[1], sure))
    (value, deviation, count), (value2, deviation2, count2) = mine, theirs
    found = difference.means(value, deviation, int(count), value2, deviation2, int(count2), sure)
    return verdict(found)


def taken(metric: Metric, proof: Evidence, row: Row) -> tuple[float, ...]:
    """The numbers that say how sure a figure is."""
    extra = tuple(float(row[figure.id] or 0) for figure in proof.figures)
    if proof.kind in ("share", "count"):
        return extra
    return float(row[metric.id] or 0), *extra
