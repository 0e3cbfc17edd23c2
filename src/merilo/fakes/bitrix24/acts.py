"""Activities, calls as telephony counts them, and tasks."""

from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import ids
from merilo.fakes.world import Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

Said = dict[str, Any]
OWNERS = {"lead": 1, "deal": 2, "contact": 3, "company": 4}
BASES = {"lead": ids.LEAD, "deal": ids.DEAL, "contact": ids.CONTACT, "company": ids.COMPANY}
TOUCHES = {"call": (2, "VOXIMPLANT_CALL", "CALL"), "email": (4, "CRM_EMAIL", "EMAIL"),
           "sms": (6, "CRM_SMS", "SMS"), "chat": (6, "IMOPENLINES_SESSION", "1")}  # fmt: skip
TASKS = {"task": (3, "TASKS", "TASK"), "meeting": (1, "CRM_MEETING", "MEETING"),
         "presentation": (6, "REST_APP", "DEMO")}  # fmt: skip
CODES = {"reached": "200", "missed": "304", "busy": "486", "voicemail": "480", "failed": "404"}
# What telephony says of each; it knows no voicemail.
OUTCOMES = {"200": "reached", "304": "missed", "480": "missed", "486": "busy", "603": "busy",
            "603-S": "missed", "404": "failed"}  # fmt: skip


def place(touch: Touch) -> tuple[str, int]:
    """On which card it is: `company`, 12."""
    number = {"deal": touch.deal, "contact": touch.contact, "company": touch.company}[touch.on]
    assert number is not None
    return touch.on, number


def owner(b24: "Bitrix24", where: str, number: int, at: int) -> Said:
    """On whose card it is: of what was a lead then, on the lead's, where it stays."""
    if where == "deal" and b24.moves.lead(b24.world.deals[number], at):
        where = "lead"
    return {"OWNER_ID": str(BASES[where] + number), "OWNER_TYPE_ID": str(OWNERS[where])}


def touched(b24: "Bitrix24", row: Touch) -> Said:
    """A call, letter or message; all is text."""
    type, provider, part = TOUCHES[row.what]
    where, number = place(row)
    if "unknown_activities" in b24.odds and row.what == "chat" and row.number % 2:
        provider, part = "HOLOGRAM", "3D"
    return {
        **common(type, provider, part), "ID": str(ids.ACTIVITY + 2 * row.number),
        **owner(b24, where, number, row.created_at),
        "DIRECTION": "1" if row.direction == "in" else "2", "COMPLETED": "Y",
        "STATUS": "3" if row.person is None else "2",
        "RESPONSIBLE_ID": str(ids.person(row.person) or 0),
        "AUTHOR_ID": str(ids.person(row.created_by) or 0),
        "START_TIME": ids.iso(row.created_at), "END_TIME": ids.iso(row.created_at + row.talk),
        "DEADLINE": ids.iso(row.created_at), "CREATED": ids.iso(row.created_at),
        "LAST_UPDATED": ids.iso(row.updated_at), "SUBJECT": f"Звонок {row.phone}",
        "ORIGIN_ID": f"VI_{ids.uniq(row.number)}" if row.what == "call" else None,
        "ASSOCIATED_ENTITY_ID": "0",
    }  # fmt: skip


def planned(b24: "Bitrix24", row: Task) -> Said:
    """A meeting, a presentation, or the shadow of a task."""
    done = row.done_at is not None
    return {
        **common(*TASKS[row.what]), "ID": str(ids.ACTIVITY + 2 * row.number + 1),
        **owner(b24, "deal", row.deal, row.created_at), "DIRECTION": "0",
        "COMPLETED": "Y" if done else "N", "STATUS": "2" if done else "1",
        "RESPONSIBLE_ID": str(ids.person(row.person)),
        "AUTHOR_ID": str(ids.person(row.created_by) or 1),
        "START_TIME": ids.iso(row.due_at), "END_TIME": ids.iso(row.due_at),
        "DEADLINE": ids.iso(row.due_at), "CREATED": ids.iso(row.created_at),
        "LAST_UPDATED": ids.iso(row.updated_at), "SUBJECT": row.text, "ORIGIN_ID": None,
        "ASSOCIATED_ENTITY_ID": str(ids.TASK + row.number if row.what == "task" else 0),
    }  # fmt: skip


def common(type: int, provider: str, part: str) -> Said:
    """What is the same for all. An empty map is a list."""
    return {"TYPE_ID": str(type), "PROVIDER_ID": provider, "PROVIDER_TYPE_ID": part,
            "EDITOR_ID": "1", "SETTINGS": [], "PROVIDER_PARAMS": [], "RESULT_MARK": "0",
            "RESULT_SUM": "0.0000"}  # fmt: skip


def called(b24: "Bitrix24", row: Touch) -> Said:
    """A call, as telephony counted it. Text, but for one."""
    entity, number = ("CONTACT", row.contact), row.number
    if row.contact is None:
        entity = ("COMPANY", row.company)
    known = entity[1] is not None and row.on != "nothing"
    base = ids.CONTACT if entity[0] == "CONTACT" else ids.COMPANY
    code = CODES[row.outcome]
    return {
        "ID": str(ids.CALL + number), "CALL_ID": ids.uniq(number), "EXTERNAL_CALL_ID": None,
        "PORTAL_USER_ID": None if row.person is None else str(ids.person(row.person)),
        "PORTAL_NUMBER": "reg101", "PHONE_NUMBER": row.phone, "CALL_CATEGORY": "external",
        "CALL_TYPE": kind(row), "CALL_DURATION": str(row.talk),
        "CALL_START_DATE": ids.iso(row.created_at), "CALL_FAILED_CODE": code,
        "CALL_FAILED_REASON": "", "COST": "0.0000", "COST_CURRENCY": "",
        "CALL_VOTE": [None, "0", "5"][number % 3], "CALL_LOG": None, "CALL_RECORD_URL": record(row),
        "CRM_ENTITY_TYPE": entity[0] if known else "",
        "CRM_ENTITY_ID": str(base + (entity[1] or 0)) if known else "0",
        "CRM_ACTIVITY_ID": None if row.on == "nothing" else str(ids.ACTIVITY + 2 * number),
        "RECORD_DURATION": str(row.talk), "RECORD_FILE_ID": number if row.talk else None,
        "SESSION_ID": None, "REDIAL_ATTEMPT": None, "COMMENT": None, "TRANSCRIPT_ID": None,
    }  # fmt: skip


def kind(row: Touch) -> str:
    """Its type: out, called back; in, redirected."""
    some = row.number % 9 == 0
    return ("4" if some else "1") if row.direction == "out" else ("3" if some else "2")


def record(row: Touch) -> str:
    """Where to listen to it."""
    return f"https://pbx.example/rec/{row.number}.mp3" if row.talk else ""


def task(b24: "Bitrix24", row: Task) -> Said:
    """A task."""
    done = row.done_at is not None
    lead = b24.moves.lead(b24.world.deals[row.deal], row.created_at)
    card = f"L_{ids.LEAD + row.deal}" if lead else f"D_{ids.DEAL + row.deal}"
    return {
        "id": str(ids.TASK + row.number), "title": row.text, "status": "5" if done else "2",
        "responsibleId": str(ids.person(row.person)),
        "createdBy": str(ids.person(row.created_by) or 1), "createdDate": ids.iso(row.created_at),
        "changedDate": ids.iso(row.updated_at), "closedDate": ids.iso(row.done_at),
        "deadline": ids.iso(row.due_at), "ufCrmTask": [card],
        "accomplices": [], "group": [],
    }  # fmt: skip
