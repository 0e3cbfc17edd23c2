"""The connection that an address names, and what all its pages show."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404

from merilo.errors import Error
from merilo.facts.lake import Lake, Snapshot
from merilo.sources.sync.connection import Connection, read
from merilo.sources.sync.known import connector
from merilo.sources.sync.protocol import Connector
from merilo.web.connections.standing import title_of

T = TypeVar("T")


def connection_of(name: str) -> tuple[Connection, Connector]:
    """It, and who knows its system; 404 if there is no such connection."""
    try:
        found = read(Path(settings.HOME), name)
        return found, connector(found.connector)
    except (Error, ImportError) as error:
        raise Http404 from error


def snapshot() -> Snapshot | None:
    """The facts as they are now; None while there are none."""
    lake = Lake(Path(settings.HOME).absolute() / "lake")
    return lake.snapshot() if lake.exists() else None


def asked(question: Callable[[Snapshot, str], T], name: str, empty: Any) -> T:
    """What the facts say of a connection."""
    here = snapshot()
    found: T = question(here, name) if here else empty
    return found


def shared(connection: Connection) -> dict[str, Any]:
    """What all pages of a connection know."""
    return {"connection": connection, "title": title_of(connection)}
