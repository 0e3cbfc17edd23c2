"""The rows of one table, by one query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from merilo.sources.files.targets import TARGETS, Parse
from merilo.sources.sql.query import SINCE, UNTIL, slots
from merilo.sources.sql.reading import STREAMED, moments, reading, rows
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span
from merilo.sources.sync.ring import instant

if TYPE_CHECKING:
    from sqlalchemy import Executable

LATEST = 4_102_444_800  # 2100-01-01


class Rows:
    """Whole each time; by `:since`, and perhaps `:until`, what changed in a stretch of time."""

    settle_s = 60
    overlap_s = 600
    every_s = 0

    def __init__(self, table: str, query: str) -> None:
        self.name, self.query = table, query
        self.feeds: tuple[str, ...] = (table,)
        self.timed = bool(SINCE.search(query))
        self.asked = [name for name, said in (("since", SINCE), ("until", UNTIL))
                      if said.search(query)]  # fmt: skip

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """The query, from its beginning: what came before a kill comes once more."""
        from sqlalchemy import text

        values = moments(span.since, span.until, zone_of(client.settings), self.asked)
        for some in self._rows(client, text(self.query), values):
            yield Batch(some, {})

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The columns by their names; those that are none of ours go to `extra`."""
        known, zone = slots(self.name, [*record]), zone_of(ground.settings)
        values = {
            known[column]: clocked(self.name, known[column], said, zone)
            for column, said in record.items() if column in known
        }  # fmt: skip
        others = {column: said for column, said in record.items() if column not in known}
        yield Row(self.name, {"id": None, **values}, others)

    def hints(self, record: Record) -> Iterator[Hint]:
        """None."""
        return iter(())

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """Rows of the query by their ids."""
        yield from self._all(client, "*", ids)

    def ids(self, client: Client) -> Iterator[list[str]]:
        """The ids of all rows of the query."""
        for some in self._all(client, "q.id"):
            yield [str(id) for row in some for id in row.values()]  # whatever it is called

    def _all(
        self, client: Client, what: str, ids: Sequence[str] | None = None
    ) -> Iterator[list[Record]]:
        from sqlalchemy import String, cast, literal_column, select, text

        found = select(text(what)).select_from(text(f"({self.query}\n) q"))
        if ids is not None:
            found = found.where(cast(literal_column("q.id"), String(200)).in_([*ids]))
        values = moments(0, LATEST, zone_of(client.settings), self.asked)
        yield from self._rows(client, found, values)

    def _rows(
        self, client: Client, query: "Executable", values: Mapping[str, str]
    ) -> Iterator[list[Record]]:
        """The rows, some at a time. What is wrong with one query does not stop the others."""
        try:
            with reading(address(client)) as connection:
                yield from rows(connection, query, values, zone_of(client.settings))
        except Refused as refused:
            raise Lacking(refused.said) from None

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The row."""
        return [(self.name, id)]


def clocked(table: str, slot: str, said: str | None, zone: str) -> str | None:
    """A text; a moment that does not say its zone, as some databases keep it, is one of `zone`."""
    if said is None or len(said) <= len("2026-11-02"):
        return said
    moment = TARGETS[table].slots[slot].parse is Parse.INSTANT
    return instant(said, zone) if moment else said


def columns(client: Client, query: str) -> list[str]:
    """The names of the columns of a query, without reading its rows."""
    from sqlalchemy import text

    asked = [name for name, said in (("since", SINCE), ("until", UNTIL)) if said.search(query)]
    values = moments(LATEST, LATEST, zone_of(client.settings), asked)
    with (
        reading(address(client)) as connection,
        connection.execute(text(query), values, execution_options=STREAMED) as found,
    ):
        return [*found.keys()]


def address(client: Client) -> str:
    """Where the database is, and who asks."""
    return str(client.secrets.get("address", ""))


def zone_of(settings: Mapping[str, Any]) -> str:
    """The zone of moments that have none."""
    return str(settings.get("zone") or "UTC")
