"""The plan's part of somebody's day, written for the reader."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from merilo.report.day import day as day_of
from merilo.report.desk import Desk
from merilo.report.scorecard import Kpis
from merilo.web.access.policy import Rights
from merilo.web.day import words
from merilo.web.plans.kpis import sets


def figures(now: Desk, allowed: Rights, person: str, at: datetime) -> dict[str, Any]:
    """The plan's part of the page; without a person there is none."""
    if not person:
        return {"day": None, "tiles": [], "sag": "", "sag_of": "", "date": "", "worked": ""}
    question = now.question(["days_worked"], "this-month", scope=allowed.scope)
    about = question.only((("person", (person,)),))
    found = day_of(now, about, measured(now, allowed, now.today), at)
    currency = now.company.currency
    sag, sag_of = words.sagging(found, currency)
    return {
        "day": found, "tiles": [words.tile(one, found.time, currency) for one in found.goals],
        "sag": sag, "sag_of": sag_of, "date": words.dated(found.time),
        "worked": words.counted(found.time),
    }  # fmt: skip


def measured(now: Desk, allowed: Rights, day: date) -> Mapping[str, Kpis]:
    """The KPIs of the roles on that day, of those that the reader may see."""
    return {role: shown(now, allowed, kpis) for role, kpis in sets(day).items()}


def shown(now: Desk, allowed: Rights, kpis: Kpis) -> Kpis:
    """Those of a set that the reader may see."""
    catalogue = now.catalogue([one.metric for one in kpis])
    return [
        one for one in kpis
        if one.metric in catalogue and allowed.may(catalogue.find(one.metric))
    ]  # fmt: skip
