"""The scorecard on the card of a person: the score and how it went, KPI by KPI."""

from datetime import UTC, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.periods import Grain, Period
from merilo.report.scorecard import cards
from merilo.report.scores import trend
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.day.figures import figures, measured
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked
from merilo.web.people.cells import spark
from merilo.web.plans.scores import line
from merilo.web.plans.trends import told


@require_safe
def score(request: SignedIn, key: str) -> HttpResponse:
    """A piece of the card; of this month with what is left to do and where it leads."""
    now = desk()
    allowed, asked = rights(request.user, now), Asked.of(request)
    if key not in now.labels("person") or not allowed.scope.knows(key):
        raise Http404
    question = now.question(["days_worked"], asked.period, scope=allowed.scope)
    question = question.only((("person", (key,)),))
    sets = measured(now, allowed, min(now.today, question.period.last))
    sets = {role: kpis for role, kpis in sets.items() if kpis}
    found = next(iter(cards(now, question, sets)), None)
    scores = trend(now, question, sets).get(key, [])
    month = Period.holding(now.today, Grain.MONTH, now.company.year)
    live = figures(now, allowed, key, datetime.now(UTC)) if question.period == month else {}
    return render(request, "day/score.html", {
        "person": key, "asked": asked, "tiles": live.get("tiles", []),
        "points": spark(scores), "went": told(scores),
        "line": line(found, now.company.currency) if found else None,
        "heads": [part.metric for part in found.parts] if found else [],
    })  # fmt: skip
