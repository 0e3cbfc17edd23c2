"""Scorecards: how far everybody has reached what their role is measured by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from merilo.analysis import score as scores
from merilo.analysis.attainment import Kind, attainment, met, needed, pace
from merilo.analysis.score import CAP, FLOOR, score
from merilo.errors import Impossible
from merilo.metrics.model import Metric, Total
from merilo.metrics.query import whole
from merilo.metrics.question import Question
from merilo.report.compare import earlier
from merilo.report.desk import Desk
from merilo.report.plans import Plan, Plans
from merilo.report.table import sortable
from merilo.words import say

FEW, MANY, MOST = 2, 5, 8  # KPIs of a set: at least, up to as many as are kept in mind, at most


@dataclass(frozen=True)
class Kpi:
    """A metric of a set: its weight, and between what its attainment counts."""

    metric: str
    weight: float
    floor: float = FLOOR
    cap: float = CAP


Kpis = Sequence[Kpi]
OWN = "p|"  # before the key of a person who is measured otherwise than their role
# Of metrics.md, by role.
TEMPLATES: Mapping[str, Kpis] = {
    "cold_caller": (Kpi("calls", 20), Kpi("conversations", 25), Kpi("talk_time_per_day", 15),
                    Kpi("leads_qualified", 40)),
    "account_manager": (Kpi("repeat_revenue", 40), Kpi("customers_continued", 25),
                        Kpi("repeat_average_check", 15), Kpi("satisfaction", 20)),
    "seller": (Kpi("revenue", 50), Kpi("deals_won", 30), Kpi("average_check", 20)),
    "closer": (Kpi("revenue", 50), Kpi("deals_won", 30), Kpi("average_check", 20)),
    "head": (Kpi("revenue", 50), Kpi("deals_won", 30), Kpi("average_check", 20)),
}  # fmt: skip


def checked(kpis: Kpis, metrics: Sequence[Metric]) -> Kpis:
    """A set of these metrics that can be: Impossible in words for one that cannot."""
    if len(kpis) > MOST:
        raise Impossible(say("a set has {most} KPIs at most: more than that nobody works towards",
                             most=MOST))  # fmt: skip
    if len(kpis) < FEW:
        raise Impossible(say("a set has at least {few} KPIs", few=FEW))
    if len({one.metric for one in kpis}) < len(kpis):
        raise Impossible(say("a metric stands twice in the set"))
    if any(whole(part) for metric in metrics for part in metric.parts):
        raise Impossible(say("a share of what everybody did cannot be a KPI: not all may see it"))
    for one in kpis:
        if not 0 < one.weight <= 1000:
            raise Impossible(say("a weight is above 0"))
        if not 0 <= one.floor < one.cap <= 10:
            raise Impossible(say("a floor is 0 % or more, and below its cap of 1000 % at most"))
    return kpis


@dataclass(frozen=True)
class Part:
    """A KPI of a person: the figure, what is asked for, how far that is reached and what of it
    counts; what is to be done a day (sums that have not ended), how fast it goes."""

    metric: Metric
    kpi: Kpi
    fact: Any
    plan: Plan | None
    weighed: scores.Part
    needed: float | None = None
    pace: float | None = None

    @property
    def met(self) -> bool | None:
        """The target is reached."""
        fact = None if self.fact is None else float(self.fact)
        return met(self.plan.kind, fact, self.plan.wanted) if self.plan else None


@dataclass(frozen=True)
class Card:
    """The scorecard of a person."""

    person: str
    name: str
    role: str
    parts: Sequence[Part]
    score: float | None


def cards(
    desk: Desk, question: Question, sets: Mapping[str, Kpis], first: bool = False
) -> list[Card]:
    """The scorecards of those in sight, the lowest score first; those without a score last. By
    role, and by person where somebody has a set of their own. By targets as they were
    set `first`, or as last revised."""
    found = [
        card
        for whose, kpis in sets.items()
        for card in measured(desk, question, whose, kpis, first)
        if whose.startswith(OWN) or OWN + card.person not in sets
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.score is None, one.score or 0, sortable(one.name)))


def about(question: Question, whose: str) -> Question:
    """The question about those who have a role, or about the one person of an own set."""
    person = whose.removeprefix(OWN)
    return question.only((("role", (whose,)) if person == whose else ("person", (person,)),))


def measured(
    desk: Desk, question: Question, whose: str, kpis: Kpis, first: bool = False
) -> list[Card]:
    """The scorecards of those who have the role, or had it in the period; or of one person."""
    catalogue = desk.catalogue([one.metric for one in kpis])
    asked = replace(question, metrics=tuple(one.metric for one in kpis), by=("person",),
                    catalogue=catalogue)  # fmt: skip
    asked = about(asked, whose)
    metrics = [catalogue.find(one.metric) for one in kpis]
    plans = Plans.of(desk, asked, first)
    if plans.grow:
        asked = earlier(desk, asked, metrics, "previous")
    names = desk.labels("person")
    found = []
    for row in desk.ask(asked).rows:
        if (person := row["person"]) is not None:
            pairs = zip(metrics, kpis, strict=True)
            parts = [part(metric, kpi, row, plans) for metric, kpi in pairs]
            total = score(one.weighed for one in parts)
            found.append(Card(person, names.get(person, person), whose, parts, total))
    return found


def part(metric: Metric, kpi: Kpi, row: Mapping[str, Any], plans: Plans) -> Part:
    """One KPI of one person."""
    plan, fact = plans.find(metric, row), row[metric.id]
    value = None if fact is None else float(fact)
    reached = attainment(plan.kind, value, plan.wanted) if plan else None
    weighed = scores.Part(reached, kpi.weight, kpi.floor, kpi.cap)
    if plan is None or value is None or not isinstance(metric, Total) or plan.kind is Kind.AT_MOST:
        return Part(metric, kpi, fact, plan, weighed)
    return Part(
        metric, kpi, fact, plan, weighed, needed(value, plan.wanted, plans.days_left),
        pace(value, plan.wanted, plans.passed, plans.days),
    )  # fmt: skip


def at_plan(found: Sequence[Card]) -> float | None:
    """The share of people whose score is 100 % or more, of those who have one."""
    known = [card.score for card in found if card.score is not None]
    return sum(score >= 1 for score in known) / len(known) if known else None
