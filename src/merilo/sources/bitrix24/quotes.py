"""Estimates, which are our proposals."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.lists import SELDOM_S, Filler, Walked
from merilo.sources.bitrix24.own import Own, customer
from merilo.sources.bitrix24.words import Words
from merilo.sources.sync.plain import key, money, text
from merilo.sources.sync.protocol import Client, Ground, Record, Row

QUOTE = 7


class Quotes(Walked):
    """Sent when they were made, for they have no history; decided when they were last moved."""

    name = "quotes"
    feeds: tuple[str, ...] = ("proposals",)
    every_s = SELDOM_S

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """With all fields."""
        return {"entityTypeId": QUOTE, "select": ["*"]}

    def filler(self, client: Client) -> Filler:
        """What their stages mean."""
        return Words(client, QUOTE)

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The proposal."""
        return [("proposals", id)]

    def owns(self, id: str) -> bool:
        """Proposals that follow from stages are others."""
        return id.isdigit()

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A proposal."""
        own = Own(record, ground)
        end = own.named("kind") or "open"
        decided = text(record.get("movedTime")) or text(record.get("updatedTime"))
        values = {
            "id": key(record.get("id")),
            "deal": key(record.get("dealId")),
            "customer": customer(record),
            "person": key(record.get("assignedById")),
            "sent": text(record.get("createdTime")),
            "amount": money(record.get("opportunity")),
            "currency": text(record.get("currencyId")),
            "outcome": end,
            "decided": decided if end != "open" else None,
            "updated": text(record.get("updatedTime")),
        }
        number, stage = text(record.get("quoteNumber")), text(record.get("stageId"))
        yield Row("proposals", values, own.extra(number=number, stage=stage))
