"""The connections, and one of them: how it stands, what it brought, what can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.errors import Error, Impossible
from merilo.facts.brought import brought
from merilo.periods.instants import instant
from merilo.sources.sync.again import again
from merilo.sources.sync.connection import every, keep
from merilo.sources.sync.hooks import NAME as HOOK
from merilo.sources.sync.known import there
from merilo.sources.sync.tokens import locked
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock, today, zone
from merilo.web.connections import change, jobs, news, reading, tasks, trouble
from merilo.web.connections.add import ICONS
from merilo.web.connections.find import asked, connection_of, shared
from merilo.web.connections.standing import at, counts, soon, standing
from merilo.web.connections.words import SAID
from merilo.web.hooks.address import address
from merilo.web.jobs.alive import alive
from merilo.web.jobs.models import OVER, Run
from merilo.web.jobs.start import start
from merilo.words import _, say, told

LOADS = 12  # on the page of a connection
DAY = timedelta(days=1)


@require_safe
def connections(request: SignedIn) -> HttpResponse:
    """All of them, and how each stands."""
    found, problem = listed()
    empty = not found and not problem
    return render(request, "connections/list.html", {
        "found": found, "problem": problem, "worker": alive(), "when": clock, "at": at,
        "counts": counts, "offered": there() if empty else [], "said": SAID, "icons": ICONS,
        "run": Run.objects.filter(kind="leave").exclude(state__in=OVER).first(),
    })  # fmt: skip


@require_safe
def live(request: SignedIn) -> HttpResponse:
    """The same, as it is now, for a page that is open."""
    found, _problem = listed()
    return render(request, "connections/cards.html", {
        "found": found, "when": clock, "at": at, "counts": counts,
    })  # fmt: skip


def listed() -> tuple[list[Any], str]:
    """All of them by title; and what is wrong, if a file of them cannot be read."""
    now = datetime.now(UTC)
    try:
        found = [standing(one, now) for one in every(Path(settings.HOME))]
    except Error as error:
        return [], told(error)
    return sorted(found, key=lambda one: one.connection.called.casefold()), ""


@require_safe
def connection(request: SignedIn, name: str) -> HttpResponse:
    """One of them."""
    return page(request, name)


def page(request: SignedIn, name: str, problem: str = "", status: int = 200) -> HttpResponse:
    """Its page, with what was wrong with what was asked."""
    now, (one, connector) = datetime.now(UTC), connection_of(name)
    ends = trouble.kept_until(name)
    return render(request, "connections/connection.html", {
        **shared(one), "one": standing(one, now, LOADS), "when": clock, "at": at,
        "counts": counts, "brought": asked(brought, name, []), "problem": problem,
        "worker": alive(), "ends": ends, "soon": soon(now, ends), "over": bool(ends and ends < now),
        "today": today(), "typed": request.POST, "file": Path, "hook": hook(name),
        "hears": hasattr(connector, "heard"), "news": news.news(one),
    }, status=status)  # fmt: skip


def hook(name: str) -> str:
    """Where the system may send word of changes; "" while nobody has asked for such an address."""
    try:
        made = HOOK in Vault(Path(settings.HOME)).read(name)
    except Error:
        return ""
    return settings.SITE + address(name) if made else ""


@require_safe
def state(request: SignedIn, name: str) -> HttpResponse:
    """How it stands now, for a page that is open."""
    one, _connector = connection_of(name)
    return render(request, "connections/state.html", {
        "one": standing(one, datetime.now(UTC), LOADS), "when": clock, "at": at,
        "counts": counts, "file": Path,
    })  # fmt: skip


@require_POST
def act(request: SignedIn, name: str) -> HttpResponse:
    """Read it now, pause it, go on, stop, read a period again."""
    one, _connector = connection_of(name)
    doing = DEEDS.get(request.POST.get("do", ""))
    if doing is None:
        raise Http404
    try:
        doing(request, name)
    except Impossible as error:
        return page(request, name, told(error), 422)
    return redirect("connection", one.name)


def read_now(_request: SignedIn, name: str) -> None:
    """Whatever was read lately, and whatever stood in the way."""
    transaction.on_commit(lambda: tasks.wake(name))


def pause(request: SignedIn, name: str) -> None:
    """Nothing is read until somebody says so."""
    one, _connector = connection_of(name)
    change.kept(request.user, one, replace(one, paused=True))
    reading.halt(name)


def go_on(request: SignedIn, name: str) -> None:
    """It is read again."""
    one, _connector = connection_of(name)
    change.kept(request.user, one, replace(one, paused=False))


def read_again(request: SignedIn, name: str) -> None:
    """What changed from a day to a day. Impossible if these are none."""
    since, until = day(request, "since"), day(request, "until")
    if since > until or since > today():
        raise Impossible(say("The period ends before it begins, or has not begun yet"))
    again(Path(settings.HOME), name, seconds(since), seconds(until + DAY))
    change.note(request.user, name, {"again": (None, f"{since} .. {until}")})
    transaction.on_commit(lambda: tasks.wake(name))
    messages.success(request, _("It is read once more, the newest first."))


def listen(request: SignedIn, name: str) -> None:
    """Make the address that the system may call."""
    vault = Vault(Path(settings.HOME))
    with locked(vault.folder / f"{name}.lock"):  # or a renewed token could be lost
        address(name)
    change.note(request.user, name, {"hook": (None, _("made"))})


def day(request: SignedIn, field: str) -> date:
    """A day of the form."""
    text = request.POST.get(field, "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Impossible(say("“{day}” is no day of the calendar", day=text)) from None


def seconds(of: date) -> int:
    """When a day of the company begins, in seconds since 1970."""
    return int(instant(of, 0, zone()).timestamp())


Doing = Callable[[SignedIn, str], None]
DEEDS: Mapping[str, Doing] = {
    "now": read_now, "pause": pause, "resume": go_on, "again": read_again,
    "hook": listen, "yes": news.yes, "no": news.no,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: SignedIn, name: str) -> HttpResponse:
    """It goes: with what it brought, or without."""
    one, _connector = connection_of(name)
    problem = ""
    if request.method == "POST":
        try:
            return gone(request, name)
        except Error as error:
            problem = told(error)
    found = asked(brought, name, [])
    return render(request, "connections/disconnect.html", {
        **shared(one), "brought": found, "problem": problem,
        "rows": sum(table.rows for table in found),
    }, status=422 if problem else 200)  # fmt: skip


def gone(request: SignedIn, name: str) -> HttpResponse:
    """Stop whoever reads it, take its facts away if that is wanted, forget it. Impossible if
    nobody said what is to become of the facts."""
    home, (one, _connector) = Path(settings.HOME), connection_of(name)
    facts = request.POST.get("facts", "")
    if facts not in ("keep", "take"):
        raise Impossible(say("Say what is to become of the facts"))
    if facts == "take" and request.POST.get("sure", "").strip() != name:
        raise Impossible(say("Type the name of the connection, {name}, to take its facts away",
                             name=name))  # fmt: skip
    reading.halt(name)
    if facts == "take":
        rows = {table.table: table.rows for table in asked(brought, name, [])}
        keep(home, replace(one, paused=True))
        start("leave", request.user, connection=name, rows=rows)
        messages.success(request, _("Disconnected. What it brought is being taken away."))
    else:
        jobs.forgotten(request.user, one, {})
        messages.success(request, _("Disconnected. What it brought stays."))
    return redirect("connections")
