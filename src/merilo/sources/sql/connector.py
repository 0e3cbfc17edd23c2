"""Any SQL database as a connector: its streams are the queries that the administrator wrote.

Setting beside those below: `queries`, a query by table. Its columns are called as the columns of a
file may be; `updated` is when the row changed. `:since` and `:until` in it are the stretch of time
that is read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from merilo.errors import Impossible
from merilo.sources.sql.query import chosen
from merilo.sources.sql.reading import reading
from merilo.sources.sql.stream import Rows, address, columns, zone_of
from merilo.sources.sync import protocol
from merilo.sources.sync.faults import Refused
from merilo.sources.sync.local import Local
from merilo.sources.sync.protocol import Ask, Client, Limits, Wanted
from merilo.sources.sync.ring import place
from merilo.words import say

SIGN_IN = (
    Wanted("address", "Address of the database", Ask.SECRET,
           "Such as postgresql+psycopg://reader:password@server/sales, of a user who may only "
           "read"),
)  # fmt: skip
SETTINGS = (
    Wanted("zone", "Time zone of the database", default="UTC", needed=False,
           hint="Of moments that do not say theirs"),
    Wanted("currency", "Currency of amounts", needed=False,
           hint="Three letters, such as RUB: where no column says it"),
)  # fmt: skip


class Database(Local):
    """See `protocol.Connector`. `chosen` gives the one of a connection."""

    name = "sql"
    title = "SQL"
    kind = "data"
    sign_in = SIGN_IN
    settings = SETTINGS
    limits = Limits(per_second=1000.0, page=5000)

    def __init__(self, streams: Sequence[protocol.Stream] = ()) -> None:
        self.streams = streams

    def chosen(self, settings: Mapping[str, Any]) -> "Database":
        """With the streams of these settings. Impossible if a query does more than read."""
        return Database([Rows(table, query) for table, query in chosen(settings).items()])

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection, and that each query tells an id: those that do are read."""
        place(zone_of(client.settings))
        with reading(address(client)) as connection:
            name = connection.engine.url.database or connection.dialect.name
        queries = chosen(client.settings)
        wrong = {t: said for t, query in queries.items() if (said := tried(client, t, query))}
        if wrong and len(wrong) == len(queries):
            raise next(iter(wrong.values()))
        currency = str(client.settings.get("currency") or "")
        return protocol.Account(
            str(name).rpartition("/")[2], zone_of(client.settings), currency,
            lacking=tuple(f"{t}: {said.problem if isinstance(said, Impossible) else said.said}"
                          for t, said in wrong.items()),
        )  # fmt: skip


def tried(client: Client, table: str, query: str) -> Impossible | Refused | None:
    """What is wrong with a query; None if nothing is."""
    try:
        names = {column.lower() for column in columns(client, query)}
    except Refused as refused:
        return refused
    if "id" not in names:
        return Impossible(say("the query for {table} has no column id", table=table))
    return None
