"""Companies, and contacts: who buys, and who speaks for them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.lists import SELDOM_S, Filler, Walked
from merilo.sources.bitrix24.own import Own
from merilo.sources.bitrix24.words import Words
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Client, Ground, Record, Row

CHOSEN = ("segment", "territory", "industry", "channel")


def customer(id: str, record: Record, own: Own) -> Row:
    """A customer, whichever card it stands on."""
    parts = (text(record.get(n)) for n in ("lastName", "name", "secondName"))
    values = {
        "id": id,
        "name": own.name(record.get("title") or " ".join(filter(None, parts))),
        "owner": key(record.get("assignedById")),
        "created": text(record.get("createdTime")),
        "updated": text(record.get("updatedTime")),
        **own.chosen("customers", CHOSEN),
    }
    said = own.extra(phones=own.phones(), created_by=key(record.get("createdBy")),
                     source_id=text(record.get("sourceId")))  # fmt: skip
    return Row("customers", values, said)


class Cards(Walked):
    """Cards of one kind."""

    feeds: tuple[str, ...] = ("customers",)
    every_s = SELDOM_S
    entity: int
    card: str

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """With all fields: telephone numbers come in no other way."""
        return {"entityTypeId": self.entity, "select": ["*"]}

    def filler(self, client: Client) -> Filler:
        """Own fields."""
        return Words(client, self.entity)

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The customer, if they were one."""
        return [("customers", f"{self.card}/{id}")]


class Companies(Cards):
    """Each is a customer."""

    name = "companies"
    entity, card = 4, "company"

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The customer."""
        yield customer(f"company/{key(record.get('id'))}", record, Own(record, ground))


class Contacts(Cards):
    """One with a company speaks for it; one without is a customer."""

    name = "contacts"
    entity, card = 3, "contact"

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """Whose customer they are, and the customer if they are one."""
        own, id = Own(record, ground), key(record.get("id"))
        firm = key(record.get("companyId"))
        whose = f"company/{firm}" if firm else None
        phones = own.phones()
        yield Row("contacts", {"id": id, "customer": whose}, {"phones": phones} if phones else {})
        if not firm:
            yield customer(f"contact/{id}", record, own)
