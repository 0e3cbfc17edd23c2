"""What stands behind a figure, and the dictionary of metrics."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.errors import Unknown
from merilo.metrics.catalogue.names import called
from merilo.metrics.dimensions import DIMENSIONS, common
from merilo.metrics.model import Metric
from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.report.figure import FEW, PAGE, Behind
from merilo.report.figure import figure as behind
from merilo.report.figure import rows as page_of
from merilo.report.figures import written
from merilo.report.links import record
from merilo.report.rows import HEADS, part, shown
from merilo.report.table import DIMENSION_TITLES, sortable
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.figures.asked import Asked
from merilo.web.figures.files import stream
from merilo.web.frame.asked import picker
from merilo.words import _, spoken

Row = Mapping[str, Any]


@require_safe
def figure(request: SignedIn, metric: str) -> HttpResponse:
    """The panel of a figure; as a page of its own where it is opened as one."""
    now = desk()
    allowed = rights(request.user, now)
    asked = Asked.of(request, metric)
    question = asked.question(now, allowed)
    found = behind(now, question)
    sheet = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "figures/figure.html" if sheet else "figures/page.html", {
        "asked": asked, "found": found, "name": called(found.metric, spoken.get()),
        "text": text(found, now.company.currency), "picker": picker(now, asked.period),
        "conditions": asked.conditions(now, allowed), "currency": now.company.currency,
        "snapshot": now.snapshot, **lines(page_of(now, question, most=FEW), question, now),
    })  # fmt: skip


@require_safe
def rows(request: SignedIn, metric: str) -> HttpResponse | StreamingHttpResponse:
    """All the rows behind a figure: a page of them, or a file of all."""
    now = desk()
    allowed = rights(request.user, now)
    asked = Asked.of(request, metric)
    question = asked.question(now, allowed)
    if request.GET.get("form") == "csv":
        return stream(now, question, asked)
    number = max(1, whole(request.GET.get("page", "1")))
    found = page_of(now, question, (number - 1) * PAGE, PAGE + 1)
    return render(request, "figures/rows.html", {
        "asked": asked, "name": called(question.catalogue.find(metric), spoken.get()),
        "picker": picker(now, asked.period), "conditions": asked.conditions(now, allowed),
        "number": number, "more": len(found) > PAGE, **lines(found[:PAGE], question, now),
    })  # fmt: skip


@require_safe
def dictionary(request: SignedIn) -> HttpResponse:
    """All metrics by family, and those whose names or definitions hold what is looked for."""
    now = desk()
    allowed = rights(request.user, now)
    text = " ".join(request.GET.get("q", "").split())[:100]
    return render(request, "figures/dictionary.html", {
        "families": families(now, allowed, text), "text": text,
    })  # fmt: skip


@require_safe
def definition(request: SignedIn, metric: str) -> HttpResponse:
    """All about one metric."""
    now = desk()
    allowed = rights(request.user, now)
    try:
        allowed.check(now, (metric,))
        found = now.catalogue([metric]).find(metric)
    except Unknown as error:
        raise Http404 from error
    facts = {one.fact.name: one.fact for one in found.parts}
    return render(request, "figures/definition.html", {
        "metric": found, "name": called(found, spoken.get()), "facts": [*facts.values()],
        "parts": {one.id: part(one.id, spoken.get(), now.catalogue([metric]))
                  for one in found.parts},
        "splits": [DIMENSION_TITLES[name] for name in DIMENSIONS if name in common(found)],
    })  # fmt: skip


def families(now: Desk, allowed: Rights, text: str) -> Sequence[tuple[str, Sequence[Metric]]]:
    """The metrics for this reader by family, of those that have the text."""
    found = [
        (family, [one for one in metrics if has(one, text)])
        for family, metrics in allowed.families_of(now)
    ]
    return [(family, metrics) for family, metrics in found if metrics]


def has(metric: Metric, text: str) -> bool:
    """The text stands in its id, its name or its definition."""
    said = (metric.id, called(metric, spoken.get()).full, _(metric.doc))
    return any(sortable(text) in sortable(one) for one in said)


def text(found: Behind, currency: str) -> str:
    """The figure as it is read."""
    return written(found.value, found.metric.unit, spoken.get(), currency)


def lines(found: Sequence[Row], question: Question, now: Desk) -> dict[str, Any]:
    """Rows for a page: the columns that say something; cells with where they lead to."""
    lang = spoken.get()
    named = [{**row, "part": part(row["part"], lang, question.catalogue)} for row in found]
    keys = [key for key in HEADS if any(row[key] is not None for row in named)]
    links = now.company.links
    return {
        "heads": [_(HEADS[key]) for key in keys],
        "lines": [
            [(shown(row, key, lang), record(links, row["deal"]) if key == "deal_name" else "")
             for key in keys] for row in named
        ],
        "numbers": [n for n, key in enumerate(keys) if key == "adds"],
    }  # fmt: skip


def whole(said: str) -> int:
    """A number of a page; the first where none is said."""
    return int(said) if said.isdecimal() and len(said) < 9 else 1
