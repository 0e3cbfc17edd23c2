"""A connection is added: the system is chosen, the token pasted, tried, kept; and a new token."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from merilo.company import NAME, Company
from merilo.errors import Error
from merilo.sources.sync.known import there
from merilo.sources.sync.protocol import Account, Ask, Connector
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock
from merilo.web.connections import agree
from merilo.web.connections.agree import OAUTH, consent_of
from merilo.web.connections.find import connection_of, shared, system_of
from merilo.web.connections.made import connected, took
from merilo.web.connections.recognised import picked, recognised
from merilo.web.connections.wanted import Filled, filled, named, suggested, tried
from merilo.web.connections.words import SAID
from merilo.words import _

ICONS = {"crm": "users-group", "calls": "phone-call", "data": "database"}


@require_safe
def choose(request: SignedIn) -> HttpResponse:
    """Which system."""
    return render(request, "connections/choose.html", {
        "offered": there(), "said": SAID, "icons": ICONS,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, system: str) -> HttpResponse:
    """The token is pasted: tried, or tried and kept."""
    connector, home = system_of(system), Path(settings.HOME)
    if request.GET.get("way") == OAUTH and consent_of(connector):
        return agree.new(request, connector)
    wanted = (*connector.sign_in, *connector.settings)
    if request.method != "POST":
        defaults = {one.name: one.default or usual(one.name) for one in wanted}
        return shown(request, connector, Filled(suggested(connector, home), defaults))
    found = filled(request.POST, wanted)
    if hasattr(connector, "look"):
        found.settings["columns"] = picked(request.POST, connector, found.settings)
    found.name, wrong = named(request.POST, connector, home)
    if wrong:
        found.wrong[""] = wrong
    account, problem = (None, "") if found.wrong else tried(connector, found)
    if account is None or request.POST.get("do") != "connect":
        status = 200 if account else 422
        return shown(request, connector, found, account, problem, status)
    return redirect("connection", connected(request, connector, found, account).name)


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
        "Ask": Ask, "company": company(), "icons": ICONS, "ways": bool(consent_of(connector)),
        "seen": recognised(connector, found.settings) if request.method == "POST" else None,
    }, status=status)  # fmt: skip


def usual(name: str) -> str:
    """What the company would fill in."""
    mine = company()
    return {"zone": mine.zone, "region": mine.country}.get(name, "") if mine else ""


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
    if agree.way(request, connector, name) == OAUTH:
        return agree.again(request, connection, connector)
    now = {one.name: connection.settings.get(one.name, "") for one in connector.sign_in}
    found, problem = Filled(name, now), ""
    if request.method == "POST":
        found = filled(request.POST, connector.sign_in, kept_for(name, request, connector, now))
        account, problem = (None, "") if found.wrong else tried(connector, found)
        if account:
            took(request, name, found, account)
            return redirect("connection", name)
    return render(request, "connections/sign_in.html", {
        **shared(connection), **agree.kept(name), "connector": connector, "found": found,
        "problem": problem, "Ask": Ask, "when": clock, "typed": request.method == "POST",
        "ways": bool(consent_of(connector)),
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
