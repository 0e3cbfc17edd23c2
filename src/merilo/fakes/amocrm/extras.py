"""What few read: webhooks, unsorted requests, talks, links, customers, and calls that come in."""

from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import buyers, directory, ids, work
from merilo.fakes.amocrm.lists import HAL, Wrong
from merilo.fakes.server import Answer, Hook, Request, listed
from merilo.fakes.world import Deal

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]


def answered(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer | None:
    """The answer, if it is one of these."""
    if parts == ["webhooks"]:
        return webhooks(amo, request)
    if parts == ["calls"] and request.method == "POST":
        return calls(amo, request)
    if parts[0] == "customers":
        return buyers.answered(amo, request, parts)
    if parts[0] == "talks":
        return talks(amo, request, parts[1:])
    if parts[:2] == ["leads", "unsorted"]:
        return unsorted(amo, request, parts[2:])
    if parts[0] == "leads" and parts[-1] == "links":
        return links(amo, request, parts[1:-1])
    return None


def webhooks(amo: "AmoCRM", request: Request) -> Answer:
    """List, make, remove."""
    if request.method == "GET":
        rows = [hook(row) for row in amo.hooks.hooks]
        return directory.all_of(amo, request, "webhooks", rows, _total_items=len(rows))
    said = request.json()
    if not isinstance(said, dict) or not said.get("destination"):
        raise Wrong("destination", "This value should not be blank.")
    if request.method == "DELETE":
        gone = amo.hooks.remove(said["destination"])
        return Answer(204) if gone else amo.problem(404, "Not Found")
    made = amo.hooks.add(said["destination"], said.get("settings") or [])
    return Answer.json(hook(made), 201, HAL)


def hook(row: Hook) -> Said:
    """A webhook."""
    return {
        "id": row.number, "destination": row.destination, "created_at": row.created_at,
        "updated_at": row.created_at, "account_id": ids.ACCOUNT, "created_by": ids.PERSON,
        "sort": row.number, "disabled": row.disabled, "settings": [*row.settings],
    }  # fmt: skip


def calls(amo: "AmoCRM", request: Request) -> Answer:
    """Calls of a telephone system: notes where the number is known, else dropped."""
    made, errors = [], []
    for place, said in enumerate(request.json() or []):
        phone = "+" + str(said.get("phone", "")).lstrip("+")
        deal = known(amo, phone)
        if deal is None:
            errors.append({"request_id": said.get("request_id", str(place)), "status": 263,
                           "title": "Entity not found", "detail": "Phone"})  # fmt: skip
            continue
        direction = "in" if said.get("direction") == "inbound" else "out"
        person = ids.number(said.get("responsible_user_id", ""), ids.PERSON, len(amo.world.people))
        touch = amo.world.call(
            deal, int(said.get("created_at") or amo.clock.now()), direction=direction,
            talk=int(said.get("duration", 0)), by=person, phone=phone,
        )  # fmt: skip
        entity = work.card(*work.place(touch, 0))
        made.append({"id": ids.note(touch), "entity_id": entity, "entity_type": "contact",
                     "account_id": ids.ACCOUNT, "request_id": said.get("request_id", str(place)),
                     "_embedded": {"entity": {"id": entity}}})  # fmt: skip
    said = {"_total_items": len(made), "errors": errors, "_embedded": {"calls": made}}
    return Answer.json(said, kind=HAL)


def known(amo: "AmoCRM", phone: str) -> Deal | None:
    """The newest deal of the contact with this number."""
    for contact in amo.world.contacts:
        if contact.phone == phone and contact.deals:
            return amo.world.deals[contact.deals[-1]]
    return None


def talks(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer:
    """Conversations: one with each contact that has written. No texts."""
    if amo.kommo and not parts:
        return amo.problem(404, "Not Found")
    rows: dict[int, Said] = {}
    for touch in amo.world.touches:
        if touch.what == "chat" and touch.contact is not None:
            row = rows.setdefault(touch.contact, talk(touch.contact, touch.created_at))
            row |= {"updated_at": touch.created_at, "entity_id": ids.LEAD + (touch.deal or 0)}
    if not parts:
        return directory.all_of(amo, request, "talks", [*rows.values()])
    found = [row for row in rows.values() if str(row["talk_id"]) == parts[0]]
    return Answer.json(found[0], kind=HAL) if found else Answer(204)


def talk(contact: int, at: int) -> Said:
    """A conversation."""
    return {
        "talk_id": ids.TALK + contact, "created_at": at, "updated_at": at,
        "rate": contact % 11 if contact % 4 == 0 else 0, "contact_id": ids.CONTACT + contact,
        "chat_id": ids.uuid("chat", contact), "entity_id": None, "entity_type": "lead",
        "status": "in_work", "is_in_work": True, "is_read": True, "origin": "telegram",
        "source_id": None, "missed_at": None, "account_id": ids.ACCOUNT,
    }  # fmt: skip


def unsorted(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer:
    """Requests that nobody has taken yet, or their summary."""
    rows = [request_of(deal) for deal in amo.world.deals
            if deal.stage.incoming and not deal.deleted]  # fmt: skip
    if parts == ["summary"]:
        said = {"total": len(rows), "accepted": 0, "declined": 0, "average_sort_time": 340,
                "categories": {"sip": {"total": 0}, "mail": {"total": 0},
                               "forms": {"total": len(rows)}, "chats": {"total": 0}}}  # fmt: skip
        return Answer.json(said, kind=HAL)
    return directory.all_of(amo, request, "unsorted", rows)


def request_of(deal: Deal) -> Said:
    """A request that came in."""
    return {
        "uid": ids.uuid("unsorted", deal.number).replace("-", ""), "source_uid": None,
        "source_name": "Форма сайта", "category": "forms",
        "pipeline_id": ids.PIPELINE + deal.stage.pipeline, "created_at": deal.created_at,
        "metadata": {"form_name": "Заявка"}, "account_id": ids.ACCOUNT,
        "_embedded": {"leads": [{"id": ids.LEAD + deal.number}]},
    }  # fmt: skip


def links(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer:
    """What leads are linked with."""
    wanted = parts or listed((request.query.get("filter") or {}).get("entity_id"))
    rows: list[Said] = []
    for id in wanted:
        number = ids.number(id, ids.LEAD, len(amo.world.deals))
        if number is None or (deal := amo.world.deals[number]).deleted:
            continue
        for name, base, to in (("contacts", ids.CONTACT, deal.contact),
                               ("companies", ids.COMPANY, deal.company)):  # fmt: skip
            if to is not None:
                rows.append(link(deal, base + to, name, {"main_contact": name == "contacts"}))
        for product, quantity in deal.lines:
            said = {"quantity": quantity, "catalog_id": ids.CATALOG, "price_id": ids.PRICE_FIELD}
            rows.append(link(deal, ids.PRODUCT + product, "catalog_elements", said))
    return directory.all_of(amo, request, "links", rows)


def link(deal: Deal, to: int, name: str, metadata: Said) -> Said:
    """A link."""
    return {"entity_id": ids.LEAD + deal.number, "entity_type": "leads", "to_entity_id": to,
            "to_entity_type": name, "metadata": metadata}  # fmt: skip
