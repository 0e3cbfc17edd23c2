"""Whose target, of what, for when, how much: in words, off the sheet."""

from decimal import Decimal

from merilo.analysis.attainment import Kind
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric
from merilo.report.desk import Desk
from merilo.report.figures import SHARES, day, number
from merilo.report.planning import Set, staff, usual
from merilo.web.plans.figures import kinds, scale
from merilo.web.plans.models import Proposal
from merilo.words import spoken


def metric_of(desk: Desk, id: str) -> Metric | None:
    """The metric; None if there is none any more."""
    catalogue = desk.catalogue([id] if id in desk.own else [])
    return catalogue.find(id) if id in catalogue else None


def metric_name(desk: Desk, id: str) -> str:
    """What a metric is called; its id if it is gone."""
    found = metric_of(desk, id)
    return called(found, spoken.get()).full if found else id


def whose_name(desk: Desk, one: Proposal) -> str:
    """The name of whom a target is for."""
    known = staff(desk)
    if one.person:
        return known.people[one.person].name if one.person in known.people else one.person
    return known.units[one.unit].name if one.unit in known.units else one.unit


def span_name(desk: Desk, one: Proposal) -> str:
    """What the period is called."""
    grain = one.period.whole(desk.company.year).grain
    return day(one.since, str(grain), spoken.get())


def amount(desk: Desk, id: str, target: Set | None) -> str:
    """A target with its unit; what it asks for, where that is not the usual."""
    if target is None:
        return "—"
    if (metric := metric_of(desk, id)) is None:
        return f"{target.target:g}"
    ruler = scale(metric, target.kind, desk.company.currency)
    said = f"{ruler.write(target.target)}\u00a0{ruler.sign}".strip()
    return said if target.kind == usual(metric) else f"{said}, {kinds()[Kind(target.kind)]}"


def asked_of(one: Proposal) -> Set | None:
    """A proposal as a target that would stand."""
    return Set(Kind(one.kind), float(one.target)) if one.target else None


def change(before: Set | None, now: Set | None) -> str:
    """By how much a target is another, in percent of what it was; nothing where that says
    nothing."""
    if before is None or now is None or before.kind != now.kind or before.target <= 0:
        return ""
    share = now.target / before.target - 1
    if abs(share) < 0.0005:
        return ""
    said = SHARES[spoken.get()].format(number(Decimal(str(share * 100)), 1, spoken.get()))
    return f"+{said}" if share > 0 else said
