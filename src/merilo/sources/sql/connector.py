"""Any SQL database as a connector: its streams are the queries that the administrator wrote.

Setting beside those below: `queries`, a query by table. Its columns are called as the columns of a
file may be; `updated` is when the row changed. `:since` and `:until` in it are the stretch of time
that is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from merilo.errors import Impossible
from merilo.sources.sql.query import chosen
from merilo.sources.sql.reading import reading
from merilo.sources.sql.stream import Rows, address, columns, zone_of
from merilo.sources.sync import protocol
from merilo.sources.sync.protocol import Ask, Client, Door, Known, Limits, Wanted
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


class Database:
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

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """None is needed: a database is asked in its own way."""
        return Door("")

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """Nothing is answered over HTTP."""
        return None

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection, and that each query tells an id."""
        place(zone_of(client.settings))
        with reading(address(client)) as connection:
            name = connection.engine.url.database or connection.dialect.name
        for table, query in chosen(client.settings).items():
            if "id" not in {column.lower() for column in columns(client, query)}:
                raise Impossible(say("the query for {table} has no column id", table=table))
        currency = str(client.settings.get("currency") or "")
        return protocol.Account(str(name).rpartition("/")[2], zone_of(client.settings), currency)

    def fields(self, client: Client) -> Iterable[Known]:
        """None that could be mapped: a query names its columns."""
        return ()
