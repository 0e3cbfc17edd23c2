"""Signing in by agreeing at the provider: the form, the way there, the way back; or a code that is
pasted."""

import logging
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from merilo.errors import Error, Impossible
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Ask, Connector, Consent, Door, Wanted
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.clock import clock
from merilo.web.connections import trips, trouble
from merilo.web.connections.exchange import signed_in
from merilo.web.connections.find import shared, system_of
from merilo.web.connections.wanted import Filled, filled, fit, named, suggested
from merilo.web.connections.words import PASTED, SAID
from merilo.words import _, say, told

LOG = logging.getLogger("merilo.web")
OAUTH, BEGUN = "oauth", "oauth-begun"


def consent_of(connector: Connector) -> Consent | None:
    """How to agree there; None where that is no way in."""
    return getattr(connector, "consent", None)


def way(request: SignedIn, connector: Connector, name: str) -> str:
    """By which way to sign in again: the one that is asked for, else the one it came by."""
    if not consent_of(connector):
        return ""
    return request.GET.get("way") or (OAUTH if secrets_of(name).get("refresh") else "")


def secrets_of(name: str) -> dict[str, str]:
    """What is kept of a connection; nothing if it cannot be read."""
    try:
        return Vault(Path(settings.HOME)).read(name)
    except Error:
        return {}


def kept(name: str) -> dict[str, Any]:
    """Since when there is a way in, and until when, as far as it tells."""
    with closing(Marks(Path(settings.HOME), name)) as marks:
        since = marks.state().get("kept")
    ends = trouble.kept_until(name)
    return {
        "since": clock(datetime.fromtimestamp(since, UTC)) if since else "",
        "ends": ends, "over": bool(ends and ends < datetime.now(UTC)),
    }  # fmt: skip


def new(request: SignedIn, connector: Connector) -> HttpResponse:
    """The form for a new connection; what was typed before a trip that failed stands in it, but
    for the secrets."""
    home, wanted = Path(settings.HOME), (*wanted_of(connector), *connector.settings)
    if request.method != "POST":
        found = Filled(suggested(connector, home), {one.name: one.default for one in wanted})
        begun = request.session.pop(BEGUN, {})
        found.name = begun.pop("name", found.name)
        found.settings |= begun
        return page(request, connector, found)
    found = asked(request, wanted)
    found.name, wrong = named(request.POST, connector, home)
    if wrong:
        found.wrong[""] = wrong
    return sent(request, connector, found)


def again(request: SignedIn, connection: Connection, connector: Connector) -> HttpResponse:
    """The same for a connection that is there: marks and facts stay as they are."""
    before = secrets_of(connection.name)
    now = {
        "address": str(connection.settings.get("address", "")),
        "client_id": before.get("client_id", ""),
    }
    if request.method != "POST":
        return page(request, connector, Filled(connection.name, dict(now)), connection)
    post = request.POST
    unchanged = all(post.get(f"f-{name}", "").strip() == said for name, said in now.items())
    # The key goes nowhere but where it was given for.
    found = asked(request, wanted_of(connector), before if unchanged else {})
    found.name = connection.name
    return sent(request, connector, found, connection)


def wanted_of(connector: Connector) -> tuple[Wanted, ...]:
    """What is to be filled in before agreeing."""
    consent = consent_of(connector)
    return consent.wanted if consent else ()


def here(request: SignedIn) -> str:
    """The address to come back to, as this browser calls us: under another one it would be in
    another session."""
    return request.build_absolute_uri(reverse("connection_back"))


def asked(request: SignedIn, wanted: tuple[Wanted, ...], kept: Mapping[str, str] | None = None
          ) -> Filled:  # fmt: skip
    """What was filled in. The address to come back to is ours, or, of a code that was pasted, what
    stands in the integration."""
    found = filled(request.POST, (*wanted, *PASTED), {**(kept or {}), "code": ""})
    if request.POST.get("do") != "code":
        found.settings.pop("redirect_uri")
        found.secrets.pop("code", None)
        return found
    if not found.secrets.get("code"):
        found.wrong["code"] = _("This is needed.")
    if urlsplit(found.settings["redirect_uri"] or here(request)).scheme not in ("http", "https"):
        found.wrong["redirect_uri"] = _("A whole address is wanted, as it stands there.")
    return found


def sent(
    request: SignedIn, connector: Connector, found: Filled, connection: Connection | None = None
) -> HttpResponse:
    """To the provider, or with a code that was pasted straight in; or the form, with what is
    wrong."""
    if found.wrong:
        return page(request, connector, found, connection)
    known, code = connection is not None, found.secrets.pop("code", "")
    filled_in = Filled(found.name, dict(found.settings), dict(found.secrets))
    filled_in.secrets["client_id"] = filled_in.settings.pop("client_id")
    filled_in.settings["redirect_uri"] = found.settings.get("redirect_uri") or here(request)
    try:
        if code:
            return signed_in(request, connector, filled_in, known, code)
        return gone(request, connector, filled_in, known)
    except Error as error:
        return page(request, connector, found, connection, told(error))


def gone(request: SignedIn, connector: Connector, found: Filled, known: bool) -> HttpResponse:
    """The browser goes on to the provider. Impossible if what was typed leads nowhere, or into a
    private network."""
    consent = consent_of(connector)
    assert consent is not None
    fit(connector, Door(consent.oauth(found.settings).url))
    word = trips.leave(request, connector.name, found, known, datetime.now(UTC))
    address = consent.asks(found.settings, found.secrets["client_id"], word)
    response = render(request, "connections/go.html", {
        "address": address, "host": urlsplit(address).netloc, "connector": connector,
    })  # fmt: skip
    response["Refresh"] = f"0; url={address}"  # forms of ours lead to our own pages alone
    return hushed(response)


def page(
    request: SignedIn, connector: Connector, found: Filled, connection: Connection | None = None,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    """The form. Only the way itself tells whether there was anything wrong."""
    consent = consent_of(connector)
    about = {**shared(connection), **kept(connection.name)} if connection else {}
    return render(request, "connections/agree.html", {
        **about, "connection": connection, "connector": connector, "consent": consent,
        "found": found, "problem": problem, "back": here(request), "pasted": PASTED, "Ask": Ask,
        "typed": request.method == "POST", "when": clock, "said": SAID.get(connector.name, ""),
        "ways": True, "code": request.POST.get("do") == "code",
        "kept": bool(connection and secrets_of(connection.name).get("client_secret")),
    }, status=422 if found.wrong or problem else 200)  # fmt: skip


@never_cache
@require_GET
def back(request: SignedIn) -> HttpResponse:
    """Back from the provider, which can send the browser by GET alone: that it was asked for is
    seen by the word it brings. What came of it is said on another page, so that no code stays in
    the address."""
    try:
        trip = trips.back(request, request.GET.get("state", "")[:200], datetime.now(UTC))
    except Impossible as error:
        messages.error(request, told(error))
        return hushed(redirect("connections"))
    try:
        return hushed(finished(request, trip, request.GET))
    except Error as error:
        why = told(error)
    except Http404:
        messages.error(request, _("The connection is no longer there."))
        return hushed(redirect("connections"))
    except Exception as error:  # a page of ours about it would stand at the address with the code
        LOG.warning("signing in broke", extra={"fields": {"error": type(error).__name__}})
        why = _("Merilo made a mistake; it is written in the log. Nothing was kept.")
    messages.error(request, why)
    return hushed(redirect(f"{form_of(request, trip)}?way={OAUTH}"))


def form_of(request: SignedIn, trip: trips.Back) -> str:
    """Where it was begun; a new connection's form remembers what was typed, without the key."""
    if trip.known:
        return reverse("connection_sign_in", args=[trip.found.name])
    said = {one: text for one, text in trip.found.settings.items() if one != "redirect_uri"}
    id = trip.found.secrets.get("client_id", "")
    request.session[BEGUN] = {**said, "client_id": id, "name": trip.found.name}
    return reverse("connection_add", args=[trip.system])


def finished(request: SignedIn, trip: trips.Back, answer: QueryDict) -> HttpResponse:
    """What the provider answered: a no, or a code. Impossible says in words why it is no way in."""
    connector, error = system_of(trip.system), answer.get("error", "")
    consent, code = consent_of(connector), answer.get("code", "")[:4000]
    if error == "access_denied":
        raise Impossible(say("access was not granted there"))
    if error or not code or consent is None:
        raise Impossible(say("the answer held no code"))
    said = {"referer": answer.get("referer", "")}
    found = Filled(trip.found.name, dict(consent.account(trip.found.settings, said)),
                   dict(trip.found.secrets))  # fmt: skip
    return signed_in(request, connector, found, trip.known, code)


def hushed(response: HttpResponse) -> HttpResponse:
    """Whoever comes next does not learn from which address."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
