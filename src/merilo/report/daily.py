"""The daily report: which fields the form of a role has, what the facts say of a day, what was
planned for it, what sags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from merilo.analysis.attainment import Kind
from merilo.errors import Error
from merilo.metrics.delivered import delivering
from merilo.metrics.model import Metric, Total
from merilo.metrics.question import Question, Scope
from merilo.periods import Grain, Period
from merilo.periods.instants import instant
from merilo.periods.said import DAY
from merilo.report.compare import earlier
from merilo.report.desk import Desk
from merilo.report.plans import Plan, Plans

EVENING = 20 * 60  # minutes of the clock
SILENT = 60  # days without a row of its source after which a figure is typed
AHEAD = 60  # days within which there is a working day
# What is typed as so many rows where no system counts it: the metric, and the kind of its rows.
MANY = {"calls": "call", "meetings": "meeting", "presentations": "presentation"}
MOST = 12  # fields of a form
TEMPLATES: Mapping[str, Sequence[str]] = {
    "cold_caller": ("calls", "conversations", "meetings", "leads_qualified", "tasks_done"),
    "account_manager": ("calls", "meetings", "proposals", "deals_won", "revenue", "tasks_done"),
    "seller": ("calls", "meetings", "presentations", "proposals", "deals_won", "revenue"),
    "closer": ("calls", "meetings", "presentations", "proposals", "deals_won", "revenue"),
}


@dataclass(frozen=True)
class Form:
    """What those of a role report: metrics in order; until which minute of the day, or of the next
    working day."""

    role: str
    fields: tuple[str, ...]
    minute: int = EVENING
    next: bool = False

    def until(self, desk: Desk, day: date) -> datetime:
        """When the report of that day is late."""
        last = following(desk, day) if self.next else day
        return instant(last, self.minute, desk.company.clock)


def following(desk: Desk, day: date) -> date:
    """The next working day; without one in sight, the next day."""
    ahead = Period(day + DAY, day + timedelta(days=AHEAD))
    return desk.company.calendar.nth_working_day(ahead, 1) or day + DAY


def before(desk: Desk, day: date) -> date:
    """The working day before; without one in sight, the day before."""
    past = Period(day - timedelta(days=AHEAD), day)
    return desk.company.calendar.nth_working_day(past, -1) or day - DAY


def reportable(metric: Metric) -> bool:
    """Days of it add up to weeks and months: no ratio, and nothing that is told of a day's end."""
    if not isinstance(metric, Total) or metric.earlier or metric.fact.past:
        return False
    return not metric.fact.counts_on.startswith("the end of the period")


@dataclass(frozen=True)
class Field:
    """A field of somebody's report: what the facts have of it, what was planned for the day.
    `typed`: no system counts it. `own`: it is the company's own field, which none ever does."""

    metric: Metric
    counted: Any
    plan: Plan | None
    typed: bool = False
    own: bool = False

    def behind(self, value: Any) -> float | None:
        """How far it is below the plan of the day with that value, as a share of the plan; None if
        it is not, or has no plan."""
        if value is None or self.plan is None or self.plan.kind is Kind.AT_MOST:
            return None
        wanted = self.plan.wanted
        return (wanted - float(value)) / wanted if 0 < wanted > float(value) else None


def fields(desk: Desk, form: Form, person: str, day: date, scope: Scope) -> list[Field]:
    """The fields of the form for a person's day, in its order. Metrics that are gone are left
    out."""
    known = [id for id in form.fields if usable(desk, id)]
    if not known:
        return []
    question = asked(desk, known, Period(day, day + DAY), scope, person)
    row: Mapping[str, Any] = next(iter(desk.ask(question).rows), {})
    found = planned(desk, question, day, person)
    silent = typed_kinds(desk, person, day)
    return [
        Field(question.catalogue.find(id), row.get(id), found.get(id),
              company_own(desk, id) or MANY.get(id) in silent, company_own(desk, id))
        for id in known
    ]  # fmt: skip


def company_own(desk: Desk, id: str) -> bool:
    """It is a field of the company's own, typed and never counted."""
    return id in desk.own and desk.own[id].typed


def usable(desk: Desk, id: str) -> bool:
    """There is such a metric, and days of it add up."""
    try:
        return reportable(desk.catalogue([id]).find(id))
    except Error:
        return False


def asked(
    desk: Desk, metrics: Sequence[str], period: Period, scope: Scope, person: str
) -> Question:
    """The question about a person."""
    about = desk.question(metrics, "today", ("person",), (), "then", scope)
    return replace(about, period=period).only((("person", (person,)),))


def typed_kinds(desk: Desk, person: str, day: date) -> set[str]:
    """The kinds of activities that no source has brought of the person in the days up to that one:
    they are typed."""
    there = delivered(desk, day)
    return {kind for kind in MANY.values() if (person, kind) not in there}


@lru_cache(maxsize=40)
def delivered(desk: Desk, day: date) -> frozenset[tuple[str, str]]:
    """Of whom sources brought which kinds of activities lately, that day with it."""
    lately = Period(day - timedelta(days=SILENT - 1), day + DAY)
    return delivering(desk.engine, desk.snapshot, lately)


def planned(desk: Desk, question: Question, day: date, person: str) -> dict[str, Plan]:
    """What was planned for a day, by metric, as the plans stood at its end: the target of the day
    itself, or else an equal part of the month's for each working day of it."""
    month = Period.holding(day, Grain.MONTH, desk.company.year)
    then = past_desk(desk, day)
    whole = replace(question, period=month)
    plans = Plans.of(then, whole)
    metrics = [question.catalogue.find(id) for id in question.metrics]
    row: Mapping[str, Any] = {"person": person}
    if plans.grow:
        wider = earlier(desk, whole, metrics, "previous")
        row = next((one for one in desk.ask(wider).rows if one["person"] == person), row)
    own = replace(plans, question=replace(question, period=Period(day, day + DAY)))
    working = desk.company.calendar.is_working(day)
    found = {}
    for metric in metrics:
        if plan := own.find(metric, row):
            found[metric.id] = plan
        elif working and (plan := plans.find(metric, row)):
            found[metric.id] = Plan(plan.kind, plan.wanted / plans.days)
    return found


@lru_cache(maxsize=40)
def past_desk(desk: Desk, day: date) -> Desk:
    """The same desk on another day: it knows the plans that stood then."""
    return replace(desk, today=day)


def sagging(those: Sequence[tuple[Field, Any]]) -> list[tuple[Field, Any]]:
    """Fields with their values, the one furthest below its plan first; the others as they were."""
    worst = max(those, key=lambda pair: pair[0].behind(pair[1]) or 0.0, default=None)
    if worst is None or not worst[0].behind(worst[1]):
        return [*those]
    return [worst, *(pair for pair in those if pair is not worst)]
