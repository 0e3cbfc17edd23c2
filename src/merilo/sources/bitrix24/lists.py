"""Lists: how a page is asked for, and what all streams have in common."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from merilo.sources.bitrix24.ask import PAGE, call, rows
from merilo.sources.bitrix24.plain import iso, seconds
from merilo.sources.sync.plain import key
from merilo.sources.sync.protocol import Batch, Client, Mark, Record, Span
from merilo.sources.sync.stream import Listed
from merilo.sources.sync.walk import CHANGED, Key, Page, Read, begin, walk

OVERLAP_S = 120
DIRECTORY_S = 600  # how long a directory is believed
SELDOM_S = 300  # lists of which others tell what is new, or whose news can wait


class Stream(Listed):
    """What all its lists have in common."""

    overlap_s = OVERLAP_S


class Walked(Stream):
    """A list that can be filtered and ordered by time of change."""

    timed = True
    method = "crm.item.list"
    under = "items"  # where the rows are in the result
    ident = "id"  # as filters and orders say it
    changed = "updatedTime"  # as filters and orders say it
    stamped = "updatedTime"  # as rows say it
    among = "@{}"  # any of several
    uncounted = True  # the list may be asked not to count itself, which is far quicker

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked for each time."""
        return {}

    def only(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Which rows are meant at all."""
        return {}

    def ask(self, client: Client, wanted: Mapping[str, Any], **more: Any) -> Page:
        """A page of those wanted. Without a count, a full page is the sign of more."""
        settings = client.settings
        filters = {**wanted, **self.only(settings)}
        said = call(client, self.method, {**self.fixed(settings), "filter": filters, **more})
        found = rows(said["result"], self.under)
        return Page(found, "next" in said if more["start"] > 0 else len(found) >= PAGE)

    def read(self, client: Client) -> Read:
        """One page at a time: offsets only within a closed span, in the order of ids."""

        def read(number: int, since: int, until: int, order: str) -> Page:
            span = {f">={self.changed}": iso(since), f"<={self.changed}": iso(until)}
            if order == CHANGED:
                by = {self.changed: "ASC", self.ident: "ASC"}
                return self.ask(client, span, order=by, start=-1 if self.uncounted else 0)
            by = {self.ident: "ASC"}
            return self.ask(client, span, order=by, start=(number - 1) * PAGE)

        return read

    def key(self, record: Record) -> Key:
        """One state of a row."""
        return Key(seconds(record.get(self.stamped)), str(record.get("id")))

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """By the order of changes."""
        fill = self.filler(client)
        for found, after in walk(
            self.read(client), mark or begin(span.since), span.until, self.key
        ):
            yield Batch(fill.fill(found), after)

    def filler(self, client: Client) -> "Filler":
        """Who puts beside records what they name; asked for once in a reading."""
        return Filler()

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """By their ids, a page at once."""
        fill = self.filler(client)
        for first in range(0, len(ids), PAGE):
            wanted = {self.among.format(self.ident): [*ids[first : first + PAGE]]}
            found = self.ask(client, wanted, start=-1 if self.uncounted else 0).rows
            yield fill.fill(found)

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """All of them, each page after the last id of the one before."""
        return self._ids(client)

    def _ids(self, client: Client) -> Iterator[list[str]]:
        by, select = {self.ident: "ASC"}, [self.ident]
        for found in ascending(
            lambda last: self.ask(client, {f">{self.ident}": last}, order=by, select=select,
                                  start=-1 if self.uncounted else 0).rows
        ):  # fmt: skip
            yield [id for row in found if (id := key(row.get("id")))]


class Filler:
    """Puts beside records what they only name."""

    def fill(self, records: list[Record]) -> list[Record]:
        """The records, filled."""
        return records


def ascending(read: Any, last: int = 0) -> Iterator[list[Record]]:
    """Pages of rows whose ids are above the last one; the end is an empty page."""
    while found := read(last):
        yield found
        last = max([last + 1, *(int(id) for row in found if (id := key(row.get("id"))))])
