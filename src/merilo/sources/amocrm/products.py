"""Products: elements of the catalogues of products."""

from collections.abc import Iterator

from merilo.sources.amocrm.elements import every, field, picked
from merilo.sources.amocrm.lists import Stream
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span


class Products(Stream):
    """Read whole: elements cannot be filtered by their changes."""

    name = "products"
    feeds: tuple[str, ...] = ("products",)
    every_s = 3600

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Catalogue by catalogue."""
        for rows, after in every(client, mark or {}):
            yield Batch(rows, after)

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """Its group is a field, by its usual code or as chosen."""
        id = key(record.get("id"))
        group = field(record, picked(ground.settings).get("group"), "GROUP")
        yield Row(
            "products", {"id": id, "name": text(record.get("name")) or id, "group": group}, {}
        )
