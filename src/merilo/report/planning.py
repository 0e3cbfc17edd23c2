"""The sheet on which plans are set: units and people one under another, periods side by side."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from merilo.analysis.attainment import Kind
from merilo.facts.staff import Staff
from merilo.facts.staff import staff as staff_of
from merilo.metrics.model import Better, Metric, Total, Unit
from merilo.metrics.question import Question, Scope
from merilo.metrics.targets import Target, targets
from merilo.periods import Grain, Period
from merilo.report.desk import Desk
from merilo.report.plans import LEVELS
from merilo.report.staff import holding, tree
from merilo.report.table import sortable
from merilo.sources.engine.planned import Planned

GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
SHARES = {Unit.SHARE, Unit.RATIO, Unit.SCORE, Unit.POINTS}


class Whose(NamedTuple):
    """Whom a target is for: a person, a unit, or everybody (both empty)."""

    person: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Set:
    """A target as it stands."""

    kind: Kind
    target: float


@dataclass(frozen=True)
class Line:
    """A row of the sheet: whose, how deep, the unit it is part of; its targets, and its figures of
    a year before, by period. `mine`: the reader may set them."""

    whose: Whose
    name: str
    depth: int
    above: str
    level: str  # person, team, department, company
    targets: Sequence[Set | None] = ()
    before: Sequence[float | None] = ()
    mine: bool = False


@dataclass(frozen=True)
class Sheet:
    """What the sheet holds."""

    metric: Metric
    periods: Sequence[Period]
    lines: Sequence[Line]
    adds: bool  # parts add up to the whole
    kind: Kind  # what is asked for as a rule


def usual(metric: Metric) -> Kind:
    """What is asked for of a metric as a rule: at most of what should be less, a share to reach."""
    if metric.better is Better.LESS:
        return Kind.AT_MOST
    return Kind.REACH if metric.unit in SHARES else Kind.AT_LEAST


def periods(desk: Desk, grain: Grain, day: date) -> list[Period]:
    """The months, quarters ... of the company's year that holds the day; of years, five."""
    year = desk.company.year
    if grain == Grain.YEAR:
        number = year.number(grain, day)
        return [Period(year.first(grain, n), year.first(grain, n + 1))
                for n in range(number - 2, number + 3)]  # fmt: skip
    return [*Period.holding(day, Grain.YEAR, year).slices(grain, year)]


def sheet(
    desk: Desk, question: Question, spans: Sequence[Period], seen: Collection[str] | None,
    may: Callable[[Whose], bool], fresh: Sequence[Planned] = (),
) -> Sheet:  # fmt: skip
    """The sheet of the question's one metric. `seen` are the units in sight (None: all); `may` says
    whose targets the reader may set; `fresh` are those set that the facts do not have yet."""
    (metric,) = (question.catalogue.find(id) for id in question.metrics)
    known = standing(desk, metric.id, spans, fresh)
    past = before(desk, question, spans, metric)
    lines = [
        replace(
            line, mine=may(line.whose),
            targets=[known.get((line.whose, span)) for span in spans],
            before=[past.get((line.whose, span)) for span in spans],
        )
        for line in rows(staff(desk), desk, spans, question.scope, seen)
    ]  # fmt: skip
    return Sheet(metric, spans, lines, isinstance(metric, Total), usual(metric))


@lru_cache(maxsize=2)
def staff(desk: Desk) -> Staff:
    """Units and people as the desk's snapshot has them."""
    return staff_of(desk.snapshot)


def rows(
    people: Staff, desk: Desk, spans: Sequence[Period], scope: Scope, seen: Collection[str] | None
) -> Iterator[Line]:
    """Units from the top, the people of each under it, by name; without figures."""
    there = placed_people(people, desk, hull(spans), scope)
    branches = [b for b in tree(people, desk.today) if seen is None or b.unit.key in seen]
    top = min((branch.depth for branch in branches), default=0)
    for unit, depth in ((branch.unit, branch.depth - top) for branch in branches):
        yield Line(Whose(unit=unit.key), unit.name, depth, unit.parent, unit.kind or "team")
        for person in there.pop(unit.key, ()):
            yield Line(Whose(person), people.people[person].name, depth + 1, unit.key, "person")
    if not seen:  # whoever is in no unit at all, or reads of themselves alone
        for person in (one for those in there.values() for one in those):
            yield Line(Whose(person), people.people[person].name, 0, "", "person")


def placed_people(people: Staff, desk: Desk, whole: Period, scope: Scope) -> dict[str, list[str]]:
    """Those in sight by the unit they are in, by name."""
    found: dict[str, list[str]] = {}
    for person in sorted(people.people, key=lambda one: named(people, one)):
        unit = placed(people, person, desk.today, whole) if scope.knows(person) else None
        if unit is not None:
            found.setdefault(unit, []).append(person)
    return found


def named(people: Staff, person: str) -> str:
    """By what people are ordered."""
    return str(sortable(people.people[person].name))


def placed(people: Staff, person: str, today: date, whole: Period) -> str | None:
    """The unit in which somebody is today, or else was or will be last in these periods; None if
    in none."""
    if (now := holding(people, person, today)) and (now.since or date.min) < whole.until:
        return now.unit
    during = [one for one in people.postings(person)
              if one.begins < whole.until and whole.since < one.ends]  # fmt: skip
    return during[-1].unit if during else None


def standing(
    desk: Desk, metric: str, spans: Sequence[Period], fresh: Sequence[Planned] = ()
) -> dict[tuple[Whose, Period], Set | None]:
    """The targets of periods within these, by whose they are: as the facts have them, and those
    set since then."""
    found = targets(desk.engine, desk.snapshot, [metric], hull(spans), desk.today)
    return {(whose(one), one.period): Set(Kind(one.kind), one.target) for one in found} | {
        (Whose(one.person, one.unit), Period(one.since, one.until)):
            None if one.target is None else Set(Kind(one.kind), float(one.target))
        for one in fresh if one.metric == metric
    }  # fmt: skip


def whose(one: Target) -> Whose:
    """Whom a target is for. A person and a unit may have the same key."""
    return Whose(one.scope or "") if one.level == "person" else Whose(unit=one.scope or "")


def before(
    desk: Desk, question: Question, spans: Sequence[Period], metric: Metric
) -> dict[tuple[Whose, Period], float]:
    """The figures of a year before, by whose they are and the period that they are before. What
    adds up is asked for once, and added up for the units."""
    found: dict[tuple[Whose, Period], float] = {}
    if not isinstance(metric, Total):
        for level, dimension in LEVELS.items():
            for (key,), span, value in figures(desk, question, spans, (dimension,)):
                found[Whose(key) if level == "person" else Whose(unit=key), span] = value
        return found
    for (person, unit), span, value in figures(desk, question, spans, ("person", "unit")):
        for whose in (Whose(person), *(Whose(unit=one) for one in upwards(staff(desk), unit))):
            found[whose, span] = found.get((whose, span), 0.0) + value
    return found


def figures(
    desk: Desk, question: Question, spans: Sequence[Period], by: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Period, float]]:
    """The figures of a year before the periods, split so."""
    year = desk.company.year
    grain = str(spans[0].whole(year).grain)
    past = {span.year_before(year).since: span for span in spans}
    over = hull([span.year_before(year) for span in spans])
    for row in desk.ask(replace(question, period=over, by=(*by, grain))).rows:
        value = row[question.metrics[0]]
        if value is not None and row[grain] in past and row[by[0]] is not None:
            yield tuple(row[name] for name in by), past[row[grain]], float(value)


def upwards(people: Staff, unit: str | None) -> list[str]:
    """The unit and all above it; a circle ends."""
    found: list[str] = []
    while unit and unit not in found:
        found.append(unit)
        unit = people.units[unit].parent if unit in people.units else None
    return found


def hull(spans: Sequence[Period]) -> Period:
    """From the first of them until the last."""
    return Period(min(one.since for one in spans), max(one.until for one in spans))
