"""A choice about a connection is kept, written into the audit, and holds at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from merilo.sources.sync.connection import Connection, keep
from merilo.web.accounts.models import User
from merilo.web.connections import tasks
from merilo.web.data import log


def with_settings(connection: Connection, said: Mapping[str, Any]) -> Connection:
    """The same with these settings; what is empty is not kept."""
    both = {**connection.settings, **said}
    empty: tuple[object, ...] = (None, "", [], {})
    return replace(connection, settings={n: one for n, one in both.items() if one not in empty})


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What became of what, for the audit: settings, which hold no secrets."""
    names = sorted({*before, *after})
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def note(who: User | None, name: str, changes: Mapping[str, tuple[object, object]]) -> None:
    """Into the audit."""
    log.write("connection", name, who, changes)


def kept(who: User, before: Connection, after: Connection) -> bool:
    """Keep it, if anything is another; and have it read at once, so that it holds."""
    changed = differences(plain(before), plain(after))
    if not changed:
        return False
    keep(Path(settings.HOME), after)
    note(who, after.name, changed)
    if not after.paused:
        transaction.on_commit(lambda: tasks.wake(after.name))
    return True


def plain(connection: Connection) -> dict[str, Any]:
    """All that can be chosen about it, by name."""
    since = connection.since.isoformat() if connection.since else ""
    own = {"paused": connection.paused, "every_s": connection.every_s, "since": since}
    return {**connection.settings, **own}
