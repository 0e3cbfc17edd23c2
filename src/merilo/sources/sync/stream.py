"""What streams have in common, whatever the source: a stream says what is its own."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from merilo.sources.sync.plain import key
from merilo.sources.sync.protocol import Batch, Client, Ground, Hint, Mark, Record, Row, Span

SETTLE_S = 60


class Listed(ABC):
    """A list of the source (see `protocol.Stream`). A record without an id becomes a row that is
    refused for it; nothing is hinted at, looked up or swept unless the list says how."""

    name: str
    feeds: tuple[str, ...]
    timed = False
    settle_s = SETTLE_S
    overlap_s = 0
    every_s = 0

    @abstractmethod
    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Everything of the span from the mark on."""

    @abstractmethod
    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The rows of a record that has an id."""

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """What a record says."""
        if key(record.get("id")) is None:
            yield Row(self.feeds[0], {"id": None}, {"stream": self.name})
        else:
            yield from self.told(record, ground)

    def hints(self, record: Record) -> Iterator[Hint]:
        """None, unless it says which."""
        return iter(())

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]] | None:
        """It cannot, unless it says how."""
        return None

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """It cannot, unless it says how."""
        return None

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """None, unless it says which."""
        return ()
