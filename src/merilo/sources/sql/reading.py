"""A connection to a database in which nothing can be changed, row by row, as texts."""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any

from merilo.errors import Impossible, SetupError
from merilo.sources.sync import faults
from merilo.sources.sync.protocol import Record
from merilo.sources.sync.ring import place
from merilo.words import say

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Executable

AT_ONCE = 5000  # rows
STREAMED = {"stream_results": True, "max_row_buffer": AT_ONCE}  # not all of them in memory
LONGEST_S = 900  # so long may a query think before its next rows
# What each kind of database is told, so that it lets nothing be changed.
READ_ONLY = {
    "sqlite": ["pragma query_only = on"], "mysql": ["set session transaction read only"],
    "mariadb": ["set session transaction read only"], "oracle": ["set transaction read only"],
}  # fmt: skip
# And how long it may think, where it can be told so.
LIMITED = {
    "postgresql": "set statement_timeout = {ms}", "mysql": "set session max_execution_time = {ms}",
    "mariadb": "set session max_statement_time = {s}",
}  # fmt: skip
STEPS = 10_000  # of SQLite, between two looks at the clock


@contextmanager
def reading(address: str) -> Iterator["Connection"]:
    """Let go of the database after it. SetupError if what it takes is not installed; Impossible
    if that is no address; the errors of the source otherwise."""
    try:
        import sqlalchemy
        from sqlalchemy import exc
    except ImportError:
        wanted = say("for databases install the extra: pip install 'merilo[sql]'")
        raise SetupError("sqlalchemy", "—", wanted) from None
    try:
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    except (exc.ArgumentError, ValueError):
        raise Impossible(say("that is no address of a database")) from None
    except (exc.NoSuchModuleError, ImportError):
        name = address.partition(":")[0]
        wanted = say("install the driver for it on the server")
        raise SetupError("sqlalchemy", name, wanted) from None
    there(engine.url)
    try:
        with engine.connect() as connection:
            yield limited(connection)
            connection.rollback()
    except (exc.OperationalError, exc.InterfaceError) as error:
        if str(error.orig).startswith("no such "):  # a table or a column, where SQLite lacks it
            raise faults.Refused("no such table or column") from None
        raise faults.Away(kind(error)) from None  # its text may hold the address
    except exc.SQLAlchemyError as error:
        raise faults.Refused(kind(error)) from None
    finally:
        engine.dispose()


def there(url: "URL") -> None:
    """Impossible if it is a file that does not exist: SQLite would make one."""
    name = url.database or ""
    if url.get_backend_name() == "sqlite" and name not in ("", ":memory:"):
        path = Path(name.removeprefix("file:").partition("?")[0])
        if not path.exists():
            problem = os.strerror(ENOENT).lower()
            raise Impossible(say("“{path}” cannot be read: {problem}", path=path, problem=problem))


def limited(connection: "Connection") -> "Connection":
    """The connection, told that it may not change anything, nor think for ever, where that can be
    told."""
    name = connection.dialect.name
    if name == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    for told in [*READ_ONLY.get(name, []), *([LIMITED[name]] if name in LIMITED else [])]:
        connection.exec_driver_sql(told.format(s=LONGEST_S, ms=int(LONGEST_S * 1000)))
    if name == "sqlite":
        own: Any = connection.connection.driver_connection
        own.text_factory = lambda said: said.decode("utf-8", "replace")
    return connection


def patient(connection: "Connection") -> None:
    """From now on SQLite may think so long; the others are told once for all."""
    if connection.dialect.name == "sqlite":
        until = time.monotonic() + LONGEST_S
        own: Any = connection.connection.driver_connection
        own.set_progress_handler(lambda: time.monotonic() > until, STEPS)


def kind(error: Exception) -> str:
    """What kind of error it was, in short."""
    return type(getattr(error, "orig", None) or error).__name__


def rows(
    connection: "Connection", query: "Executable", values: Mapping[str, Any], zone: str
) -> Iterator[list[Record]]:
    """The rows, some at a time; none is kept longer."""
    patient(connection)
    with connection.execute(query, dict(values), execution_options=STREAMED) as found:
        for some in found.mappings().partitions(AT_ONCE):
            yield [{name: text(said, zone) for name, said in row.items()} for row in some]
            patient(connection)


def text(said: Any, zone: str) -> str | None:
    """A value as text. A moment without a zone is one of `zone`; bytes are none."""
    if said is None or isinstance(said, bytes | bytearray | memoryview):
        return None
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, datetime):
        at = said if said.tzinfo else said.replace(tzinfo=place(zone))
        try:
            return at.astimezone(UTC).isoformat()
        except OverflowError:  # the first or the last moment that there is
            return said.isoformat()
    if isinstance(said, date):
        return said.isoformat()
    if isinstance(said, Decimal):
        return format(said, "f")
    if isinstance(said, dict | list):
        return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return str(said)


def moments(since: int, until: int, zone: str, names: Sequence[str]) -> dict[str, str]:
    """`since` and `until` as clocks of the database show them, for those that a query asks for."""
    both = {"since": since, "until": until}
    return {
        name: datetime.fromtimestamp(both[name], place(zone)).strftime("%Y-%m-%d %H:%M:%S")
        for name in names
    }
