"""Webhooks: forms with old names of fields, which nobody has signed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from merilo.fakes.amocrm import cards, ids, work
from merilo.fakes.server import Hook, Manners, flat
from merilo.fakes.world import Change, Company, Contact, Deal, Row, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "amoCRM-Webhooks/3.0"}
MINUTE = 60
BAD, WHILE = 100, 2 * 3600  # more bad answers in this time, and the hook is disabled
ROOTS = {"deal": "leads", "contact": "contacts", "company": "contacts", "task": "task"}
NAMES = {"deal": "lead", "contact": "contact", "company": "company", "task": "task"}


def manners() -> Manners:
    """How it delivers."""
    return Manners(written, again, given_up)


def again(status: int, tries: int) -> float | None:
    """After 5 and 15 minutes; after 15 minutes and an hour if the receiver failed or was late."""
    failed = status == 499 or 500 <= status <= 599
    waits = (15 * MINUTE, 60 * MINUTE) if failed else (5 * MINUTE, 15 * MINUTE)
    return waits[tries - 1] if tries <= len(waits) else None


def given_up(hook: Hook, now: float, status: int) -> bool:
    """More than a hundred bad answers in two hours, the last one bad."""
    if 100 <= status <= 299:
        return False
    hook.bad.append(now)
    while hook.bad and hook.bad[0] < now - WHILE:
        hook.bad.popleft()
    return len(hook.bad) > BAD


def written(events: Sequence[Any]) -> tuple[bytes, dict[str, str]]:
    """Some events in one body: `leads[status][0][id]=...`."""
    body: Said = {}
    for root, action, said in events:
        body.setdefault(root, {}).setdefault(action, []).append(said)
    body["account"] = {"id": ids.ACCOUNT, "subdomain": "demo",
                       "_links": {"self": "https://demo.amocrm.ru"}}  # fmt: skip
    return urlencode([*flat(body), *clash(body)]).encode(), dict(HEADERS)


def clash(body: Said) -> list[tuple[str, str]]:
    """One name used for a value and for a branch, as is met with notes of contacts."""
    notes = body.get("contacts", {}).get("note", [])
    name = "contacts[note][{}][note][note_type][message_uuid]"
    return [(name.format(n), ids.uuid("message", n)) for n in range(len(notes))]


def forged() -> bytes:
    """A body of another account."""
    said = {"leads": {"status": [{"id": ids.LEAD, "status_id": ids.WON}]},
            "account": {"id": 666, "subdomain": "evil"}}  # fmt: skip
    return urlencode([*flat(said)]).encode()


def told(amo: "AmoCRM", change: Change) -> Iterator[tuple[str, Any]]:
    """Which settings a change concerns, and what is told: setting, (root, action, fields)."""
    row = change.row
    if isinstance(row, Touch):
        yield from touched(amo, row) if change.kind != "touch deleted" else ()
        return
    name, (_, verb) = NAMES[row.kind], change.kind.split(" ") if " " in change.kind else ("", "")
    if verb == "deleted":
        yield f"delete_{name}", (ROOTS[row.kind], "delete", gone(row))
        return
    said = fields(amo, row)
    if verb == "moved":
        old = change.before
        moved = said | {"old_status_id": ids.stage(old)}
        if old.pipeline != change.after.pipeline or change.number % 2:
            moved["old_pipeline_id"] = ids.PIPELINE + old.pipeline  # not always there
        yield "status_lead", ("leads", "status", moved)
    if verb == "handed":
        old_owner = {"old_responsible_user_id": ids.person(change.before)}
        yield f"responsible_{name}", (ROOTS[row.kind], "responsible", said | old_owner)
    action = {"added": "add", "restored": "restore"}.get(verb, "update")
    yield f"{action}_{name}", (ROOTS[row.kind], action, said)
    if verb == "merged":
        lost = amo.world.deals[change.before]
        yield "delete_lead", ("leads", "delete", gone(lost))


def gone(row: Row) -> Said:
    """All that is told of what was deleted."""
    if isinstance(row, Deal):
        return {"id": ids.LEAD + row.number, "status_id": ids.stage(row.stage)}
    bases = {"contact": ids.CONTACT, "company": ids.COMPANY, "task": ids.TASK}
    return {"id": bases[row.kind] + row.number}


def touched(amo: "AmoCRM", touch: Touch) -> Iterator[tuple[str, Any]]:
    """A note, or a message of a chat."""
    if touch.what == "chat":
        incoming = touch.direction == "in"
        setting = "add_message" if incoming else "add_outgoing_message"
        yield setting, ("message" if incoming else "outgoing_message", "add", message(touch))
    elif touch.on != "nothing":
        where = "contact" if touch.on == "company" else touch.on
        note = work.note(amo, touch, 0)
        said = {
            "id": note["id"], "element_id": note["entity_id"], "note_type": note["note_type"],
            "created_by": note["created_by"], "date_create": touch.created_at,
            "text": "Звонок + запись & ё", "account_id": ids.ACCOUNT,
        }  # fmt: skip
        yield f"note_{NAMES[touch.on]}", (ROOTS[where], "note", {"note": said})


def message(touch: Touch) -> Said:
    """A message of a chat, with its text: this is the only way to it."""
    contact = touch.contact or 0
    said: Said = {
        "id": ids.uuid("message", touch.number), "chat_id": ids.uuid("chat", contact),
        "talk_id": ids.TALK + contact, "contact_id": ids.CONTACT + contact,
        "text": "Сколько стоит? 1+1", "created_at": touch.created_at, "message_type": "text",
        "origin": "telegram", "element_type": 2, "element_id": ids.LEAD + (touch.deal or 0),
        "type": "incoming" if touch.direction == "in" else "outgoing",
    }  # fmt: skip
    if touch.direction == "out":
        author = ids.person(touch.created_by)
        said["author"] = {"user_id": author, "type": "internal" if author else "bot"}
    return said


def fields(amo: "AmoCRM", row: Row) -> Said:
    """A card in the old names."""
    said: Said = {
        "id": 0, "created_user_id": ids.person(row.created_by),
        "modified_user_id": ids.person(row.updated_by), "date_create": row.created_at,
        "last_modified": row.updated_at, "account_id": ids.ACCOUNT,
    }  # fmt: skip
    if isinstance(row, Task):
        return said | {
            "id": ids.TASK + row.number, "element_id": ids.LEAD + row.deal, "element_type": 2,
            "task_type": work.TASK_TYPES[row.what], "text": row.text,
            "status": int(row.done_at is not None), "complete_till": row.due_at,
            "responsible_user_id": ids.person(row.person),
        }  # fmt: skip
    if isinstance(row, Deal):
        said |= {
            "id": ids.LEAD + row.number, "name": row.name, "price": row.amount,
            "responsible_user_id": ids.person(row.owner), "status_id": ids.stage(row.stage),
            "pipeline_id": ids.PIPELINE + row.stage.pipeline,
        }  # fmt: skip
    elif isinstance(row, Contact | Company):
        base = ids.CONTACT if isinstance(row, Contact) else ids.COMPANY
        said |= {"id": base + row.number, "name": row.name, "type": row.kind,
                 "responsible_user_id": ids.person(row.owner)}  # fmt: skip
    own = [
        {"id": field["field_id"], "name": field["field_name"],
         "values": [{"value": v["value"], "enum": v.get("enum_id")} for v in field["values"]]}
        for field in cards.own_fields(amo, row) or []
    ]  # fmt: skip
    return said | {"custom_fields": own}
