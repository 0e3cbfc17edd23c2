"""The page of what became of plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.metrics.catalogue.names import called
from merilo.report.planning import Set, Whose, hull
from merilo.report.revisions import Revision, revisions
from merilo.web.access.request import SignedIn
from merilo.web.plans.asked import Asked
from merilo.web.plans.cells import title
from merilo.web.plans.names import amount
from merilo.words import spoken

PAGE = 100


@dataclass(frozen=True)
class Line:
    """A revision in words."""

    at: datetime | None
    who: str
    name: str
    period: str
    before: str
    now: str
    why: str


@require_safe
def history(request: SignedIn) -> HttpResponse:
    """Who set which target when, of those in sight on the sheet."""
    asked = Asked.of(request)
    names = {line.whose: line.name for line in asked.sheet.lines}
    found = [
        one for one in revisions(asked.desk, asked.metric, hull(asked.spans))
        if one.whose in names and one.period in asked.spans
    ]  # fmt: skip
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/history.html", {
        "asked": asked, "page_of": page, "lines": lines(asked, [*page], names),
        "name": called(asked.about, spoken.get()).full, "said": asked.said(),
    })  # fmt: skip


def lines(asked: Asked, found: Sequence[Revision], names: Mapping[Whose, str]) -> list[Line]:
    """Revisions in words."""
    return [
        Line(one.at, one.author, names[one.whose], title(asked, one.period),
             target(asked, one.before), target(asked, one.now), one.why)
        for one in found
    ]  # fmt: skip


def target(asked: Asked, one: Set | None) -> str:
    """A target with its unit."""
    return amount(asked.desk, asked.metric, one)
