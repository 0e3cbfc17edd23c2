"""How scores went, drawn beside them once the page is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.report.scorecard import cards
from merilo.report.scores import trend
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.people.cells import spark
from merilo.web.plans.kpis import sets
from merilo.web.plans.scores import asking, percent
from merilo.words import say


@dataclass(frozen=True)
class Line:
    """The scores of a person as a line, and what it says."""

    key: str
    points: Sequence[str]
    said: str


@require_safe
def trends(request: SignedIn) -> HttpResponse:
    """Pieces that take their places on the page of scorecards."""
    now = desk()
    question = asking(request, now, rights(request.user, now).scope)[1]
    measured = sets(min(now.today, question.period.last))
    there = {card.person for card in cards(now, question, measured)}
    lines = [Line(key, spark(scores), told(scores))
             for key, scores in trend(now, question, measured).items() if key in there]  # fmt: skip
    return render(request, "plans/trends.html", {"lines": lines})


def told(scores: Sequence[float | None]) -> str:
    """From where to where."""
    known = [one for one in scores if one is not None]
    if not known:
        return ""
    return say("twelve months: from {first} to {last}", first=percent(known[0]),
               last=percent(known[-1]))  # fmt: skip
