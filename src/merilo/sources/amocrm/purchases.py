"""Purchases of customers who buy again without a deal: each is a won deal with one line. Only if
that is chosen, for where every sale is a deal as well it would count twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from merilo.sources.amocrm.lists import IDS, Query, Stream, living, page, several
from merilo.sources.amocrm.plain import inner, instant
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import key, money, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

PATH = "customers/transactions"
CARD = "card"  # what we put beside a purchase: the card of its customer
MISSING = 404  # the other brand has no customers


def wanted(settings: Mapping[str, Any]) -> bool:
    """Whether they count."""
    return settings.get("purchases") == "yes"


class Purchases(Stream):
    """Read whole: they cannot be filtered by their changes. An event tells of new ones."""

    name = "purchases"
    feeds: tuple[str, ...] = ("deals", "order_lines")
    every_s = 3600

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """All pages."""
        if wanted(client.settings):
            number = (mark or {}).get("page", 1)
            for rows in pages(client, number):
                number += 1
                yield Batch(carded(client, rows), {"page": number})

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]] | None:
        """By their ids."""
        return self._look(client, ids) if wanted(client.settings) else None

    def _look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        for first in range(0, len(ids), IDS):
            rows = asked(client, several("id", ids[first : first + IDS]), 1)[0]
            yield carded(client, [row for row in rows if row.get("is_deleted") is not True])

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """All of them; none, if they do not count any longer."""
        return (living(rows) for rows in pages(client)) if wanted(client.settings) else iter(())

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The deal, and its line."""
        return [("deals", f"purchase/{id}"), ("order_lines", f"purchase/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A deal that was never open: it is won, and was no lead."""
        id, card = f"purchase/{key(record.get('id'))}", obj(record.get(CARD))
        amount, changed = money(record.get("price")), instant(record.get("updated_at"))
        coin = ground.account.currency or None
        bought = instant(record.get("completed_at")) or instant(record.get("created_at"))
        deal = {
            "id": id, "customer": whose(card), "owner": key(card.get("responsible_user_id")),
            "outcome": "won", "amount": amount, "currency": coin, "closed": bought,
            "updated": changed,
        }  # fmt: skip
        line = {"id": id, "deal": id, "quantity": "1", "amount": amount, "currency": coin,
                "updated": changed}  # fmt: skip
        extra = {"lines": [id], "created_by": text(record.get("created_by"))}
        yield Row("deals", deal, {name: one for name, one in extra.items() if one})
        yield Row("order_lines", line, {})


def asked(client: Client, query: Query, number: int) -> tuple[list[Record], bool]:
    """A page. Lacking where there are no customers."""
    try:
        rows, more = page(client, PATH, query, number)
    except Refused as refused:
        if refused.status != MISSING:
            raise
        raise Lacking(refused.said) from refused
    return rows, more


def pages(client: Client, number: int = 1) -> Iterator[list[Record]]:
    """All pages from that one on."""
    more = True
    while more:
        rows, more = asked(client, [], number)
        number += 1
        yield rows


def carded(client: Client, rows: list[Record]) -> list[Record]:
    """The purchases, each with the card of its customer."""
    ids = sorted({id for row in rows if (id := key(row.get("customer_id")))})
    known: dict[str | None, Record] = {}
    for first in range(0, len(ids), IDS):
        query = [*several("id", ids[first : first + IDS]), ("with", "contacts,companies")]
        known |= {key(card.get("id")): card for card in page(client, "customers", query, 1)[0]}
    for row in rows:
        row[CARD] = known.get(key(row.get("customer_id")), {})
    return rows


def whose(card: Record) -> str | None:
    """Its company, else its contact."""
    for name, ours in (("companies", "company"), ("contacts", "contact")):
        for one in inner(card, name):
            if id := key(one.get("id")):
                return f"{ours}/{id}"
    return None
