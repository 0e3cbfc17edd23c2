"""Companies, and contacts: who buys, and who speaks for them."""

from collections.abc import Iterable, Iterator
from typing import Any

from merilo.sources.amocrm.lists import SELDOM_S, Walked
from merilo.sources.amocrm.own import Own
from merilo.sources.amocrm.plain import inner, instant
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Ground, Record, Row

CHOSEN = ("segment", "territory", "industry", "channel")


def customer(id: str, record: Record, own: Own) -> Row:
    """A customer, whichever card it stands on."""
    full = " ".join(filter(None, (text(record.get(n)) for n in ("first_name", "last_name"))))
    values = {
        "id": id,
        "name": own.name(text(record.get("name")) or full),
        "owner": key(record.get("responsible_user_id")),
        "created": instant(record.get("created_at")),
        "updated": instant(record.get("updated_at")),
        **own.chosen("customers", CHOSEN),
    }
    said: dict[str, Any] = {
        "phones": own.phones(),
        "tags": own.tags(),
        "created_by": text(record.get("created_by")),
        "group": text(record.get("group_id")),
    }
    extra = {name: one for name, one in {**own.kept(), **said}.items() if one not in (None, [], "")}
    return Row("customers", values, extra)


class Companies(Walked):
    """Each is a customer."""

    name = "companies"
    feeds: tuple[str, ...] = ("customers",)
    every_s = SELDOM_S
    path = "companies"

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The customer."""
        yield customer(f"company/{key(record.get('id'))}", record, Own(record, ground))

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The customer."""
        return [("customers", f"company/{id}")]


class Contacts(Walked):
    """One with a company speaks for it; one without is a customer."""

    name = "contacts"
    feeds: tuple[str, ...] = ("customers",)
    every_s = SELDOM_S
    path = "contacts"

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """Whose customer they are, and the customer if they are one."""
        own, id = Own(record, ground), key(record.get("id"))
        firms = [firm for one in inner(record, "companies") if (firm := key(one.get("id")))]
        whose = f"company/{firms[0]}" if firms else None
        phones = own.phones()
        yield Row("contacts", {"id": id, "customer": whose}, {"phones": phones} if phones else {})
        if not firms:
            yield customer(f"contact/{id}", record, own)

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The customer, if they were one."""
        return [("customers", f"contact/{id}")]
