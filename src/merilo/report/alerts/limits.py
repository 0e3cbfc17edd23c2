"""Judging by limits: less or more than the norm, less than before, nothing for long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import floor, fsum

from merilo.analysis.attainment import due
from merilo.analysis.prorate import prorated
from merilo.metrics.model import Unit
from merilo.periods import Grain, Period, Year
from merilo.report.alerts.case import Case
from merilo.report.alerts.finding import Finding, Values
from merilo.report.alerts.norm import Kind, Whose, adds

FINE = 1e-9  # what is lost in adding up is no breach
EARLY = 0.25  # of a planned period: before that nothing is said
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Judge(Case):
    """A norm of limits, judged at an instant; `year` is the company's."""

    year: Year
    now: datetime

    def of(self, whose: Whose) -> Iterator[Finding]:
        """What is found of somebody, in the order of time."""
        match self.norm.kind:
            case Kind.NOTHING if self.norm.how == "hours":
                return hours(self, whose)
            case Kind.NOTHING:
                return silent_days(self, whose)
            case Kind.FELL:
                return fell(self, whose)
        if self.norm.of_plan:
            return by_plan(self, whose)
        return by_day(self, whose) if self.norm.grain == Grain.DAY else by_period(self, whose)

    def value(self, whose: Whose, day: date) -> float | None:
        """The figure of a day; 0 of what adds up."""
        found = self.figures.days.get(whose, {}).get(day)
        return 0.0 if found is None and adds(self.metric) else found

    def sum(self, whose: Whose, days: Sequence[date]) -> float:
        """What days add up to."""
        return fsum(self.value(whose, day) or 0.0 for day in days)

    def broken(self, value: float, limit: float) -> bool:
        """The norm is broken; exactly at it, it is kept."""
        slack = FINE * max(1.0, abs(limit))
        if self.norm.kind is Kind.LESS:
            return value < limit - slack
        return value > limit + slack

    def found(self, whose: Whose, span: Period, day: date, value: float, limit: float) -> Finding:
        """A figure held against a limit."""
        key, breach = span.label(self.year), self.broken(value, limit)
        size = abs(value - limit) / abs(limit) if limit else 1.0
        return Finding(whose, key, span, day, breach, value, limit, size=size if breach else 0.0)

    def spans(self) -> Iterator[Period]:
        """The weeks or months that are touched."""
        day = self.span.since
        while day < self.span.until:
            part = Period.holding(day, self.norm.grain, self.year)
            yield part
            day = part.until

    def judged_by(self, part: Period) -> date | None:
        """The last working day of a period, once it is over."""
        days = self.there.working(part)
        return days[-1] if days and self.known.over(days[-1]) else None


def by_day(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each day at work: too little once it is over, too much at once."""
    for day in judge.span:
        if not judge.there.at(whose, day) or not judge.there.about(judge.norm, whose, day):
            continue
        if judge.norm.kind is Kind.LESS and not judge.known.over(day):
            continue
        value = judge.value(whose, day)
        if value is not None:
            yield judge.found(whose, Period(day, day + DAY), day, value, judge.norm.limit)


def by_period(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each week or month: too little once it is over, and of sums in proportion to the days they
    were there (three meetings in five days are one in two); too much at once."""
    for part in judge.spans():
        mine = [d for d in judge.there.days(whose, part) if judge.there.about(judge.norm, whose, d)]
        last = judge.judged_by(part)
        if judge.norm.kind is Kind.MORE and last is None:
            begun = [day for day in mine if day <= judge.span.last]
            last = begun[-1] if begun else None
        if not mine or last is None or (part.since < judge.norm.since and last < judge.norm.since):
            continue
        if judge.norm.kind is Kind.LESS and part.since < judge.norm.since:
            continue
        value, limit = of_period(judge, whose, part), judge.norm.limit
        if adds(judge.metric) and judge.norm.kind is Kind.LESS:
            limit = prorated(limit, len(mine), len(judge.there.working(part))) or 0.0
            limit = floor(limit + FINE) if judge.metric.unit is Unit.COUNT else limit
        if value is not None:
            yield judge.found(whose, part, last, value, limit)


def of_period(judge: Judge, whose: Whose, part: Period) -> float | None:
    """The figure of a week or month, free days included: the sum of the days on which the norm was
    about them, or as it was asked."""
    if adds(judge.metric):
        return judge.sum(whose, [d for d in part if judge.there.about(judge.norm, whose, d)])
    return judge.figures.periods.get(whose, {}).get(part.since)


def by_plan(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each day of a planned period, once it is over: what is done by then against that share of
    what is due by then, by their own days at work; from a quarter of them on, for before that one
    deal is the whole plan. What does not add up is due in full at its end."""
    for part in judge.spans():
        wanted, days = judge.figures.plans.get((whose, part.since)), judge.there.days(whose, part)
        if not wanted:
            continue
        for day in judge.there.working(part):
            if day not in judge.span or not judge.known.over(day):
                continue
            passed = [one for one in days if one <= day]
            share = due(wanted, len(passed), len(days)) or 0.0
            value: float | None = judge.sum(whose, [*Period(part.since, day + DAY)])
            if not adds(judge.metric):
                if day != judge.judged_by(part):
                    continue
                share, value = wanted, judge.figures.periods.get(whose, {}).get(part.since)
            early = len(passed) < EARLY * len(days)
            if (
                share > 0
                and not early
                and value is not None
                and judge.there.about(judge.norm, whose, day)
            ):
                yield judge.found(whose, part, day, value, judge.norm.limit * share)


def fell(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each week or month that is over against as many of their days at work right before it, or
    the same of the year before, scaled to as many days."""
    for part in judge.spans():
        last = judge.judged_by(part)
        mine = [d for d in judge.there.days(whose, part) if judge.there.about(judge.norm, whose, d)]
        if last is None or not mine or part.since < judge.norm.since:
            continue
        base = base_of(judge, whose, part, mine)
        value = of_period(judge, whose, part)
        if base is None or base <= 0 or value is None:
            continue
        breach = 1 - value / base > judge.norm.limit + FINE
        yield Finding(whose, part.label(judge.year), part, last, breach, value, base,
                      size=1 - value / base if breach else 0.0)  # fmt: skip


def base_of(judge: Judge, whose: Whose, part: Period, mine: Sequence[date]) -> float | None:
    """What there was before; None where they were not there as long."""
    back = part.year_before(judge.year) if judge.norm.how == "year" else part.previous(judge.year)
    if not adds(judge.metric):
        return judge.figures.periods.get(whose, {}).get(back.since)
    if judge.norm.how == "year":
        then = judge.there.days(whose, back)
        return judge.sum(whose, [*back]) * len(mine) / len(then) if then else None
    then = judge.there.before(part.since, len(mine), whose)
    full = len(then) == len(mine)
    return judge.sum(whose, [*Period(then[0], part.since)]) if full else None


def silent_days(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each day at work: how many of them in a row were empty. A running day speaks only if there
    is something."""
    values: Values = judge.figures.days.get(whose, {})
    first = min(values, default=judge.span.since)
    since, count = first, 0
    for day in Period(first, judge.span.until) if first < judge.span.until else ():
        value = values.get(day) or 0.0
        if value > 0:
            since, count = day + DAY, 0
        elif judge.there.at(whose, day) and judge.known.over(day):
            since, count = (day if not count else since), count + 1
        else:
            continue
        if day not in judge.span or not judge.there.about(judge.norm, whose, day):
            continue
        breach = count >= judge.norm.limit
        span = Period(since, day + DAY) if count else Period(day, day + DAY)
        yield Finding(whose, str(span.since), span, day, breach, float(count), judge.norm.limit,
                      size=count / judge.norm.limit - 1 if breach else 0.0)  # fmt: skip


def hours(judge: Judge, whose: Whose) -> Iterator[Finding]:
    """Each time there was nothing for hours of their working time; the last one lasts until now,
    or until the facts end."""
    calendar = judge.there.calendar_of(whose.person)
    zone, limit = calendar.zone, judge.norm.limit
    start = datetime.combine(judge.span.since, time(), zone).astimezone(UTC)
    moments = judge.figures.gaps.get(whose) or [(start, None)]
    for since, until in moments:
        end = until or judge.known.until
        day = end.astimezone(zone).date()
        if end <= since or end < start or not judge.there.about(judge.norm, whose, day):
            continue
        if not judge.there.at(whose, day) and until is None:
            continue
        worked = calendar.worked(since, end) / timedelta(hours=1)
        span = Period(since.astimezone(zone).date(), day + DAY)
        breach = worked >= limit
        known = whose in judge.figures.gaps  # else nothing for a month, and every month anew
        key = since.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if known else f"{day:%Y-%m}"
        yield Finding(whose, key, span, day, breach, worked, limit,
                      size=worked / limit - 1 if breach else 0.0)  # fmt: skip
        if until is not None:  # it ended
            yield Finding(whose, until.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
                          Period(day, day + DAY), day, False, 0.0, limit)  # fmt: skip
