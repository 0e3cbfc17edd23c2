"""The day of one person: what is left of the month's plan, today's share of it, where it leads.

Of a day that goes on only a part is over: `passed` counts the hours of today, too, so that in the
morning nobody is behind for what the day has still to bring, and in the evening the figures are
those of the whole day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from merilo.analysis.attainment import Kind, attainment, due, met, needed, pace, remaining
from merilo.analysis.projection import Expected, expected
from merilo.analysis.prorate import prorated
from merilo.metrics.model import Metric, Total
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.plans import Plan, Plans
from merilo.report.realism import realism
from merilo.report.scorecard import OWN, Kpi, Kpis, measured
from merilo.report.worktime import BACK, DAY, Time, Who, own_days, times

ON, LITTLE, AHEAD = 0.97, 0.8, 1.05  # from which pace on it is on the plan, a little behind, ahead


@dataclass(frozen=True)
class Goal:
    """A KPI of the person: the figure, the plan for the month, what follows for today.

    `today` is what the day has brought, `share` what it should: what was left this morning by the
    days that were left; `due` is what should be there by now. `hourly` is what is to be done in
    each working hour that is left today. `fair` is the plan by the person's own days, where they
    are fewer than the company's.
    """

    metric: Metric
    kpi: Kpi
    fact: Any
    plan: Plan | None = None
    left: float | None = None
    today: float | None = None
    share: float | None = None
    daily: float | None = None
    hourly: float | None = None
    pace: float | None = None
    due: float | None = None
    expected: Expected | None = None
    chance: float | None = None
    fair: float | None = None

    @property
    def attained(self) -> float | None:
        """How much of the plan is reached."""
        value = None if self.fact is None else float(self.fact)
        return attainment(self.plan.kind, value, self.plan.wanted) if self.plan else None

    @property
    def met(self) -> bool:
        """The plan is reached."""
        value = None if self.fact is None else float(self.fact)
        return bool(self.plan and met(self.plan.kind, value, self.plan.wanted))

    @property
    def speed(self) -> float | None:
        """By what it is behind: the pace of what is summed up, else how far it is reached."""
        summed = self.plan and isinstance(self.metric, Total) and self.plan.kind != Kind.AT_MOST
        return self.pace if summed else self.attained


@dataclass(frozen=True)
class Day:
    """The day of a person: their time, the KPIs of their role."""

    person: str
    role: str | None
    time: Time
    goals: Sequence[Goal]

    @property
    def sag(self) -> Goal | None:
        """The KPI furthest behind, if any is."""
        known = [goal for goal in self.goals if goal.speed is not None and not goal.met]
        worst = min(known, key=lambda goal: goal.speed or 0.0, default=None)
        return worst if worst and (worst.speed or 0.0) < ON else None

    @property
    def planned(self) -> bool:
        """Something is asked of them this month."""
        return any(goal.plan for goal in self.goals)


def day(desk: Desk, question: Question, sets: Mapping[str, Kpis], now: datetime) -> Day:
    """The day of the one person whom the question is about, at that moment. `sets` are the KPIs of
    roles, and of people who have their own, that the reader may see."""
    ((person,),) = [keys for name, keys in question.where if name == "person"]
    assert person is not None
    who = Who.of(desk, person)
    calendar = who.calendar(desk.company.calendar)
    time = times(desk, who, calendar, now)
    whose = OWN + person if OWN + person in sets else who.role or ""
    kpis = sets.get(whose, ())
    if not kpis:
        return Day(person, who.role, time, ())
    asked = facing(desk, replace(question, period=time.month), kpis)
    cards = [card for card in measured(desk, asked, whose, kpis) if card.person == person]
    if not cards:
        return Day(person, who.role, time, ())
    sums = [part.metric.id for part in cards[0].parts if isinstance(part.metric, Total)]
    daily = by_day(desk, asked, sums, time.today)
    back = own_days(calendar, who, time)
    goals = [
        goal(part.metric, part.kpi, part.fact, part.plan, time, daily.get(part.metric.id, {}), back)
        for part in cards[0].parts
    ]
    return Day(person, who.role, time, with_chances(desk, asked, goals))


def facing(desk: Desk, question: Question, kpis: Kpis) -> Question:
    """The question, of which growth is asked upon the whole month before: what is left is left of
    the whole month. Metrics that are growth themselves are told as everywhere, part by part."""
    ids = tuple(one.metric for one in kpis)
    catalogue = desk.catalogue(ids)
    itself = any(part.earlier for id in ids for part in catalogue.find(id).parts)
    grows = Plans.of(desk, replace(question, metrics=ids, by=("person",))).grow
    before = question.period.previous(desk.company.year)
    return replace(question, fixed=(before,)) if grows and not itself else question


def by_day(
    desk: Desk, question: Question, metrics: Sequence[str], today: date
) -> Mapping[str, Mapping[date, float]]:
    """The sums of the days up to today, by metric; of days without any nothing stands there."""
    if not metrics:
        return {}
    span = Period(min(question.period.since, today - BACK * DAY), today + DAY)
    asked = replace(question, metrics=tuple(metrics), by=("day",), period=span)
    found: dict[str, dict[date, float]] = {id: {} for id in metrics}
    for row in desk.ask(asked).rows:
        for id in metrics:
            if row["day"] is not None and row[id] is not None:
                found[id][row["day"]] = float(row[id])
    return found


def goal(
    metric: Metric, kpi: Kpi, fact: Any, plan: Plan | None, time: Time,
    daily: Mapping[date, float], back: Sequence[date],
) -> Goal:  # fmt: skip
    """What a KPI asks of the day."""
    plain = Goal(metric, kpi, fact, plan)
    if not isinstance(metric, Total):
        return plain
    today = daily.get(time.today, 0.0)
    if plan is None or plan.kind is Kind.AT_MOST:
        return replace(plain, today=today)
    done = float(fact or 0)
    morning = done - today if time.going else done
    share = needed(morning, plan.wanted, time.left)
    fewer = time.days < time.company_days and plan.kind is Kind.AT_LEAST
    return replace(
        plain, fact=done, today=today, left=remaining(done, plan.wanted),
        share=share if time.going else None, daily=share, hourly=hourly(share, today, time),
        pace=pace(done, plan.wanted, time.passed, time.days),
        due=due(plan.wanted, time.passed, time.days),
        expected=ahead([daily.get(one, 0.0) for one in back], time, morning, done),
        fair=prorated(plan.wanted, time.days, time.company_days) if fewer else None,
    )  # fmt: skip


def hourly(share: float | None, today: float, time: Time) -> float | None:
    """What is to be done in each hour that is left today; None where none is."""
    if share is None or not time.going or time.hours_left <= 0:
        return None
    return max(0.0, share - today) / time.hours_left


def ahead(behind: Sequence[float], time: Time, morning: float, done: float) -> Expected | None:
    """Where the month will end by the days behind; never below what is there."""
    found = expected(behind, time.left, fact=morning)
    if found is None:
        return None
    return Expected(*(max(done, end) for end in found))


def with_chances(desk: Desk, question: Question, goals: Sequence[Goal]) -> list[Goal]:
    """The goals with the chances to reach them, where something can be foretold."""
    asked = [
        goal.metric.id for goal in goals
        if goal.plan and isinstance(goal.metric, Total) and not goal.met
    ]  # fmt: skip
    if not asked:
        return [*goals]
    about = replace(question, metrics=tuple(asked), by=("person",))
    known = {one.metric.id: one.chance for one in realism(desk, about)}
    return [replace(goal, chance=known.get(goal.metric.id)) for goal in goals]
