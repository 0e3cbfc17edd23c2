"""Calls become hints: each names records, which are read again from the source itself."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from cryptography.fernet import InvalidToken
from django.conf import settings

from merilo.errors import Error
from merilo.sources.sync.connection import read
from merilo.sources.sync.known import connector
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Account, Hint
from merilo.sources.sync.vault import Vault
from merilo.web.hooks.models import Call

LOG = logging.getLogger("merilo.web")
AT_ONCE = 500  # calls
ODD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # of a body that is none
QUIET_S = 1.0  # between two calls for the worker
_told: dict[str, float] = {}
_lock = Lock()


def call(connection: str) -> None:
    """Ask the worker to drain, once a second at most: it takes everything that waits."""
    with _lock:
        now = time.monotonic()
        if now - _told.get(connection, -QUIET_S) < QUIET_S:
            return
        _told[connection] = now
    from merilo.web.hooks.tasks import drain_soon

    drain_soon(connection)


def drain(connection: str) -> int:
    """Turn what waits into hints; how many calls. They go once the hints are kept."""
    count = 0
    while calls := [*Call.objects.filter(connection=connection)[:AT_ONCE]]:
        hints = heard(connection, calls)
        marks = Marks(Path(settings.HOME), connection)
        try:
            with marks.whole():
                marks.hint(hints, datetime.now(UTC).timestamp())
        finally:
            marks.close()
        Call.objects.filter(pk__in=[one.pk for one in calls]).delete()
        count += len(calls)
    return count


def heard(connection: str, calls: list[Call]) -> list[tuple[str, str]]:
    """What the calls name. What is none of this account's is left out, and written into the log
    by number only."""
    vault = Vault(Path(settings.HOME))
    found: set[Hint] = set()
    refused: defaultdict[str, int] = defaultdict(int)
    try:
        told = read(Path(settings.HOME), connection)
        account = known(connection)
        hear = getattr(connector(told.connector), "heard", nothing)
    except Error:
        return []  # the connection is gone, and its calls with it
    for one in calls:
        try:
            hints = hear(vault.open(bytes(one.sealed)), one.kind, told.settings, account)
        except (*ODD, InvalidToken) as error:
            refused[type(error).__name__] += 1
            continue
        if hints is None:
            refused["forged"] += 1
        else:
            found.update(hints)
    if refused:
        fields = {"connection": connection, **refused}
        LOG.warning("calls refused", extra={"fields": fields})
    return sorted((hint.stream, hint.id) for hint in found)


def nothing(*_: object) -> Iterable[Hint]:
    """A system whose calls name no records: that it called makes us read what is new."""
    return ()


def known(connection: str) -> Account | None:
    """What the source said of itself when it was last asked."""
    marks = Marks(Path(settings.HOME), connection)
    try:
        said = marks.state().get("account")
    finally:
        marks.close()
    return Account.of(said) if said else None
