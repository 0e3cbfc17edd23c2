"""Marks that customers gave to the NPS bot: an event tells the mark, its card whose it is."""

from collections.abc import Iterator

from merilo.sources.amocrm.leads import customer
from merilo.sources.amocrm.lists import API, IDS, page, several
from merilo.sources.amocrm.plain import inner, instant, value
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import Client, Ground, Record, Row

RATED = "nps_rate_added"
SURVEY, QUESTION, SCALE = "NPS bot", "nps", "10"
WHOSE = "whose"  # what we put beside an event: whose work it is about, and who answered
LISTS = {"lead": "leads", "contact": "contacts"}


def rated(event: Record, ground: Ground) -> Iterator[Row]:
    """An answer."""
    values = {
        "id": f"event/{key(event.get('id'))}",
        "survey": SURVEY,
        "question": QUESTION,
        "score": text(value(event, "after", "nps").get("rate")),
        "scale": SCALE,
        "occurred": instant(event.get("created_at")),
        "person": key(obj(event.get(WHOSE)).get("person")),
        "customer": text(obj(event.get(WHOSE)).get("customer")),
    }
    yield Row("answers", values, {})


def fill(client: Client, events: list[Record]) -> list[Record]:
    """The events; marks with whom they are about: who looks after the card now."""
    marks = [event for event in events if event.get("type") == RATED]
    cards = {id(event): card(client, event) for event in marks}
    for entity, path in LISTS.items():
        ids = sorted({number for what, number in cards.values() if what == entity and number})
        for first in range(0, len(ids), IDS):
            query = [*several("id", ids[first : first + IDS]), ("with", "contacts")]
            rows, _ = page(client, path, query, 1)
            known = {key(row.get("id")): row for row in rows}
            for event in marks:
                what, number = cards[id(event)]
                if what == entity and number in known:
                    event[WHOSE] = whose(entity, known[number])
    return events


def card(client: Client, event: Record) -> tuple[str, str | None]:
    """The card on which the mark was given; of a talk that card which the talk is about."""
    what, number = str(event.get("entity_type")), key(event.get("entity_id"))
    if what != "talk":
        return what, number
    try:
        said = obj(client.ask("GET", f"{API}talks/{number}").json())
    except (Lacking, Refused):
        return what, None
    if said.get("entity_type") == "lead" and (deal := key(said.get("entity_id"))):
        return "lead", deal
    return "contact", key(said.get("contact_id"))


def whose(entity: str, record: Record) -> Record:
    """Who looks after a card, and which customer it is of."""
    person = record.get("responsible_user_id")
    if entity == "lead":
        return {"person": person, "customer": customer(record)}
    firms = [id for one in inner(record, "companies") if (id := key(one.get("id")))]
    own = f"company/{firms[0]}" if firms else f"contact/{key(record.get('id'))}"
    return {"person": person, "customer": own}
