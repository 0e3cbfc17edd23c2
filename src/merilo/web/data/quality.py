"""The quality of the data within the reader's rights."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.metrics.model import Unit
from merilo.report.figures import written
from merilo.report.quality import quality as checks_of
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import Asked, keep, picker
from merilo.words import spoken


@require_safe
def quality(request: SignedIn) -> HttpResponse:
    """Every check of a period with its count, what it weakens, and its rows."""
    now = desk()
    allowed = rights(request.user, now)
    asked = Asked.of(request)
    question = now.question(["deals_won"], asked.period, scope=allowed.scope)
    found = [one for one in checks_of(now, question) if allowed.may(one.metric)]
    keep(request, asked)
    return render(request, "data/quality.html", {
        "checks": found, "picker": picker(now, asked.period), "period": asked.period,
        "said": {"period": asked.period}, "percent": percent,
    })  # fmt: skip


def percent(share: float) -> str:
    """A share as the reader writes it; less than half a percent is not none."""
    return written(share, Unit.SHARE, spoken.get())
