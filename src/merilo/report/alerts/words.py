"""Alarms and rules in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric, Unit
from merilo.periods import Grain
from merilo.report.alerts.norm import Kind, Norm
from merilo.report.figures import SHARES, day, number, written
from merilo.words import _, say, several, spoken


@dataclass(frozen=True)
class Words:
    """An alarm: what there is, what was to be, by how much it is beyond, in which days."""

    metric: str
    value: str
    norm: str
    size: str
    days: str


@dataclass(frozen=True)
class Broken:
    """What of an alarm is told."""

    since: date
    day: date
    value: float | None
    limit: float | None
    low: float | None
    high: float | None
    size: float


def words(norm: Norm, metric: Metric, one: Broken, currency: str) -> Words:
    """An alarm in words."""

    def figure(value: float | None) -> str:
        if value is not None and metric.unit is Unit.COUNT:
            value = round(value, 1)
        return written(value, metric.unit, spoken.get(), currency)

    value = figure(one.value)
    if norm.kind is Kind.NOTHING:
        value = say("nothing for {time}", time=lasted(norm, one.value or 0.0))
    name = called(metric, spoken.get()).full
    return Words(name, value, asked(norm, one, figure), size(norm, one), days(one))


def asked(norm: Norm, one: Broken, figure: Callable[[float | None], str]) -> str:
    """What was to be, beside the figure."""
    limit = figure(one.limit)
    match norm.kind:
        case Kind.LESS if norm.of_plan:
            return say(
                "{share} of the plan due by then: {limit}", share=percent(norm.limit), limit=limit
            )
        case Kind.MORE if norm.of_plan:
            return say(
                "more than {share} of the plan: {limit}", share=percent(norm.limit), limit=limit
            )
        case Kind.LESS:
            return say("at least {limit}", limit=limit)
        case Kind.MORE:
            return say("at most {limit}", limit=limit)
        case Kind.NOTHING:
            return say("limit: {time}", time=lasted(norm, norm.limit))
        case Kind.FELL if norm.how == "year":
            return say("a year before: {limit}", limit=limit)
        case Kind.FELL:
            return say("in as many working days before: {limit}", limit=limit)
    if one.low is None or one.high is None:
        return ""
    return say(
        "usually {low} to {high}", low=around(one.low, figure), high=around(one.high, figure)
    )


def around(value: float, figure: Callable[[float | None], str]) -> str:
    """An end of the usual range, as roughly as it is known."""
    return figure(round(value) if abs(value) >= 10 else round(value, 3))


def size(norm: Norm, one: Broken) -> str:
    """By how much it is beyond."""
    share = percent(one.size)
    match norm.kind:
        case Kind.NOTHING:
            return ""
        case Kind.FELL:
            return say("{share} less", share=share)
    below = (one.value or 0.0) < (one.limit or 0.0)
    return say("{share} below", share=share) if below else say("{share} above", share=share)


def lasted(norm: Norm, value: float) -> str:
    """How long there was nothing."""
    if norm.how == "days":
        return several("{count} working day", "{count} working days", int(value))
    hours = number_of(round(value, 1))
    return say("{hours} working hours", hours=hours)


def days(one: Broken) -> str:
    """The day, or the days."""
    if one.since >= one.day:
        return day(one.day, "day", spoken.get())
    return f"{day(one.since, 'day', spoken.get())} – {day(one.day, 'day', spoken.get())}"


def percent(share: float) -> str:
    """Whole percents."""
    return SHARES[spoken.get()].format(number(Decimal(str(round(share * 100))), 0, spoken.get()))


def number_of(value: float) -> str:
    """A number with a decimal if it needs one."""
    return number(Decimal(str(value)), 0 if value == int(value) else 1, spoken.get())


def kinds() -> Mapping[str, str]:
    """What a rule can be about."""
    return {
        Kind.LESS: _("less than"), Kind.MORE: _("more than"), Kind.NOTHING: _("nothing for"),
        Kind.FELL: _("fell by more than"), Kind.UNUSUAL: _("out of the usual range"),
    }  # fmt: skip


def ways() -> Mapping[str, str]:
    """In which ways."""
    return {
        "number": _("a number"), "plan": _("a share of the plan due by then"),
        "days": _("working days"), "hours": _("working hours"),
        "previous": _("against as many working days before"), "year": _("against a year before"),
        "worse": _("on the worse side"), "both": _("on both sides"),
    }  # fmt: skip


def grains() -> Mapping[str, str]:
    """Of which periods."""
    return {Grain.DAY: _("a day"), Grain.WEEK: _("a week"), Grain.MONTH: _("a month")}


def sentence(norm: Norm, metric: Metric, currency: str) -> str:
    """A rule as one reads it: `calls a day: less than 60`."""
    limit = written(norm.limit, metric.unit, spoken.get(), currency)
    name, share = called(metric, spoken.get()).full, percent(norm.limit)
    each = grains()[norm.grain]
    match norm.kind:
        case Kind.LESS if norm.of_plan:
            return say("{metric} {each}: less than {limit} of the plan due by then",
                       metric=name, each=each, limit=share)  # fmt: skip
        case Kind.MORE if norm.of_plan:
            return say("{metric} {each}: more than {limit} of the plan",
                       metric=name, each=each, limit=share)  # fmt: skip
        case Kind.LESS:
            return say("{metric} {each}: less than {limit}", metric=name, each=each, limit=limit)
        case Kind.MORE:
            return say("{metric} {each}: more than {limit}", metric=name, each=each, limit=limit)
        case Kind.NOTHING:
            return say("{metric}: nothing for {time}", metric=name, time=lasted(norm, norm.limit))
        case Kind.FELL:
            return say("{metric} {each}: fell by more than {limit} {way}",
                       metric=name, each=each, limit=share, way=ways()[norm.how])  # fmt: skip
    return say("{metric}: out of the usual range, {way}; at most {count} false alarms a week",
               metric=name, way=ways()[norm.how], count=number_of(norm.limit))  # fmt: skip
