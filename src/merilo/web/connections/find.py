"""The connection that an address names, and what all its pages show."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404

from merilo.errors import Error
from merilo.facts.lake import Lake, Snapshot
from merilo.sources.sync.connection import Connection, read
from merilo.sources.sync.fetch import keeps
from merilo.sources.sync.known import connector
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Ask, Connector
from merilo.sources.sync.told import Field
from merilo.web.connections.standing import title_of

T = TypeVar("T")


def connection_of(name: str) -> tuple[Connection, Connector]:
    """It, and who knows its system; 404 if there is no such connection."""
    try:
        found = read(Path(settings.HOME), name)
        return found, connector(found.connector)
    except (Error, ImportError) as error:
        raise Http404 from error


def system_of(name: str) -> Connector:
    """The connector of that name; 404 if there is none."""
    try:
        return connector(name)
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


def known(name: str, what: str = "fields") -> tuple[list[Field], float]:
    """The fields, pipelines and stages of the account that were ever met, and when fields, or
    pipelines, were looked at last, in seconds since 1970; 0: never."""
    with closing(Marks(Path(settings.HOME), name)) as marks:
        return marks.fields(), float(marks.state().get(what, 0.0))


def shared(connection: Connection) -> dict[str, Any]:
    """What all pages of a connection know: `secret`, whether it has a token or password; `files`,
    whether it reads files to their ends, which nobody asks for by days."""
    found = connector(connection.connector)
    made = getattr(found, "chosen", None)
    streams = (made(connection.settings) if made else found).streams
    return {
        "connection": connection, "title": title_of(connection),
        "secret": any(one.ask is Ask.SECRET for one in found.sign_in),
        "files": any(keeps(stream) for stream in streams),
    }  # fmt: skip
