"""Durations: each as mean, median and 90th percentile, by the calendar and in working time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ibis.expr.types import Table, Value

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import Better, Fact, Figure, Mean, Quantile, Unit

HOW = {"": "", "_median": "The median. ", "_p90": "The 90th percentile. "}
QUANTILES = {"_median": 0.5, "_p90": 0.9}


@dataclass(frozen=True)
class Span:
    """From one moment of a row to another; both have an instant and a business day."""

    start: str
    end: str


def clocked(fact: Fact, span: Span, **more: Callable[[Table], Value]) -> Fact:
    """The same fact with both moments placed in the working calendar, and what follows of it."""

    def rows(frame: Frame) -> Table:
        found = fact.rows(frame)
        for edge in (span.start, span.end):
            found = placed(found, edge)
        return found.mutate(**{name: value(found) for name, value in more.items()})

    return replace(fact, name=f"{fact.name}_worked", rows=rows)


def placed(rows: Table, edge: str) -> Table:
    """`rows` with the working seconds and days from the calendar's first day up to the moment."""
    day = table("calendar").select(
        "workdays_before", "worked_before_s", "opens_at", "closes_at", "pause_since_at",
        "pause_until_at", calendar_day="day",
    )  # fmt: skip
    found = rows.left_join(day, [(f"{edge}_on", "calendar_day")])
    at = found[f"{edge}_at"]
    worked = between(at, found.opens_at, found.closes_at) - between(
        at, found.pause_since_at, found.pause_until_at
    )
    return found.select(
        *rows.columns,
        **{f"{edge}_worked_s": found.worked_before_s + worked,
           f"{edge}_workdays": found.workdays_before},
    )  # fmt: skip


def between(at: Value, since: Value, until: Value) -> Value:
    """Seconds of the span from `since` until `until` that have passed `at` that moment."""
    passed = at.epoch_seconds() - since.epoch_seconds()
    return passed.clip(0, until.epoch_seconds() - since.epoch_seconds()).fill_null(0)


def hours(span: Span) -> Callable[[Table], Value]:
    """Elapsed hours."""

    def value(rows: Table) -> Value:
        start, end = rows[f"{span.start}_at"], rows[f"{span.end}_at"]
        return (end.epoch_seconds() - start.epoch_seconds()).cast("float64") / 3600

    return value


def working_hours(span: Span) -> Callable[[Table], Value]:
    """Hours of working time."""

    def value(rows: Table) -> Value:
        seconds = rows[f"{span.end}_worked_s"] - rows[f"{span.start}_worked_s"]
        return seconds.cast("float64") / 3600

    return value


def days(span: Span) -> Callable[[Table], Value]:
    """Whole calendar days: the same whether the source kept the hour or not."""

    def value(rows: Table) -> Value:
        return rows[f"{span.end}_on"].delta(rows[f"{span.start}_on"], unit="day").cast("float64")

    return value


def working_days(span: Span) -> Callable[[Table], Value]:
    """Working days between the two days."""

    def value(rows: Table) -> Value:
        return (rows[f"{span.end}_workdays"] - rows[f"{span.start}_workdays"]).cast("float64")

    return value


CLOCKS = {Unit.HOURS: (hours, working_hours), Unit.DAYS: (days, working_days)}


def duration(
    id: str, doc: str, fact: Fact, span: Span, unit: Unit, where: Callable[[Table], Value] | None,
    working_first: bool = False, source: str = "our own definition",
) -> Sequence[Figure]:  # fmt: skip
    """The six figures of a duration. The plain id is by the calendar, `_working` in working time;
    with `working_first` the plain one is in working time and `_calendar` is the other."""
    calendar, working = CLOCKS[unit]
    worked = clocked(fact, span)
    plain, other = (worked, fact) if working_first else (fact, worked)
    made: list[Figure] = []
    for suffix, rows in (("", plain), ("_calendar" if working_first else "_working", other)):
        value = working(span) if rows is worked else calendar(span)
        time = "In working time. " if rows is worked else ""
        for how, said in HOW.items():
            shared: dict[str, Any] = {
                "id": f"{id}{suffix}{how}", "doc": f"{doc} {said}{time}".strip(), "fact": rows,
                "adds": value, "where": where, "unit": unit, "better": Better.LESS,
                "source": source,
            }  # fmt: skip
            made.append(Quantile(at=QUANTILES[how], **shared) if how else Mean(**shared))
    return made
