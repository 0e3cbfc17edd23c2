"""Judging by what is usual: each day, and each five days, against somebody's own past.

The budget is of all who are judged by the norm together, and of all checks: of numbers and shares
two each working day, of sums one a week, for their past has to be in periods like the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from math import sqrt
from statistics import fmean

from merilo.analysis.control import LEAST, USUAL, Past, Side, following, signal, tail, weekdays
from merilo.analysis.control import Kind as Law
from merilo.metrics.model import Better
from merilo.periods import Grain, Period
from merilo.report.alerts.case import Case
from merilo.report.alerts.finding import Finding
from merilo.report.alerts.norm import Whose, varies

WEEK = 5  # days together
DAYS, WEEKS = 60, 26  # of the past
NEAR = 1.5  # deviations of the evenest law, within which nothing can be out of range
ONE = timedelta(days=1)
Day = tuple[date, float, float]  # what there was of which whole, or of 1


@dataclass(frozen=True)
class Usual(Case):
    """A norm of what is usual, judged of all whom it is about."""

    whom: Sequence[Whose]

    @cached_property
    def law(self) -> Law:
        """By which law the figures vary."""
        law = varies(self.metric)
        assert law, "a norm of what is usual is of what we know to vary"
        return law

    @cached_property
    def watched(self) -> Side:
        """On which side an alarm is raised; none is both."""
        sides = {Better.MORE: Side.BELOW, Better.LESS: Side.ABOVE}
        return Side.NONE if self.norm.how == "both" else sides.get(self.metric.better, Side.NONE)

    @cached_property
    def rare(self) -> float:
        """How rare by chance a figure has to be: the budget by the checks of a week; and never so
        little that it would lie in the range that is told."""
        watched = [w for w in self.whom if self.there.about(self.norm, w, self.span.last)]
        checks = len(watched) * (1 if self.law is Law.SUM else 2 * WEEK)
        rare = tail(self.norm.limit, checks)
        return rare if self.watched is Side.NONE else min(rare, USUAL / 2)

    def days(self, whose: Whose) -> list[Day]:
        """Their days at work of which the facts are in."""
        if self.law is Law.SHARE:
            parts = self.figures.parts.get(whose, {})
            wholes = self.figures.wholes.get(whose, {})
            return [
                (day, parts.get(day) or 0.0, whole)
                for day, whole in sorted(wholes.items())
                if whole and self.known.over(day) and self.there.at(whose, day)
            ]
        values = self.figures.days.get(whose, {})
        return [
            (day, value or 0.0, 1.0)
            for day, value in sorted(values.items())
            if self.known.over(day) and self.there.at(whose, day)
        ]

    @cached_property
    def all_days(self) -> Mapping[Whose, list[Day]]:
        """Those of everybody."""
        return {whose: self.days(whose) for whose in self.whom}

    @cached_property
    def group(self) -> Mapping[int, float]:
        """How much of an ordinary day each weekday is, for all together."""
        days = []
        for those in self.all_days.values():
            mean = fmean(value for _day, value, _of in those) if those else 0.0
            if mean > 0:
                days += [(day.weekday(), value / mean) for day, value, _of in those]
        return weekdays(days, {})

    def past(self, whose: Whose, end: int) -> tuple[list[Past], Mapping[int, float]]:
        """The sixty days before the one of that number, and how much of an ordinary day their
        weekdays are; of shares the wholes say that already. A day and the five that follow it have
        the same past."""
        return self._past(whose, end)

    @cached_property
    def _past(self) -> Callable[[Whose, int], tuple[list[Past], Mapping[int, float]]]:
        def found(whose: Whose, end: int) -> tuple[list[Past], Mapping[int, float]]:
            days = self.all_days[whose][max(0, end - DAYS) : end]
            own = [(day.weekday(), value) for day, value, _of in days]
            sizes = {} if self.law is Law.SHARE else weekdays(own, self.group)
            return [Past(v, of * sizes.get(d.weekday(), 1.0)) for d, v, of in days], sizes

        return lru_cache(maxsize=50)(found)

    def of(self, whose: Whose) -> Iterator[Finding]:
        """What is found of somebody, in the order of time."""
        days = self.all_days.get(whose, [])
        if self.law is Law.SUM:
            yield from by_week(self, whose, days)
            return
        for n, (day, _value, _of) in enumerate(days):
            if day in self.span and self.there.about(self.norm, whose, day):
                found = [f for size in (1, WEEK) if (f := check(self, whose, days, n, size))]
                worst = max(found, key=lambda one: (one.breach, one.size), default=None)
                if worst and (worst.breach or not any(one.doubtful for one in found)):
                    yield worst

    @property
    def young(self) -> dict[Whose, int]:
        """Of whom too little is known yet, and how much is: days, of sums weeks."""
        found = {}
        for whose, days in self.all_days.items():
            known = len(weeks(days)) if self.law is Law.SUM else len(days)
            if known <= LEAST and self.there.about(self.norm, whose, self.span.last):
                found[whose] = known
        return found


def check(usual: Usual, whose: Whose, days: Sequence[Day], n: int, size: int) -> Finding | None:
    """The `size` days up to the n-th by those before them; None where too little is known."""
    if n + 1 < size:
        return None
    now = days[n + 1 - size : n + 1]
    history, sizes = usual.past(whose, n + 1 - size)
    figure = Past(sum(value for _d, value, _of in now),
                  sum(of * sizes.get(day.weekday(), 1.0) for day, _v, of in now))  # fmt: skip
    return judged(usual, whose, Period(now[0][0], now[-1][0] + ONE), history, figure)


def judged(
    usual: Usual, whose: Whose, span: Period, history: Sequence[Past], now: Past
) -> Finding | None:
    """A figure against its past."""
    if len(history) < LEAST:
        return None
    whole = now.of if usual.law is Law.SHARE else 1.0
    finding = Finding(whose, str(span.last), span, span.last, False, now.value / whole)
    if usual.law is Law.COUNT and near(history, now):
        return finding
    found = signal(usual.law, history, now, usual.rare, usual.watched)
    if found is None:
        return finding
    mean = found.law.mean
    if found.side is Side.NONE:
        side = Side.BELOW if now.value < mean else Side.ABOVE
        both = usual.watched is Side.NONE
        rare = found.p <= (USUAL if both else USUAL / 2)  # beyond the range that is told
        return replace(finding, doubtful=rare and (both or side is usual.watched))
    low, high = found.usual
    return replace(finding, breach=True, low=low / whole, high=high / whole, limit=mean / whole,
                   size=abs(now.value - mean) / mean if mean else 1.0)  # fmt: skip


def near(history: Sequence[Past], now: Past) -> bool:
    """Nobody would call it unusual: it spares nine tenths of the time."""
    usual = sum(one.value for one in history) / sum(one.of for one in history) * now.of
    return abs(now.value - usual) <= NEAR * sqrt(usual)


def weeks(days: Iterable[Day]) -> dict[date, float]:
    """What the days of each week add up to, by its Monday."""
    found: dict[date, float] = {}
    for day, value, _of in days:
        monday = day - timedelta(days=day.weekday())
        found[monday] = found.get(monday, 0.0) + value
    return found


def by_week(usual: Usual, whose: Whose, days: Sequence[Day]) -> Iterator[Finding]:
    """Each week that is over, by those before it; of a week with days away, in proportion."""
    sums, count = weeks(days), weeks((day, 1.0, 1.0) for day, _value, _of in days)
    mondays = [*sums]
    for n, monday in enumerate(mondays):
        week = Period(monday, monday + timedelta(days=7))
        working = usual.there.working(week)
        last = working[-1] if working else monday
        if last not in usual.span or not usual.known.over(last):
            continue
        if not usual.there.about(usual.norm, whose, last):
            continue
        before = mondays[max(0, n - WEEKS) : n]
        history = [Past(sums[one], count[one] / WEEK) for one in before]
        found = judged(usual, whose, week, history, Past(sums[monday], count[monday] / WEEK))
        if found and not found.doubtful:
            yield replace(found, key=week.label(), day=last)


@dataclass(frozen=True)
class Band:
    """The figures of a chart: days (or Mondays), what there was, and between what it is usual."""

    grain: Grain
    days: Sequence[date]
    values: Sequence[float]
    lows: Sequence[float | None]
    highs: Sequence[float | None]


def band(usual: Usual, whose: Whose, since: date) -> Band:
    """Somebody's figures since a day, each with the usual range that their past before it makes."""
    days = usual.all_days[whose]
    by_sum = usual.law is Law.SUM
    rows: list[tuple[date, float, float, list[Past]]] = []
    if by_sum:
        sums, count = weeks(days), weeks((day, 1.0, 1.0) for day, _value, _of in days)
        mondays = [*sums]
        for n, monday in enumerate(mondays):
            past = [Past(sums[one], count[one] / WEEK) for one in mondays[max(0, n - WEEKS) : n]]
            rows.append((monday, sums[monday], count[monday] / WEEK, past))
    else:
        for n, (day, value, of) in enumerate(days):
            past, sizes = usual.past(whose, n)
            rows.append((day, value, of * sizes.get(day.weekday(), 1.0), past))
    shown = [row for row in rows if row[0] >= since]
    laws = [following(usual.law, past, of) for _day, _value, of, past in shown]
    ranges = [law.range(USUAL / 2) if law else None for law in laws]
    whole = [row[2] if usual.law is Law.SHARE else 1.0 for row in shown]
    return Band(
        Grain.WEEK if by_sum else Grain.DAY,
        [row[0] for row in shown],
        [row[1] / of for row, of in zip(shown, whole, strict=True)],
        [r.low / of if r else None for r, of in zip(ranges, whole, strict=True)],
        [r.high / of if r else None for r, of in zip(ranges, whole, strict=True)],
    )
