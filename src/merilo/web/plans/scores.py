"""The scorecards of those in sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.analysis.attainment import Kind
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric
from merilo.metrics.question import Question, Scope
from merilo.report.desk import Desk
from merilo.report.figures import SHARES, number, written
from merilo.report.roles import ROLES
from merilo.report.scorecard import OWN, Card, Part, at_plan, cards
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked, keep, picker
from merilo.web.plans.kpis import sets
from merilo.words import _, say, spoken

LOW = 0.8  # below it a bar is bad


@dataclass(frozen=True)
class Cell:
    """A KPI of a person in words."""

    metric: str
    attained: str
    share: float | None
    tone: str
    fact: str
    target: str
    remark: str


@dataclass(frozen=True)
class Line:
    """A person: the score, the KPIs."""

    key: str
    name: str
    score: str
    share: float | None
    tone: str
    cells: Sequence[Cell]
    partly: str = ""  # of how many KPIs the score is made


@dataclass(frozen=True)
class Group:
    """Those of a role, who are measured alike."""

    title: str
    heads: Sequence[tuple[str, str, str]]  # metric, its short name, its weight
    lines: Sequence[Line]
    at_plan: str
    planned: bool


@require_safe
def scorecards(request: SignedIn) -> HttpResponse:
    """How far everybody in sight has reached what their role is measured by."""
    now = desk()
    asked, question = asking(request, now, rights(request.user, now).scope)
    measured = sets(min(now.today, question.period.last))
    found = cards(now, question, measured, asked.plan == "first")
    keep(request, asked)
    return render(request, "plans/scorecards.html", {
        "asked": asked, "picker": picker(now, asked.period), "groups": groups(found, now),
    })  # fmt: skip


def asking(request: SignedIn, now: Desk, scope: Scope) -> tuple[Asked, Question]:
    """What the address says, this month unless it says another period."""
    asked = Asked.of(request)
    if "period" not in request.GET and "since" not in request.GET:
        asked = Asked("this-month", plan=asked.plan)
    return asked, now.question(["days_worked"], asked.period, scope=scope)


def groups(found: Sequence[Card], now: Any) -> list[Group]:
    """By role."""
    by_role: dict[str, list[Card]] = {}
    for card in found:
        by_role.setdefault(card.role, []).append(card)
    return [group(role, those, now.company.currency) for role, those in by_role.items()]


def group(role: str, those: Sequence[Card], currency: str) -> Group:
    """Those of a role in words."""
    parts = those[0].parts
    weights = sum(part.kpi.weight for part in parts)
    heads = [(part.metric.id, called(part.metric, spoken.get()).head,
              percent(part.kpi.weight / weights)) for part in parts]  # fmt: skip
    share = at_plan(those)
    planned = any(part.plan for card in those for part in card.parts)
    title = _(ROLES.get(role, role))
    if role.startswith(OWN):
        title = say("{name}: own KPIs", name=those[0].name)
    lines = [line(card, currency) for card in those]
    return Group(title, heads, lines, "" if share is None else percent(share), planned)


def line(card: Card, currency: str) -> Line:
    """A person in words."""
    score = "—" if card.score is None else percent(card.score)
    known = sum(part.weighed.attainment is not None for part in card.parts)
    partly = say("by {known} of {all} KPIs", known=known, all=len(card.parts))
    return Line(
        card.person, card.name, score, card.score, tone(card.score),
        [cell(part, currency) for part in card.parts],
        partly if 0 < known < len(card.parts) else "",
    )  # fmt: skip


def cell(part: Part, currency: str) -> Cell:
    """A KPI in words."""
    reached = part.weighed.attainment
    target = "" if part.plan is None else figure(part.metric, part.plan.wanted, currency)
    if part.plan and part.plan.kind is Kind.AT_MOST:
        target = f"≤ {target}"
    return Cell(
        part.metric.id, "—" if reached is None else percent(reached), part.weighed.counted,
        tone(reached), figure(part.metric, part.fact, currency), target, remark(part, currency),
    )  # fmt: skip


def remark(part: Part, currency: str) -> str:
    """What is left to do, or what the cap took."""
    if part.weighed.attainment is not None and part.weighed.attainment > part.kpi.cap:
        return say("counts as {cap}", cap=percent(part.kpi.cap))
    if part.needed:
        amount = figure(part.metric, round(part.needed, 1), currency)
        return say("{amount} a day to go", amount=amount)
    return ""


def figure(metric: Metric, value: Any, currency: str) -> str:
    """A figure with its unit."""
    return written(value, metric.unit, spoken.get(), currency)


def percent(share: float) -> str:
    """A share in whole percents."""
    return SHARES[spoken.get()].format(number(Decimal(str(share * 100)), 0, spoken.get()))


def tone(share: float | None) -> str:
    """Good from 100 %, bad below 80."""
    if share is None:
        return ""
    return "good" if share >= 1 else "bad" if share < LOW else ""
