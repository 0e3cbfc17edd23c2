"""What facts are asked for: a period, its slices, and the company's thresholds."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Column, DateValue, Table, Value

from merilo.company import Rules
from merilo.metrics.lake import beside, table
from merilo.metrics.past import hull
from merilo.periods import GREGORIAN, Period, Year

RULES = Rules()  # the thresholds where nobody set others
GRAINS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Frame:
    """The period of a question, the grains it is split by, today, and the thresholds.

    `slices` are the parts of the period that the grains make, or itself, and `before` what each of
    them is compared with. Both are known only where a metric asks for them.
    """

    period: Period
    today: date
    grains: tuple[str, ...] = ()
    rules: Rules = RULES
    year: Year = GREGORIAN
    turns: tuple[tuple[date, Rules], ...] = ()  # the thresholds that hold from each of these days
    slices: tuple[Period, ...] = ()
    before: tuple[Period, ...] = ()

    def rule(self, name: str, on: DateValue) -> Value:
        """The threshold of that name as it holds on the day."""
        held: Value = ibis.literal(getattr(self.rules, name))
        for day, rules in self.turns:
            held = ibis.ifelse(on >= day, getattr(rules, name), held)
        return held

    def rules_ever(self, name: str) -> tuple[Any, ...]:
        """Every value that the threshold ever has."""
        every = (self.rules, *(rules for _day, rules in self.turns))
        return tuple(dict.fromkeys(getattr(rules, name) for rules in every))

    def days_of(self, name: str, on: DateValue) -> Value:
        """A threshold of days as a span, as it holds on the day."""
        if len(self.rules_ever(name)) == 1:
            return ibis.interval(days=getattr(self.rules, name))
        return self.rule(name, on).as_interval("D")

    def within(self, day: DateValue) -> ibis.expr.types.BooleanValue:
        """`day` falls into the period."""
        return (day >= self.period.since) & (day < self.period.until)

    def reaching(self, before: int = 0, after: int = 0) -> "Frame":
        """The same with a longer period, in days; empty ends of time stay where they are."""
        since = self.period.since - timedelta(days=before)
        return replace(self, period=Period(since, self.period.until + timedelta(days=after)))

    def ends(self) -> Table:
        """The last day `on` of every slice of the period, today at the latest: what a state is
        told for."""
        if self.slices:
            # Cut by the engine: the days here may be blanks, of which the later one is not known.
            today = ibis.literal(self.today)
            lasts = [ibis.least(ibis.literal(one.last), today) for one in self.slices]
            return ibis.array(lasts).unnest().name("on").as_table().distinct()
        days = self.days()
        if not self.grains:
            return days.agg(on=days.on.max())
        slices = sliced(days, self.grains, self.year)
        return slices.group_by(*self.grains).agg(on=slices.on.max()).select("on")

    def ever(self) -> "Frame":
        """All time up to the period's end, in one piece."""
        return replace(self, period=Period(date.min, self.period.until), grains=(), slices=())

    def past(self) -> "Frame":
        """What the slices are compared with."""
        return replace(self, period=hull(self.before), slices=self.before, before=())

    def slot(self, day: DateValue, compared: bool = True) -> DateValue:
        """The first day of the slice that is compared with what `day` falls into; or else of the
        slice it falls into itself. Empty for days in none."""
        first, *more = [
            ((day >= found.since) & (day < found.until), ibis.literal(slice.since))
            for found, slice in zip(
                self.before if compared else self.slices, self.slices, strict=True
            )
        ]
        return ibis.cases(first, *more)

    def days(self) -> Table:
        """Every day `on` of the period until today: of what is to come nothing is known."""
        since, until = (
            ibis.timestamp(str(edge)) for edge in (self.period.since, self.period.until)
        )
        every = ibis.range(since, until, ibis.interval(days=1)).unnest().name("on").as_table()
        return every.mutate(on=_.on.cast("date")).filter(_.on <= self.today)


def sliced(rows: Table, grains: Collection[str], year: Year) -> Table:
    """`rows` with the first day of the week, month ... that each counts `on`; by the company's
    own year if it has one."""
    own = [grain for grain in grains if grain in ("month", "quarter", "year")]
    day = "slot" if "slot" in rows.columns else "on"  # of rows compared with others
    if year == GREGORIAN or not own:
        return rows.mutate(**{grain: grained(rows[day], grain) for grain in grains})
    days = table("calendar").select(**{day: "day"}, **{grain: f"{grain}_on" for grain in own})
    rows = beside(rows, days, day)
    return rows.mutate(**{g: grained(rows[day], g) for g in grains if g not in own})


def grained(day: DateValue, grain: str) -> Column:
    """The first day of the calendar's week, month ... that `day` falls into.

    Truncated, a day becomes an instant on some engines: months and longer are built as dates.
    """
    match grain:
        case "day":
            return day
        case "week":
            return day.truncate("W")
        case "month":
            return ibis.date(day.year(), day.month(), 1)
        case "quarter":
            return ibis.date(day.year(), day.quarter() * 3 - 2, 1)
    return ibis.date(day.year(), 1, 1)
