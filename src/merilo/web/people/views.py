"""The table of people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.metrics.catalogue.names import called
from merilo.report.desk import Desk
from merilo.report.figures import UNKNOWN
from merilo.report.people import COLUMNS, People, Sorting, people
from merilo.report.table import DIMENSION_TITLES, sortable
from merilo.web.access.policy import Rights, rights
from merilo.web.access.request import SignedIn
from merilo.web.desks import desk
from merilo.web.frame.asked import FILTERS, NONE, SPLITS, Asked, keep, picker
from merilo.web.people.cells import Line, cells, heads, spark
from merilo.web.people.files import FORMS, file
from merilo.words import _, say, spoken


@dataclass(frozen=True)
class Choice:
    """A condition that can be set: a dimension, its values by key, those chosen."""

    name: str
    values: Sequence[tuple[str, str]]
    chosen: Sequence[str]


@require_safe
def table(request: SignedIn) -> HttpResponse:
    """The table; as a file where one is asked for."""
    now = desk()
    allowed = rights(request.user, now)
    asked = Asked.of(request, usual(allowed))
    found = content(now, allowed, asked)
    form = request.GET.get("form", "")
    if form in FORMS:
        return file(found, form)
    keep(request, asked)
    piece = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    answer = render(request, "people/table.html" if piece else "people/page.html", {
        "asked": asked, "found": found, "picker": picker(now, asked.period),
        "heads": heads(found.content), "lines": lines(found), "feet": feet(found),
        "sparks": {key or NONE: spark(values) for key, values in found.sparks.items()},
        "comparisons": comparisons(), "metrics": offered(now, allowed), "splits": SPLITS,
        "set": conditions(now, asked), "title_of": DIMENSION_TITLES,
        "dimension": DIMENSION_TITLES[asked.by],
    })  # fmt: skip
    answer.headers["Vary"] = "HX-Request, Cookie"
    return answer


@require_safe
def filters(request: SignedIn) -> HttpResponse:
    """The conditions that can be set, asked for when somebody opens them."""
    now = desk()
    allowed = rights(request.user, now)
    asked = Asked.of(request, usual(allowed))
    return render(request, "people/filters.html", {
        "asked": asked, "choices": choices(now, allowed, asked), "title_of": DIMENSION_TITLES,
    })  # fmt: skip


def content(now: Desk, allowed: Rights, asked: Asked) -> People:
    """What the table holds; only rows whose name has the text, if one is looked for."""
    question = asked.question(now, allowed, asked.columns)
    spark = asked.spark if asked.spark in asked.columns else ""
    return people(now, question, asked.beside, Sorting.of(asked.sort), spark)


def lines(found: People) -> Sequence[Line]:
    """The rows as they are drawn."""
    return [Line(key or NONE, name(row[0]), cells(found.content, row)) for key, row in found.rows]


def feet(found: People) -> Sequence[Line]:
    """The lines below: the mean of the rows, the group's own figures."""
    said = []
    if found.content.mean is not None:
        title = say("Mean of {count}", count=len(found.rows))
        said.append(Line("mean", title, cells(found.content, found.content.mean)))
    if found.content.total is not None:
        said.append(Line(None, _("Together"), cells(found.content, found.content.total)))
    return said


def name(value: object) -> str:
    """The name of a row; a sign for what has none."""
    return str(value) if value is not None else UNKNOWN


def comparisons() -> dict[str, str]:
    """What the figures can stand beside."""
    return {
        "": _("No comparison"), "previous": _("Previous period"),
        "year": _("Same period last year"), "plan": _("Plan"), "others": _("The others"),
    }  # fmt: skip


def usual(allowed: Rights) -> Sequence[str]:
    """The columns to begin with, of those that are for this reader."""
    return [id for id in COLUMNS if allowed.shows(id)]


def offered(now: Desk, allowed: Rights) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """The metrics that can be columns, by family: their ids and names."""
    lang = spoken.get()
    return [
        (family, [(metric.id, called(metric, lang).full) for metric in metrics])
        for family, metrics in allowed.families_of(now)
    ]


def conditions(now: Desk, asked: Asked) -> Sequence[tuple[str, str, dict[str, Any]]]:
    """The conditions that are set: what, which, and the page without it."""
    found = []
    for dimension, keys in asked.where.items():
        labels = now.labels(dimension)
        for key in keys:
            rest = asked.said(**{dimension: [k for k in keys if k != key]})
            found.append((_(DIMENSION_TITLES[dimension]), labels.get(key, key), rest))
    return found


def choices(now: Desk, allowed: Rights, asked: Asked) -> Sequence[Choice]:
    """The conditions that can be set: the values that the reader's own rows have."""
    found = []
    for name in FILTERS:
        values = seen(now, allowed, asked, name)
        if len(values) > 1 or name in asked.where:
            found.append(Choice(name, values, asked.where.get(name, ())))
    return found


def seen(now: Desk, allowed: Rights, asked: Asked, name: str) -> Sequence[tuple[str, str]]:
    """The values of a dimension among what the reader may see, by name."""
    metric = "days_worked" if name in SPLITS else "deals_created"
    whole = replace(asked, where={}, text="", by="person", who="all")
    question = replace(whole.question(now, allowed, [metric]), by=(name,))
    labels = now.labels(name)
    keys = [row[name] for row in now.ask(question).rows if row[name] is not None]
    named = [(key, labels.get(key, key)) for key in keys]
    return sorted(named, key=lambda pair: sortable(pair[1]))
