"""Loads: what each brought, and undoing one."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.errors import Error
from merilo.facts.lake import Lake
from merilo.report.loads import Loaded
from merilo.report.loads import load as load_of
from merilo.report.loads import loads as loads_of
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock, day_of
from merilo.web.data import log
from merilo.web.data.jobs import lake
from merilo.web.data.models import Sheet
from merilo.web.data.outcome import refused
from merilo.web.jobs.alive import alive
from merilo.web.jobs.models import OVER, Run
from merilo.web.jobs.start import start

PAGE = 50


def sheets_of(numbers: list[int]) -> dict[int, Sheet]:
    """The sheets that came in as these loads."""
    found = Sheet.objects.filter(loaded__load__in=numbers).select_related("paper__upload__who")
    return {sheet.loaded["load"]: sheet for sheet in found}


@require_safe
def loads(request: SignedIn) -> HttpResponse:
    """All loads that are kept, the newest first."""
    said = request.GET.get("before", "")
    before = int(said) if said.isdecimal() and len(said) < 10 else None
    try:
        found = loads_of(lake(), PAGE + 1, before)
    except Error:
        found = []
    mine = sheets_of([one.number for one in found])
    return render(request, "data/loads.html", {
        "loads": [one for one in found[:PAGE] if one.who != "tidy"], "sheets": mine, "when": clock,
        "next": found[PAGE - 1].number if len(found) > PAGE else None, "refused_of": refused,
        "whose": log.whose([one.number for one in found]),
    })  # fmt: skip


@require_safe
def load(request: SignedIn, number: int) -> HttpResponse:
    """One load: what it brought; and what undoing it would change, once somebody asks."""
    here, found = known(number)
    run = latest(number)
    newest = here.snapshot().number
    fresh = run and run.state == "done" and run.kind == "weigh" and run.result.get("of") == newest
    return render(request, "data/load.html", {
        "load": found, "sheet": sheets_of([number]).get(number), "when": clock, "run": run,
        "worker": run is None or run.over or alive(), "refused_of": refused,
        "day_of": day_of, "newest": newest, "whose": log.whose([number]),
        "weighed": run.result["weighed"] if run and fresh else None,
    })  # fmt: skip


def known(number: int) -> tuple[Lake, Loaded]:
    """The load of that number; 404 if there is none."""
    try:
        here = lake()
        found = load_of(here, number)
    except Error as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return here, found


def latest(number: int) -> Run | None:
    """The last work on undoing that load."""
    kinds = Run.objects.filter(kind__in=("weigh", "undo"), arguments__load=number)
    return kinds.order_by("-asked").first()


@require_POST
def weigh(request: SignedIn, number: int) -> HttpResponse:
    """Find out what undoing would change."""
    return begin(request, number, "weigh")


@require_POST
def undo(request: SignedIn, number: int) -> HttpResponse:
    """Undo it."""
    return begin(request, number, "undo")


def begin(request: SignedIn, number: int, kind: str) -> HttpResponse:
    """Start work on a load, if none is under way."""
    known(number)
    if not Run.objects.filter(kind=kind, arguments__load=number).exclude(state__in=OVER).exists():
        start(kind, request.user, load=number)
    return redirect("load", number)
