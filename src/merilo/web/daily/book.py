"""The page of the quick log: a short form for each kind, and what was logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from merilo.errors import Impossible
from merilo.metrics.model import Unit
from merilo.report.codes import code
from merilo.report.desk import Desk
from merilo.report.figures import written
from merilo.report.planning import staff
from merilo.report.staff import holding
from merilo.report.table import sortable
from merilo.sources.engine.logged import KINDS
from merilo.web.access.policy import rights
from merilo.web.access.request import SignedIn
from merilo.web.accounts.models import Role
from merilo.web.daily.known import deals, found
from merilo.web.daily.makes import Typed
from merilo.web.daily.models import Logged
from merilo.web.daily.quick import BACK, put, remove
from merilo.web.daily.stages import stages
from merilo.web.desks import desk
from merilo.web.frame.asked import one_of
from merilo.web.frame.jinja import url
from merilo.web.plans.figures import decimal
from merilo.words import _, say, spoken, told

PAGE = 50
LONGEST = 60  # letters of a name that is looked for


@dataclass(frozen=True)
class Line:
    """A line of the log in words."""

    id: UUID
    kind: str
    day: date
    who: str
    what: str
    state: str
    amount: str
    under_way: bool


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: SignedIn) -> HttpResponse:
    """The log; a POST adds a line, corrects or deletes one."""
    now = desk()
    people = typing_for(request, now)
    if request.method != "POST":
        return shown(request, now, people)
    try:
        done(request, now, people)
    except Impossible as wrong:
        return shown(request, now, people, told(wrong))
    return redirect(url("log", kind=request.POST.get("kind", "")))


def done(request: SignedIn, now: Desk, people: Sequence[str]) -> None:
    """What the form wants. Impossible in words."""
    said = {name: str(text) for name, text in request.POST.items()}
    try:
        id = UUID(said.get("id", ""))
    except ValueError:
        raise Impossible(say("this form is not whole: open the page again")) from None
    at = datetime.now(UTC)
    if "delete" in said:
        remove(now, request.user, id, people, at)
        messages.success(request, _("Deleted. The figures follow at once."))
        return
    if said.get("kind") not in KINDS:
        raise Http404
    typed = Typed(id, said["kind"], said.get("person", request.user.person), said)
    put(now, request.user, typed, people, at)
    messages.success(request, _("Logged. The figures follow at once."))


def typing_for(request: SignedIn, now: Desk) -> list[str]:
    """Those for whom the user types: themselves; a head also for those below."""
    scope, own = rights(request.user, now).scope, request.user.person
    known = now.labels("person")
    below = (scope.people or frozenset()) - {own} if request.user.role == Role.HEAD else frozenset()
    there = [one for one in below if one in known and holding(staff(now), one, now.today)]
    mine = [own] if own in known else []
    return mine + sorted(there, key=lambda one: str(sortable(known[one])))


def shown(request: SignedIn, now: Desk, people: Sequence[str], problem: str = "") -> HttpResponse:
    """The page."""
    said = request.POST if request.method == "POST" else request.GET
    edited = line_of(said.get("id", ""), people)
    kind = edited.kind if edited else one_of(said.get("kind", ""), KINDS, "deal")
    since = now.today - timedelta(days=BACK)
    listed = Logged.objects.filter(person__in=people, gone=False).filter(
        Q(day__gte=since) | Q(kind="deal", said__outcome="open") | Q(said__closed__gte=str(since))
    ).select_related("parcel")  # fmt: skip
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    typed = {name: str(text) for name, text in said.items()} if problem else {}
    return render(request, "daily/log.html", {
        "kind": kind, "kinds": kinds(),
        "people": [(one, now.labels("person")[one]) for one in people],
        "fields": fields(edited) | typed, "edited": edited, "id": edited.pk if edited else uuid4(),
        "today": now.today, "since": since, "stages": stages(now, people) if kind == "deal" else [],
        "pipelines": now.labels("pipeline"),
        "deals": deals(now, people) if kind == "proposal" else [],
        "states": states(kind), "lines": [line(now, one) for one in page], "page_of": page,
        "said": {"kind": kind}, "problem": problem, "currency": now.company.currency, "back": BACK,
    }, status=422 if problem else 200)  # fmt: skip


def line_of(id: str, people: Sequence[str]) -> Logged | None:
    """The line that is to be corrected. 404 if it is somebody else's; None if there is none yet."""
    try:
        known = Logged.objects.filter(pk=UUID(id), gone=False).first()
    except ValueError:
        return None
    if known and known.person not in people:
        raise Http404
    return known


def kinds() -> Mapping[str, str]:
    """What can be logged."""
    return {"deal": _("Deal"), "call": _("Call"), "meeting": _("Meeting"),
            "proposal": _("Proposal")}  # fmt: skip


def states(kind: str) -> Mapping[str, str]:
    """How it can stand."""
    return {
        "deal": {"open": _("in work"), "won": _("won"), "lost": _("lost")},
        "call": {"reached": _("talked"), "missed": _("not reached")},
        "meeting": {"held": _("held"), "planned": _("planned"), "missed": _("they did not come"),
                    "cancelled": _("cancelled")},
        "proposal": {},
    }[kind]  # fmt: skip


def fields(one: Logged | None) -> dict[str, str]:
    """A line as its form has it."""
    if one is None:
        return {}
    said = one.said
    outcome = said.get("outcome") or ("planned" if one.kind == "meeting" else "")
    return {
        "person": one.person, "day": said.get("closed") or one.day.isoformat(),
        "name": said.get("name") or "", "customer": said.get("with") or "", "outcome": outcome,
        "amount": decimal(Decimal(said["amount"]), spoken.get()) if said.get("amount") else "",
        "minutes": "" if said.get("minutes") is None else str(said["minutes"]),
        "reason": said.get("reason") or "", "stage": said.get("first") or "",
        "deal": said.get("deal") or "",
    }  # fmt: skip


def line(now: Desk, one: Logged) -> Line:
    """A line in words."""
    said = one.said
    what = " · ".join(part for part in (said.get("name"), said.get("with")) if part)
    minutes = said.get("minutes")
    state = states(one.kind).get(said.get("outcome") or "planned", "")
    if minutes:
        state = say("{state}, {minutes} min", state=state or code(one.kind), minutes=minutes)
    amount = written(Decimal(said["amount"]), Unit.MONEY, spoken.get(), now.company.currency) \
        if said.get("amount") else ""  # fmt: skip
    day = date.fromisoformat(said["closed"]) if said.get("closed") else one.day
    return Line(
        one.pk, one.kind, day, now.labels("person").get(one.person, one.person), what, state,
        amount, bool(one.parcel and one.parcel.load is None),
    )  # fmt: skip


@require_safe
def known_customers(request: SignedIn) -> JsonResponse:
    """The customers whose names hold what is typed."""
    now, text = desk(), " ".join(request.GET.get("q", "").split())[:LONGEST]
    people = typing_for(request, now)
    names = [one.name for one in found(now, people, text)] if text and people else []
    return JsonResponse({"names": [*dict.fromkeys(names)]})
