"""Who filed the daily report of which day, who had to, and where what they typed differs from what
was counted."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import fsum
from typing import Any

from merilo.facts.staff import Staff
from merilo.metrics.delivered import Entry, begun, entries
from merilo.metrics.question import Scope
from merilo.periods import Period
from merilo.report.daily import Form, reportable
from merilo.report.desk import Desk
from merilo.report.planning import named, staff
from merilo.report.staff import holding


class Duty(StrEnum):
    """What a day is to somebody."""

    DUE = "due"  # at work, and to report
    AWAY = "away"  # on leave
    OFF = "off"  # nobody works
    OUT = "out"  # not there yet, or any more, or in a role without a form


Forms = Mapping[str, Form]


def duty(desk: Desk, forms: Forms, person: str, day: date) -> Duty:
    """What the day is to the person."""
    people = staff(desk)
    held = holding(people, person, day)
    if held is None or held.role not in forms:
        return Duty.OUT
    if not desk.company.calendar.is_working(day):
        return Duty.OFF
    return Duty.AWAY if away(people, person, day) else Duty.DUE


def away(people: Staff, person: str, day: date) -> bool:
    """They are on leave that day."""
    return any(one.since <= day < (one.until or date.max) for one in people.absences(person))


def form_of(desk: Desk, forms: Forms, person: str, day: date) -> Form | None:
    """The form that the person fills in of that day."""
    held = holding(staff(desk), person, day)
    return forms.get(held.role) if held else None


def sees(scope: Scope, person: str, day: date) -> bool:
    """What the person did that day is in sight."""
    if scope.people is None or person in scope.people:
        return True
    return any(one.person == person and one.since <= day < one.until for one in scope.spans)


def reporting(desk: Desk, forms: Forms, period: Period, scope: Scope) -> list[str]:
    """Those in sight who are in a role with a form at some time of the period, by name."""
    people = staff(desk)
    found = {
        one.person for one in people.all_postings
        if one.role in forms and one.begins < period.until and period.since < one.ends
        and one.person in people.people and scope.knows(one.person)
        and any(sees(scope, one.person, day) for day in period if one.begins <= day < one.ends)
    }  # fmt: skip
    return sorted(found, key=lambda person: named(people, person))


@lru_cache(maxsize=60)
def typed(desk: Desk, period: Period) -> tuple[Entry, ...]:
    """The figures of daily reports of the period as the facts have them; of two of the same field
    that which was typed here."""
    found: dict[tuple[str, date, str], Entry] = {}
    for one in entries(desk.engine, desk.snapshot, period):
        key = one.person, one.day, one.metric
        if one.ours or key not in found:
            found[key] = one
    return tuple(found.values())


def filed_elsewhere(desk: Desk, period: Period) -> set[tuple[str, date]]:
    """Reports that a source brought: who, of which day."""
    return {(one.person, one.day) for one in typed(desk, period) if not one.ours}


@lru_cache(maxsize=4)
def first(desk: Desk) -> date | None:
    """The first day of which a report is in the facts."""
    return begun(desk.engine, desk.snapshot)


@dataclass(frozen=True)
class Difference:
    """What somebody typed for a day, and what was counted."""

    person: str
    day: date
    metric: str
    typed: float
    counted: float


@dataclass(frozen=True)
class Apart:
    """The differences of somebody in one field, together: on how many days."""

    person: str
    metric: str
    typed: float
    counted: float
    days: int


def apart(found: Sequence[Difference]) -> list[Apart]:
    """By person and field, those of most days first."""
    those: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        those.setdefault((one.person, one.metric), []).append(one)
    lines = [
        Apart(person, metric, fsum(one.typed for one in each), fsum(one.counted for one in each),
              len(each))
        for (person, metric), each in those.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-one.days, -abs(one.typed - one.counted)))


def differences(
    desk: Desk, period: Period, scope: Scope, fresh: Sequence[Entry] = (),
    people: Collection[str] | None = None,
) -> list[Difference]:  # fmt: skip
    """Where figures of reports are not those counted, day by day. `fresh` ones are
    typed here and not in the facts yet."""
    said = {(one.person, one.day, one.metric): one for one in (*typed(desk, period), *fresh)}
    said = {
        key: one for key, one in said.items()
        if known(desk, one.metric) and sees(scope, one.person, one.day)
        and (people is None or one.person in people)
    }  # fmt: skip
    counts = counted(desk, {metric for _p, _d, metric in said}, period, scope)
    return sorted(differing(said.values(), counts), key=lambda one: (one.day, one.person))


def known(desk: Desk, metric: str) -> bool:
    """It is a metric of ours that days add up of."""
    found = desk.catalogue(()).get(metric)
    return found is not None and reportable(found)


def differing(
    said: Collection[Entry], counts: Mapping[tuple[str, date, str], float]
) -> Iterator[Difference]:
    """Those whose figure is another than was counted."""
    for one in said:
        if one.value is None:
            continue
        fact = counts.get((one.person, one.day, one.metric), 0.0)
        if abs(float(one.value) - fact) > 1e-6:
            yield Difference(one.person, one.day, one.metric, float(one.value), fact)


def counted(
    desk: Desk, metrics: Collection[str], period: Period, scope: Scope
) -> dict[tuple[str, date, str], float]:
    """What the facts say, by person, day and metric."""
    if not metrics:
        return {}
    asked = desk.question(sorted(metrics), "today", ("person", "day"), (), "then", scope)
    rows: Sequence[Mapping[str, Any]] = desk.ask(replace(asked, period=period)).rows
    return {
        (row["person"], row["day"], metric): float(row[metric])
        for row in rows for metric in metrics
        if row["person"] is not None and row[metric] is not None
    }  # fmt: skip
