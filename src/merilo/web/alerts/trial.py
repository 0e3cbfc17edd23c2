"""A dry run of a rule: what it would have raised in the last four weeks."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from merilo.errors import Error
from merilo.metrics.model import Metric
from merilo.report.alerts.judge import Tried, tried
from merilo.report.alerts.norm import Norm, Whose
from merilo.report.alerts.words import Broken, Words, words
from merilo.report.desk import Desk
from merilo.web.access.request import SignedIn
from merilo.web.alerts.form import Form
from merilo.web.alerts.receivers import Sight
from merilo.web.alerts.rules import title_of
from merilo.web.alerts.sight import Ruling
from merilo.web.alerts.words import metric_of
from merilo.web.desks import desk
from merilo.words import told

SHOWN = 50  # alarms that are named


@require_POST
def attempt(request: SignedIn) -> HttpResponse:
    """A dry run of what is typed: a piece of the form."""
    now = desk()
    sight = Sight(request.user, now)
    ruling = Ruling.of(request.user, sight)
    form = Form.typed(request.POST)
    try:
        norm = form.norm(now, ruling, now.today)
        metric = metric_of(now, norm.metric)
        found = tried(now, norm, datetime.now(UTC), sight.rights.scope)
    except Error as wrong:
        return render(request, "alerts/tried.html", {"problem": told(wrong)}, status=422)
    return render(request, "alerts/tried.html", {
        "problem": "", "found": found, "rows": rows(now, norm, metric, found), "shown": SHOWN,
        "people": len({whose for whose, _one in found.alarms}), "title": title_of(now, norm),
    })  # fmt: skip


def rows(now: Desk, norm: Norm, metric: Metric, found: Tried) -> list[tuple[str, Words]]:
    """The alarms of a dry run: who, and in words."""
    told_ = []
    for whose, one in found.alarms[:SHOWN]:
        last = one.last
        broken = Broken(last.span.since, last.day, last.value, last.limit, last.low, last.high,
                        last.size)  # fmt: skip
        told_.append((name(now, whose), words(norm, metric, broken, now.company.currency)))
    return told_


def name(now: Desk, whose: Whose) -> str:
    """What somebody, or a unit, is called."""
    if whose.person:
        return now.labels("person").get(whose.person, whose.person)
    return now.labels("unit").get(whose.unit, whose.unit)
