"""A connection to a database in which nothing can be changed, row by row, as texts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from merilo.errors import Impossible, SetupError
from merilo.sources.sync import faults
from merilo.sources.sync.protocol import Record
from merilo.sources.sync.ring import place
from merilo.words import say

if TYPE_CHECKING:
    from sqlalchemy import Connection, Executable

AT_ONCE = 5000  # rows
# What each kind of database is told, so that it lets nothing be changed.
READ_ONLY = {
    "sqlite": "pragma query_only = on", "mysql": "set session transaction read only",
    "mariadb": "set session transaction read only", "oracle": "set transaction read only",
}  # fmt: skip


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
    try:
        with engine.connect() as connection:
            yield limited(connection)
            connection.rollback()
    except (exc.OperationalError, exc.InterfaceError) as error:
        raise faults.Away(kind(error)) from None  # its text may hold the address
    except exc.SQLAlchemyError as error:
        raise faults.Refused(kind(error)) from None
    finally:
        engine.dispose()


def limited(connection: "Connection") -> "Connection":
    """The connection, told that it may not change anything, where that can be told."""
    name = connection.dialect.name
    if name == "postgresql":
        return connection.execution_options(postgresql_readonly=True)
    if name in READ_ONLY:
        connection.exec_driver_sql(READ_ONLY[name])
    return connection


def kind(error: Exception) -> str:
    """What kind of error it was, in short."""
    return type(getattr(error, "orig", None) or error).__name__


def rows(
    connection: "Connection", query: "Executable", values: Mapping[str, Any], zone: str
) -> Iterator[list[Record]]:
    """The rows, some at a time; none is kept longer."""
    portioned = connection.execution_options(yield_per=AT_ONCE)
    with portioned.execute(query, dict(values)) as found:
        for some in found.mappings().partitions():
            yield [{name: text(said, zone) for name, said in row.items()} for row in some]


def text(said: Any, zone: str) -> str | None:
    """A value as text. A moment without a zone is one of `zone`; bytes are none."""
    if said is None or isinstance(said, bytes | bytearray | memoryview):
        return None
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, datetime):
        at = said if said.tzinfo else said.replace(tzinfo=place(zone))
        return at.astimezone(UTC).isoformat()
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
