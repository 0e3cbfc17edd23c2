"""What happened, as events."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import buyers, ids, work
from merilo.fakes.world import Change, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]
TWIN, SAME, UNKNOWN = 1, 2, 3  # copies: the company's card, before = after, an unknown type
RATED = 1  # of what is on no other card: the bot was given a mark, or something bought again
PLAIN = {
    "deal added": "lead_added", "contact added": "contact_added",
    "company added": "company_added", "deal moved": "lead_status_changed",
    "deal handed": "entity_responsible_changed", "deal priced": "sale_field_changed",
    "deal renamed": "name_field_changed", "contact renamed": "name_field_changed",
    "company renamed": "name_field_changed", "deal deleted": "lead_deleted",
    "contact deleted": "contact_deleted", "company deleted": "company_deleted",
    "deal restored": "lead_restored", "deal merged": "entity_merged", "task added": "task_added",
    "task done": "task_completed", "task due": "task_deadline_changed",
    "task deleted": "task_deleted",
}  # fmt: skip
WAYS = {
    "call": ("incoming_call", "outgoing_call"), "sms": ("incoming_sms", "outgoing_sms"),
    "chat": ("incoming_chat_message", "outgoing_chat_message"),
    "email": ("incoming_mail", "outgoing_mail"),
}  # fmt: skip
MAIL = WAYS["email"]
ENTITIES = {"deal": "lead", "contact": "contact", "company": "company", "task": "task"}
BASES = {"deal": ids.LEAD, "contact": ids.CONTACT, "company": ids.COMPANY, "task": ids.TASK}


def copies(amo: "AmoCRM", change: Change) -> Iterator[int]:
    """Which events a change makes. A stranger's call makes none."""
    row = change.row
    if isinstance(row, Touch) and row.on == "nothing":
        return
    if "young_events" in amo.odds and change.at < (amo.world.since + amo.world.until) // 2:
        return
    if change.kind == "touch deleted" and isinstance(row, Touch) and row.what != "comment":
        return  # of which nobody hears
    yield 0
    if isinstance(row, Touch) and row.twin:
        yield TWIN
    if marked(change) or buyers.bought(amo, change):
        yield RATED
    if change.kind == "deal moved" and "same_moves" in amo.odds and change.number % 4 == 0:
        yield SAME
    if "unknown_events" in amo.odds and change.number % 10 == 0:
        yield UNKNOWN


def marked(change: Change) -> bool:
    """Did the customer give a mark? With every third chat message that comes in."""
    row = change.row
    return (isinstance(row, Touch) and row.what == "chat" and row.direction == "in"
            and change.kind == "chat" and row.number % 3 == 0)  # fmt: skip


def mark(row: Touch) -> int:
    """Which one."""
    return row.number // 3 % 11


def kind(change: Change, copy: int) -> str:
    """Its type."""
    if copy == RATED and marked(change):
        return "nps_rate_added"
    if copy == RATED and change.kind == "deal moved":
        return "transaction_added"
    if copy == UNKNOWN:
        return "starship_landed"
    if change.kind == "value":
        return f"custom_field_{ids.FIELD + change.after[0].number}_value_changed"
    row = change.row
    if not isinstance(row, Touch):
        return PLAIN[change.kind]
    if change.kind == "touch deleted":
        return "common_note_deleted"
    if row.what == "comment":
        return "common_note_added" if change.by is not None else "service_note_added"
    return WAYS[row.what][row.direction == "out"]


def entity(change: Change, copy: int) -> tuple[str, int]:
    """About which card: `lead`, 1001."""
    row = change.row
    if copy == RATED and change.kind == "deal moved":
        return "customer", ids.BUYER + row.number
    if isinstance(row, Touch):
        if copy == RATED and marked(change) and row.contact is not None and row.number % 2:
            return "contact", ids.CONTACT + row.contact
        if row.what == "chat":
            return "lead", ids.LEAD + (row.deal or 0)
        where, number = work.place(row, int(copy == TWIN))
        return ENTITIES[where], work.card(where, number)
    return ENTITIES[row.kind], BASES[row.kind] + row.number


def event(amo: "AmoCRM", change: Change, copy: int) -> Said:
    """An event."""
    what, id = entity(change, copy)
    after, before = values(change, copy)
    name = ids.event(change, copy)
    return {
        "id": name, "type": kind(change, copy), "entity_id": id, "entity_type": what,
        "created_by": ids.person(change.by), "created_at": change.at, "value_after": after,
        "value_before": before, "account_id": ids.ACCOUNT,
        "_links": {"self": {"href": f"{amo.api}/events/{name}"}},
        "_embedded": {"entity": {"id": id}},
    }  # fmt: skip


def values(change: Change, copy: int) -> tuple[list[Said], list[Said]]:
    """What was after, and what before."""
    row = change.row
    if copy == RATED and change.kind == "deal moved":
        return [{"transaction": {"id": ids.PURCHASE + change.number}}], []
    if copy == UNKNOWN:
        return [{"starship": {"id": 1}}], []
    if isinstance(row, Touch):
        if copy == RATED and marked(change):
            return [{"nps": {"rate": mark(row)}}], []
        if row.what == "chat":
            return [{"message": {"id": ids.uuid("message", row.number)}}], []
        note = [{"note": {"id": ids.note(row, int(copy == TWIN))}}]
        return ([], note) if change.kind == "touch deleted" else (note, [])
    if change.kind in ("deal added", "contact added", "company added"):
        return [{"note": {"id": ids.FILE_NOTE + change.number}}], []
    if isinstance(row, Task) and change.kind == "task due":
        return deadline(change.after), deadline(change.before)
    if change.kind in SPELLED:
        after, before = (SPELLED[change.kind](v) for v in (change.after, change.before))
        return [after], [after] if copy == SAME else [before]
    return [], []


def deadline(at: int) -> list[Said]:
    """When a task is due."""
    return [{"task_deadline": {"timestamp": at}}]


def status(stage: Any) -> Said:
    """Where a lead stands."""
    return {"lead_status": {"id": ids.stage(stage), "pipeline_id": ids.PIPELINE + stage.pipeline}}


def name(text: str) -> Said:
    """What a card is called."""
    return {"name_field_value": {"name": text}}


def own(value: Any) -> Said:
    """What a field of the company says."""
    field, said = value
    return {"custom_field_value": {"field_id": ids.FIELD + field.number, "field_type": 1,
                                   "enum_id": None, "text": str(said)}}  # fmt: skip


SPELLED: dict[str, Any] = {
    "deal moved": status, "value": own,
    "deal handed": lambda person: {"responsible_user": {"id": ids.person(person)}},
    "deal priced": lambda amount: {"sale_field_value": {"sale": amount}},
    "deal renamed": name, "contact renamed": name, "company renamed": name,
}  # fmt: skip
KINDS = (
    *sorted({*PLAIN.values()} | {name for pair in WAYS.values() for name in pair}),
    "common_note_added", "common_note_deleted", "service_note_added",
)  # fmt: skip
