"""Products of deals: a deal names elements of catalogues, and no prices."""

from collections.abc import Iterator, Mapping
from typing import Any

from merilo.sources.amocrm.lists import IDS, page, several
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import items, key, obj, text
from merilo.sources.sync.protocol import Client, Record

PRODUCTS = "products"  # the type of a catalogue; invoices are bills, the others are anything
LINE = "line"  # what we put beside an element of a deal


def catalogues(client: Client) -> list[str]:
    """Those of products: chosen by the administrator, else by their type. None where the account
    has no catalogues."""
    chosen = client.settings.get("catalogues")
    if chosen:
        return [str(one) for one in chosen]
    found: list[str] = []
    number, more = 1, True
    while more:
        try:
            rows, more = page(client, "catalogs", [], number)
        except (Lacking, Refused):
            return []
        found += [id for row in rows if row.get("type") == PRODUCTS and (id := key(row.get("id")))]
        number += 1
    return found


def field(element: Record, id: str | None = None, code: str = "") -> str | None:
    """What a field of an element says, by id or else by code."""
    for one in items(element.get("custom_fields_values")):
        if (id and key(one.get("field_id")) == id) or (code and one.get("field_code") == code):
            for value in items(one.get("values")):
                return text(value.get("value"))
    return None


class Prices:
    """What the elements of deals cost, asked for once in a reading."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._catalogues: list[str] | None = None
        self._known: dict[tuple[str, str], Record] = {}

    def fill(self, deals: list[Record]) -> list[Record]:
        """The deals, their products with prices."""
        named = [
            (catalogue, id, element)
            for deal in deals
            for element in inner(deal, "catalog_elements")
            if (catalogue := key(obj(element.get("metadata")).get("catalog_id")))
            and (id := key(element.get("id")))
        ]
        if not named:
            return deals
        if self._catalogues is None:
            self._catalogues = catalogues(self.client)
        for catalogue in self._catalogues:
            self._ask(catalogue, {id for where, id, _ in named if where == catalogue})
        for catalogue, id, element in named:
            if catalogue in self._catalogues:
                element[LINE] = self._line(self._known.get((catalogue, id), {}), element)
        return deals

    def _ask(self, catalogue: str, ids: set[str]) -> None:
        new = sorted(id for id in ids if (catalogue, id) not in self._known)
        for first in range(0, len(new), IDS):
            some = several("id", new[first : first + IDS])
            rows, _ = page(self.client, f"catalogs/{catalogue}/elements", some, 1)
            for row in rows:
                self._known[catalogue, key(row.get("id")) or ""] = row

    def _line(self, known: Record, element: Record) -> dict[str, str | None]:
        """The price that was used, else the price; and the cost, if a field was chosen for it."""
        used = key(obj(element.get("metadata")).get("price_id"))
        cost = picked(self.client.settings).get("cost")
        price = (used and field(known, used)) or field(
            known, picked(self.client.settings).get("price"), "PRICE"
        )
        return {"price": price, "cost": field(known, cost) if cost else None}


def picked(settings: Mapping[str, Any]) -> dict[str, str]:
    """The fields chosen for products: price, cost, group."""
    said = (settings.get("fields") or {}).get("products") or {}
    return {slot: str(id) for slot, id in said.items() if id}


def every(client: Client, mark: Mapping[str, Any]) -> Iterator[tuple[list[Record], dict[str, Any]]]:
    """All products, page by page, with the mark after each."""
    here, number = mark.get("catalogue"), mark.get("page", 1)
    for catalogue in catalogues(client):
        if here not in (None, catalogue):
            continue
        here, more = None, True
        while more:
            rows, more = page(client, f"catalogs/{catalogue}/elements", [], number)
            number += 1
            yield rows, {"catalogue": catalogue, "page": number}
        number = 1
