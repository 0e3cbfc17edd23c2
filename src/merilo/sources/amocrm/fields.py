"""The fields that an account has added to its cards."""

from collections.abc import Iterator

from merilo.sources.amocrm.account import asked
from merilo.sources.amocrm.elements import catalogues
from merilo.sources.amocrm.lists import page
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import items, key, text
from merilo.sources.sync.protocol import Client, Known

CARDS = ("leads", "contacts", "companies")
TYPES = "task_types"  # no fields, and chosen like them: what tasks of each count as


def fields(client: Client) -> Iterator[Known]:
    """Of each kind of card, and of products; and the types of tasks."""
    for card in CARDS:
        yield from of(client, card, card)
    for catalogue in catalogues(client):
        yield from of(client, "products", f"catalogs/{catalogue}")
    for kind in inner(asked(client), TYPES):
        if id := key(kind.get("id")):
            yield Known(TYPES, id, text(kind.get("name")) or id, "")


def of(client: Client, entity: str, path: str) -> Iterator[Known]:
    """Of one kind of card; none where the account does not let us."""
    number, more = 1, True
    while more:
        try:
            rows, more = page(client, f"{path}/custom_fields", [], number)
        except (Lacking, Refused):
            return
        for row in rows:
            if id := key(row.get("id")):
                enums = items(row.get("enums"))
                choices = tuple(said for one in enums if (said := text(one.get("value"))))
                kind = text(row.get("type")) or ""
                yield Known(entity, id, text(row.get("name")) or id, kind, choices)
        number += 1
