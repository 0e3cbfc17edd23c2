"""Matters that pages keep: reports that were not filed or differ from the facts, open alarms."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from merilo.metrics.catalogue.names import called
from merilo.metrics.question import Scope
from merilo.periods import Period
from merilo.report.daily import before
from merilo.report.desk import Desk
from merilo.report.figures import day, written
from merilo.report.filing import Apart, apart, differences
from merilo.report.today import Kind, Matter, Subject
from merilo.web.alerts.open import alarms
from merilo.web.alerts.words import said
from merilo.web.daily.state import missing
from merilo.words import say, several, spoken

DAYS = 3  # working days back of which a missing report is asked for
WEEK = 5  # working days of which typed figures are held against the facts
OFF, LEAST = 0.1, 3.0  # by how much they have to differ: a slip of the pen is no matter


def more(desk: Desk, scope: Scope, units: Collection[str] | None) -> Iterator[Matter]:
    """Those of people in sight; of `units` (None: all) the alarms, too."""
    names = desk.labels("person")
    people = None if scope.people is None else [key for key in names if scope.knows(key)]
    yield from reports(desk, people)
    yield from typed(desk, scope)
    yield from raised(desk, people, units)


def lately(desk: Desk, count: int) -> list[date]:
    """So many working days before today, the last one first."""
    days = [desk.today]
    for _ in range(count):
        days.append(before(desk, days[-1]))
    return days[1:]


def reports(desk: Desk, people: Sequence[str] | None) -> Iterator[Matter]:
    """By person, the days of which no report is there."""
    names, found = desk.labels("person"), dict[str, list[Subject]]()
    for on in lately(desk, DAYS):
        for person in missing(desk, on, people):
            one = Subject(f"report|{on}", day(on, "day", spoken.get()))
            found.setdefault(person, []).append(one)
    for person, subjects in found.items():
        yield Matter(Kind.REPORT, person, names.get(person, person), subjects)


def typed(desk: Desk, scope: Scope) -> Iterator[Matter]:
    """By person, the fields of the last days' reports that say otherwise than the facts."""
    names, found = desk.labels("person"), dict[str, list[Subject]]()
    span = Period(lately(desk, WEEK)[-1], desk.today)
    for one in apart(differences(desk, span, scope)):
        off = abs(one.typed - one.counted)
        if off >= LEAST and off > OFF * one.counted:
            found.setdefault(one.person, []).append(differing(desk, one))
    for person, subjects in found.items():
        yield Matter(Kind.TYPED, person, names.get(person, person), subjects)


def differing(desk: Desk, one: Apart) -> Subject:
    """What was typed, and what was counted. Once a week is often enough."""
    metric, lang = desk.catalogue([]).find(one.metric), spoken.get()
    figures = {
        name: written(value, metric.unit, lang, desk.company.currency)
        for name, value in (("typed", one.typed), ("counted", one.counted))
    }
    week = f"{desk.today:%G-%V}"
    parts = (say("typed {typed}, counted {counted}", **figures),
             several("on {count} day", "on {count} days", one.days))  # fmt: skip
    return Subject(f"typed|{one.metric}|{week}", called(metric, lang).full, parts)


def raised(
    desk: Desk, people: Sequence[str] | None, units: Collection[str] | None
) -> Iterator[Matter]:
    """By person or unit, the alarms that are open."""
    found: dict[tuple[str, str], list[Subject]] = {}
    size: dict[tuple[str, str], float] = {}
    for one in alarms(people, units or ()):
        told = said(one, desk)
        key = one.person or one.unit, told.name
        parts = [part for part in (told.words.norm, told.words.days, told.again) if part]
        title = f"{told.words.metric}: {told.words.value}"
        subject = Subject(f"alarm|{one.pk}", title, parts, link=told.evidence)
        found.setdefault(key, []).append(subject)
        size[key] = max(size.get(key, 0.0), one.size, 1.0 if one.rule.severe else 0.0)
    for whose, subjects in found.items():
        yield Matter(Kind.ALARM, *whose, subjects, grave=size[whose])
