"""A connection is added: the system is chosen, the token pasted, tried, kept; and a new token."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from merilo.company import NAME, Company
from merilo.errors import Error
from merilo.sources.sync import known
from merilo.sources.sync.connection import keep
from merilo.sources.sync.hooks import NAME as HOOK
from merilo.sources.sync.known import there
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Account, Ask, Connector
from merilo.sources.sync.tokens import locked
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock
from merilo.web.connections import change, tasks, trouble
from merilo.web.connections.find import connection_of, shared
from merilo.web.connections.wanted import (
    Filled,
    connect,
    filled,
    named,
    remember,
    suggested,
    tried,
)  # fmt: skip
from merilo.web.connections.words import SAID
from merilo.words import _, say

ICONS = {"crm": "users-group", "calls": "phone-call", "data": "database"}


@require_safe
def choose(request: SignedIn) -> HttpResponse:
    """Which system."""
    return render(request, "connections/choose.html", {
        "offered": there(), "said": SAID, "icons": ICONS,
    })  # fmt: skip


def system_of(name: str) -> Connector:
    """The connector of that name; 404 if there is none."""
    try:
        return known.connector(name)
    except (Error, ImportError) as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, system: str) -> HttpResponse:
    """The token is pasted: tried, or tried and kept."""
    connector, home = system_of(system), Path(settings.HOME)
    wanted = (*connector.sign_in, *connector.settings)
    if request.method != "POST":
        defaults = {one.name: one.default for one in wanted}
        return shown(request, connector, Filled(suggested(connector, home), defaults))
    found = filled(request.POST, wanted)
    found.name, wrong = named(request.POST, connector, home)
    if wrong:
        found.wrong[""] = wrong
    account, problem = (None, "") if found.wrong else tried(connector, found)
    if account is None or request.POST.get("do") != "connect":
        status = 200 if account else 422
        return shown(request, connector, found, account, problem, status)
    connection = connect(connector, found, account)
    made = {"made": (None, connector.title)} | change.differences({}, connection.settings)
    change.note(request.user, connection.name, made)
    transaction.on_commit(lambda: tasks.wake(connection.name))
    text = say("Connected: {account}. The newest is read first.", account=account.name)
    messages.success(request, text)
    return redirect("connection", connection.name)


def shown(
    request: SignedIn, connector: Connector, found: Filled, account: Account | None = None,
    problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The form, or for a trial without leaving the page only what came of it."""
    only = bool(request.htmx)  # type: ignore[attr-defined]
    if only and found.wrong:
        problem = said_wrong(connector, found)
    return render(request, "connections/tried.html" if only else "connections/add.html", {
        "connector": connector, "found": found, "account": account, "problem": problem,
        "typed": request.method == "POST", "said": SAID.get(connector.name, ""),
        "Ask": Ask, "company": company(), "icons": ICONS,
    }, status=status)  # fmt: skip


def said_wrong(connector: Connector, found: Filled) -> str:
    """What is wrong with the fields, in one line."""
    titles = {one.name: _(one.title) for one in (*connector.sign_in, *connector.settings)}
    titles[""] = _("Name of the connection")
    return " ".join(f"{titles[name]}: {text}" for name, text in found.wrong.items())


def company() -> Company | None:
    """Whose facts these will be; None if that is still to be found."""
    home = Path(settings.HOME)
    return Company.load(home) if (home / NAME).exists() else None


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: SignedIn, name: str) -> HttpResponse:
    """Another token in place of the one that is kept, which is not shown."""
    connection, connector = connection_of(name)
    now = {one.name: connection.settings.get(one.name, "") for one in connector.sign_in}
    found, problem = Filled(name, now), ""
    if request.method == "POST":
        found = filled(request.POST, connector.sign_in, kept_for(name, request, connector, now))
        account, problem = (None, "") if found.wrong else tried(connector, found)
        if account:
            took(request, name, found, account)
            return redirect("connection", name)
    with closing(Marks(Path(settings.HOME), name)) as marks:
        since = marks.state().get("kept")
    ends = trouble.kept_until(name)
    return render(request, "connections/sign_in.html", {
        **shared(connection), "connector": connector, "found": found, "problem": problem,
        "since": clock(datetime.fromtimestamp(since, UTC)) if since else "", "Ask": Ask,
        "ends": ends, "over": bool(ends and ends < datetime.now(UTC)), "when": clock,
        "typed": request.method == "POST",
    }, status=422 if found.wrong or problem else 200)  # fmt: skip


def kept_for(
    name: str, request: SignedIn, connector: Connector, now: dict[str, Any]
) -> dict[str, str]:
    """The secrets that may stay: none for another address, which could be anybody's."""
    asked = [one.name for one in connector.sign_in if one.ask != Ask.SECRET]
    if any(request.POST.get(f"f-{one}", "").strip() != str(now[one]) for one in asked):
        return {}
    try:
        return Vault(Path(settings.HOME)).read(name)
    except Error:
        return {}


def hooked(vault: Vault, name: str) -> dict[str, str]:
    """The secret of the address that the system calls: it stays as it is."""
    try:
        kept = vault.read(name)
    except Error:
        return {}
    return {HOOK: kept[HOOK]} if HOOK in kept else {}


def took(request: SignedIn, name: str, found: Filled, account: Account) -> None:
    """Keep what was filled in, and read at once."""
    home, (connection, _connector) = Path(settings.HOME), connection_of(name)
    vault = Vault(home)
    with locked(vault.folder / f"{name}.lock"):  # or a renewed token could be lost
        vault.write(name, {**hooked(vault, name), **found.secrets})
    said = change.differences(connection.settings, {**connection.settings, **found.settings})
    keep(home, change.with_settings(connection, found.settings))
    remember(home, name, account, datetime.now(UTC).timestamp())
    change.note(request.user, name, {"sign_in": (None, account.name)} | said)
    transaction.on_commit(lambda: tasks.wake(name))
    text = say("Signed in: {account}. It is read at once.", account=account.name)
    messages.success(request, text)
