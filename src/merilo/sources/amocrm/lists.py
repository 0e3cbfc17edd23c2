"""Lists of the service: how a page is asked for, and what all streams have in common."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from merilo.sources.sync.faults import Broken
from merilo.sources.sync.plain import key, obj
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span
from merilo.sources.sync.stream import Listed
from merilo.sources.sync.walk import BY_ID, Page, Read, begin, drain, walk

API = "/api/v4/"
PAGE = 250  # rows
IDS = 200  # asked for at once; an address may not be longer than 8 KB
SELDOM_S = 300  # lists of which events tell what is new in them
OVERLAP_S = 600  # some rows are seen late

Query = list[tuple[str, str]]


def page(client: Client, path: str, query: Query, number: int, limit: int = PAGE) -> Page:
    """A page of a list; "no content" is an empty one. What is no object is put into one, and
    will be refused."""
    query = [*query, ("limit", str(limit)), ("page", str(number))]
    answer = client.ask("GET", API + path, query)
    if answer.status == 204 or not answer.body:
        return Page([], False)
    said = answer.json()
    if not isinstance(said, dict):
        raise Broken(f"{path} is no list")
    rows = obj(said.get("_embedded")).get(path.rpartition("/")[2])
    found = [*rows.values()] if isinstance(rows, dict) else rows or []
    if not isinstance(found, list):
        raise Broken(f"{path} is no list")
    more = bool(obj(obj(said.get("_links")).get("next")).get("href"))
    return Page([one if isinstance(one, dict) else {"unread": one} for one in found], more)


def within(name: str, since: int, until: int) -> Query:
    """Only what lies between them, both included."""
    return [(f"filter[{name}][from]", str(since)), (f"filter[{name}][to]", str(until))]


def several(name: str, values: Iterable[object]) -> Query:
    """Any of them."""
    return [(f"filter[{name}][]", str(value)) for value in values]


class Stream(Listed):
    """What all its lists have in common. A record that was deleted says nothing, and does not come
    when it is looked at."""

    overlap_s = OVERLAP_S

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """What a record says."""
        if key(record.get("id")) is None or record.get("is_deleted") is not True:
            yield from super().rows(record, ground)

    def hints(self, record: Record) -> Iterator[Hint]:
        """Itself, if it was deleted."""
        if record.get("is_deleted") is True and (id := key(record.get("id"))):
            yield Hint(self.name, id)


class Whole(Stream):
    """A short list, read whole each time."""

    path: str
    every_s = 600

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """All its pages."""
        number, more = (mark or {}).get("page", 1), True
        while more:
            rows, more = page(client, self.path, self.query(client.settings), number)
            number, more = number + 1, bool(more and rows)
            yield Batch(rows, {"page": number})

    def query(self, settings: Mapping[str, Any]) -> Query:
        """What is asked for beside the rows."""
        return []


class Walked(Stream):
    """A list that can be filtered and ordered by time of change."""

    path: str
    timed = True

    def query(self, settings: Mapping[str, Any]) -> Query:
        """What is asked for beside the rows, each time."""
        return []

    def only(self, settings: Mapping[str, Any]) -> Query:
        """Which rows are meant at all."""
        return []

    def read(self, client: Client) -> Read:
        """One page at a time."""
        fixed = [*self.query(client.settings), *self.only(client.settings)]

        def read(number: int, since: int, until: int, order: str) -> Page:
            span = within("updated_at", since, until)
            return page(client, self.path, [*span, (f"order[{order}]", "asc"), *fixed], number)

        return read

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """By the order of changes."""
        yield from walk(self.read(client), mark or begin(span.since), span.until)

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """By their ids, several at once."""
        fixed = [*self.query(client.settings), *self.only(client.settings)]
        for first in range(0, len(ids), IDS):
            some = several("id", ids[first : first + IDS])
            rows, _ = page(client, self.path, [*some, *fixed], 1)
            yield [row for row in rows if row.get("is_deleted") is not True]

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """All of them, forward and backward: those that were deleted meanwhile move the others."""
        fixed = [(f"order[{BY_ID}]", "asc"), *self.only(client.settings)]
        pages = drain(lambda n, *_: page(client, self.path, fixed, n), 0, 0)
        return (living(rows) for rows, _ in pages)


def living(rows: Iterable[Record]) -> list[str]:
    """The ids of those that are not deleted."""
    there = [row for row in rows if row.get("is_deleted") is not True]
    return [id for row in there if (id := key(row.get("id")))]
