"""Products: the catalogue, each in its section."""

from collections.abc import Iterator

from merilo.sources.bitrix24.ask import Command, whole
from merilo.sources.bitrix24.lists import Stream
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

SECTION = "_section"  # what we put beside a product: the name of its section


class Products(Stream):
    """Read whole: they are few, and cannot be walked by their changes."""

    name = "products"
    feeds: tuple[str, ...] = ("products",)
    every_s = 3600

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """With the sections."""
        by, select = {"ID": "ASC"}, ["ID", "NAME", "SECTION_ID"]
        sections, products = whole(
            client,
            Command("crm.productsection.list", {"order": by, "select": ["ID", "NAME"]}),
            Command("crm.product.list", {"order": by, "select": select}),
        )
        names = {str(one.get("id")): text(one.get("NAME")) for one in sections.rows}
        for one in products.told():
            one[SECTION] = names.get(str(one.get("SECTION_ID")))
        yield Batch(products.rows, {})

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A product."""
        id = key(record.get("id"))
        name, group = text(record.get("NAME")) or id, text(record.get(SECTION))
        yield Row("products", {"id": id, "name": name, "group": group}, {})
