"""A connection whose account has answered is kept: a new one, or one with another way in."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import transaction

from merilo.errors import Error
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.hooks import NAME as HOOK
from merilo.sources.sync.protocol import Account, Connector
from merilo.sources.sync.tokens import locked
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.connections import change, tasks
from merilo.web.connections.find import connection_of
from merilo.web.connections.wanted import Filled, connect, remember
from merilo.words import say


def connected(
    request: SignedIn, connector: Connector, found: Filled, account: Account
) -> Connection:
    """A new one, which is read at once."""
    connection = connect(connector, found, account)
    made = {"made": (None, connector.title)} | change.differences({}, connection.settings)
    change.note(request.user, connection.name, made)
    transaction.on_commit(lambda: tasks.wake(connection.name))
    text = say("Connected: {account}. The newest is read first.", account=account.name)
    messages.success(request, text)
    return connection


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


def hooked(vault: Vault, name: str) -> dict[str, str]:
    """The secret of the address that the system calls: it stays as it is."""
    try:
        kept = vault.read(name)
    except Error:
        return {}
    return {HOOK: kept[HOOK]} if HOOK in kept else {}
