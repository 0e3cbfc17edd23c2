"""Leads, which are our deals that have not become any yet: in a pipeline of their own.

One that is converted goes on as the deal that names it, from the day when the lead appeared and
with its moves, and counts once; one that became a contact and no deal counts nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from merilo.sources.bitrix24.deals import extra, values
from merilo.sources.bitrix24.history import CONVERTED
from merilo.sources.bitrix24.lists import Filler, Walked
from merilo.sources.bitrix24.own import Own
from merilo.sources.bitrix24.pipelines import LEAD, LEADS, led, taken
from merilo.sources.bitrix24.words import Words
from merilo.sources.sync.plain import text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span


class Leads(Walked):
    """None, where the administrator has chosen pipelines and leads are none of them."""

    name = "leads"
    feeds: tuple[str, ...] = ("deals",)

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """With all fields."""
        return {"entityTypeId": LEAD, "select": ["*"]}

    def filler(self, client: Client) -> Filler:
        """Names."""
        return Words(client, LEAD)

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """By the order of changes."""
        if taken(client.settings, LEADS):
            yield from super().fetch(client, span, mark)

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """By their ids."""
        if taken(client.settings, LEADS):
            yield from super().look(client, ids)

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """All of them."""
        return super().ids(client) if taken(client.settings, LEADS) else iter(())

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The deal that it is."""
        return [("deals", f"lead/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A deal that is open or lost; of one that is converted, when it began."""
        id = led(record.get("id"))
        if text(record.get("stageSemanticId")) == CONVERTED:
            began = text(record.get("createdTime"))
            yield Row("deals", {"id": id, "began": began}, patch=True)
            return
        own, placed = Own(record, ground), {**record, "categoryId": LEADS}
        yield Row("deals", {**values(placed, own), "id": id}, extra(placed, own, []))
