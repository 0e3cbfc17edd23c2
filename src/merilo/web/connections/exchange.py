"""A code exchanged for the first pair: sent to the provider alone, on the disk before it is used,
in place once the account has answered."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from merilo.errors import Impossible
from merilo.sources.sync import faults
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Account, Connector, Consent, Door
from merilo.sources.sync.tokens import Tokens, aside
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.connections.find import connection_of
from merilo.web.connections.made import connected, took
from merilo.web.connections.wanted import Filled, fit, taken, tried
from merilo.words import say


def signed_in(
    request: SignedIn, connector: Connector, found: Filled, known: bool, code: str
) -> HttpResponse:
    """The code is exchanged, the account tried, and only then is the pair in place. Impossible if
    either is refused: what was kept before still is. 404 if the connection has gone meanwhile."""
    home = Path(settings.HOME)
    if known:
        connection_of(found.name)
    elif wrong := taken(home, found.name):
        raise Impossible(wrong)
    try:
        found.secrets = exchanged(connector, found, code)
        account, problem = tried(connector, found)
        if account is None:
            raise Impossible(problem.rstrip("."))
        if known:
            same(home, found.name, account)
            took(request, found.name, found, account)
            return redirect("connection", found.name)
        connected(request, connector, found, account)
        return redirect("connection_choices", found.name)
    finally:
        Vault(home).forget(aside(found.name))


def exchanged(connector: Connector, found: Filled, code: str) -> dict[str, str]:
    """The pair, with the id and the key that renew it. Impossible in words, without either."""
    consent: Consent = connector.consent  # type: ignore[attr-defined]
    oauth = consent.oauth(found.settings)
    fit(connector, Door(oauth.url))
    said = {name: found.secrets.get(name, "") for name in ("client_id", "client_secret")}
    try:
        return Tokens(Vault(Path(settings.HOME)), found.name, oauth).first(code, said)
    except faults.SignIn:
        raise Impossible(say(
            "the code was refused: it is older than 20 minutes or was used already, or the secret "
            "key or the redirect address is not that of the integration"
        )) from None  # fmt: skip
    except faults.Again as last:
        if last.said.startswith("Connect"):
            raise Impossible(say("nobody answers at the account's address")) from None
        raise Impossible(say("the answer was lost on its way, and the code is used up with it: "
                             "begin again")) from None  # fmt: skip


def same(home: Path, name: str, account: Account) -> None:
    """Impossible if the facts of the connection are those of another account."""
    with closing(Marks(home, name)) as marks:
        before: Mapping[str, str] = marks.state().get("account") or {}
    if before.get("id") and account.id and before["id"] != account.id:
        raise Impossible(say("that is another account, {account}: connect it under a name of its "
                             "own", account=account.name))  # fmt: skip
