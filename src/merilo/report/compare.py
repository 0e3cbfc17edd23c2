"""Columns that stand beside a figure: what it was before, what was planned, what is left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from merilo.analysis.attainment import attainment, needed, pace, remaining
from merilo.analysis.ranks import Range
from merilo.errors import Unknown
from merilo.metrics.catalogue import Catalogue
from merilo.metrics.model import Better, Metric, Unit
from merilo.metrics.past import Past
from merilo.metrics.question import Question
from merilo.report.column import Column
from merilo.report.desk import Desk
from merilo.report.others import Standing, standings, wider
from merilo.report.plans import Plans
from merilo.words import _, say, spell

Row = Mapping[str, Any]
COMPARED = ("previous", "year", "plan", "others")
FIRST = "first_plan"  # the plan as it was set first
BESIDE = {
    "before": "{name}, before", "change": "{name}, change", "target": "{name}, target",
    "attainment": "{name}, attained", "remaining": "{name}, to go",
    "needed": "{name}, to go a day", "pace": "{name}, pace",
    "low": "{name}, from", "high": "{name}, to", "difference": "{name}, difference",
    "verdict": "{name}, verdict", "places": "{name}, place",
}  # fmt: skip
LEVELS = {Unit.SHARE, Unit.SCORE, Unit.POINTS}  # of these the difference is shown, not its share


@dataclass(frozen=True)
class Shown:
    """A column, and its value in a row of the answer."""

    column: Column
    of: Callable[[Row], Any]


@dataclass(frozen=True)
class View:
    """What has to be asked, and the columns shown of the answer."""

    question: Question
    shown: Sequence[Shown]


def view(desk: Desk, question: Question, compare: str = "") -> View:
    """The question with what it is compared with, one of COMPARED, or FIRST, or nothing."""
    metrics = [question.catalogue.find(id) for id in question.metrics]
    if not compare:
        return View(question, [itself(metric) for metric in metrics])
    if compare not in (*COMPARED, FIRST):
        raise Unknown(say("comparison"), compare, COMPARED)
    if compare == "others":
        return with_others(desk, question, metrics)
    if compare in ("plan", FIRST):
        return with_plan(desk, question, metrics, compare == FIRST)
    return with_past(desk, question, metrics, compare)


def itself(metric: Metric) -> Shown:
    """The figure alone."""
    return Shown(Column.of(metric), lambda row: row[metric.id])


def with_past(desk: Desk, question: Question, metrics: Sequence[Metric], back: str) -> View:
    """Each figure with what it was, and how it has changed."""
    asked = earlier(desk, question, metrics, back)
    shown = [one for m in metrics for one in (itself(m), itself_before(m), changed(m))]
    return View(asked, shown)


def earlier(desk: Desk, question: Question, metrics: Sequence[Metric], back: str) -> Question:
    """The question with the figures of the period compared with beside its own."""
    before = [metric.before() for metric in metrics]
    own = {**question.catalogue.own, **{metric.id: metric for metric in before}}
    ids = dict.fromkeys((*question.metrics, *(metric.id for metric in before)))
    past = Past(back, desk.company.calendar, desk.company.year)
    return replace(question, metrics=tuple(ids), catalogue=Catalogue(own.values()), past=past)


def itself_before(metric: Metric) -> Shown:
    """What the figure was."""
    column = beside(metric, "before", metric.unit)
    return Shown(column, lambda row: row[f"{metric.id}_before"])


def changed(metric: Metric) -> Shown:
    """The change: of shares and marks the difference, of others its part of what it was."""

    def of(row: Row) -> float | None:
        now, then = row[metric.id], row[f"{metric.id}_before"]
        if now is None or then is None:
            return None
        change = float(now) - float(then)
        return change if metric.unit in LEVELS else change / float(then) if then > 0 else None

    unit = metric.unit if metric.unit in LEVELS else Unit.SHARE
    return Shown(beside(metric, "change", unit), of)


def with_plan(
    desk: Desk, question: Question, metrics: Sequence[Metric], first: bool = False
) -> View:
    """Each figure with its target, how far it is reached, and what is left."""
    plans = Plans.of(desk, question, first)
    asked = earlier(desk, question, metrics, "previous") if plans.grow else question
    return View(asked, [one for metric in metrics for one in planned(metric, plans)])


def planned(metric: Metric, plans: Plans) -> Sequence[Shown]:
    """The columns of a plan; how much a day and how fast while the period is not over."""

    def reckoned(reckon: Callable[[float, float], float | None]) -> Callable[[Row], float | None]:
        def of(row: Row) -> float | None:
            fact, plan = row[metric.id], plans.find(metric, row)
            return None if fact is None or plan is None else reckon(float(fact), plan.wanted)

        return of

    def attained(row: Row) -> float | None:
        plan = plans.find(metric, row)
        fact = row[metric.id]
        return plan and attainment(plan.kind, None if fact is None else float(fact), plan.wanted)

    def target(row: Row) -> float | None:
        plan = plans.find(metric, row)
        return plan and plan.wanted

    share = beside(metric, "attainment", Unit.SHARE)
    found = [
        itself(metric),
        Shown(beside(metric, "target", metric.unit), target),
        Shown(share, attained),
    ]
    if metric.unit in LEVELS or metric.better is Better.LESS:
        return found
    left = beside(metric, "remaining", metric.unit)
    found.append(Shown(left, reckoned(remaining)))
    if plans.days_left:
        day = beside(metric, "needed", metric.unit)
        speed = beside(metric, "pace", Unit.SHARE)
        found += [
            Shown(day, reckoned(lambda fact, plan: needed(fact, plan, plans.days_left))),
            Shown(speed, reckoned(lambda fact, plan: pace(fact, plan, plans.passed, plans.days))),
        ]
    return found


def with_others(desk: Desk, question: Question, metrics: Sequence[Metric]) -> View:
    """Each figure with its interval, how far it is from the others', and whether that is noise."""
    asked = wider(question, metrics)
    rows = desk.ask(asked).rows
    shown: list[Shown] = []
    for metric in metrics:
        found = zip((key(row, asked) for row in rows), standings(desk, asked, metric), strict=True)
        shown += [itself(metric), *stood(metric, asked, dict(found))]
    return View(asked, shown)


def key(row: Row, question: Question) -> tuple[Any, ...]:
    """What a row is about; a row of the group is about nothing in particular."""
    return tuple(row.get(dimension, ...) for dimension in question.by)


def stood(
    metric: Metric, question: Question, found: Mapping[tuple[Any, ...], Standing]
) -> Sequence[Shown]:
    """The columns of a standing; a row of the group has none."""

    def of(take: Callable[[Standing], Any]) -> Callable[[Row], Any]:
        def value(row: Row) -> Any:
            standing = found.get(key(row, question))
            return take(standing) if standing else None

        return value

    def end(which: int) -> Callable[[Row], Any]:
        return of(lambda s: s.interval and finite(s.interval[which]))

    return [
        Shown(beside(metric, "low", metric.unit), end(0)),
        Shown(beside(metric, "high", metric.unit), end(1)),
        Shown(beside(metric, "difference", metric.unit), of(lambda s: s.difference)),
        Shown(beside(metric, "verdict", Unit.WORDS), of(lambda s: _(str(s.verdict)))),
        Shown(beside(metric, "places", Unit.WORDS), of(lambda s: s.places and place(s.places))),
    ]


def finite(end: float) -> float | None:
    """An end of an interval, if it has one."""
    return end if isfinite(end) else None


def place(places: Range) -> str:
    """A place, or from which to which."""
    return str(places.best) if places.best == places.worst else f"{places.best}–{places.worst}"


def beside(metric: Metric, ending: str, unit: Unit) -> Column:
    """A column that stands beside a metric's own."""
    own, text = Column.of(metric), BESIDE[ending]
    names = tuple((lang, spell(text, lang).format(name=full)) for lang, full in own.names)
    title = _(text).format(name=own.title)
    return Column(f"{metric.id}_{ending}", title, unit, metric.doc, own.better, names)
