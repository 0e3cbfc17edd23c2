"""Tasks, and the notes that stand for calls, letters, messages and comments."""

from collections.abc import Set
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import ids, odd
from merilo.fakes.world import Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]
TASK_TYPES = {"task": 1, "meeting": 2, "presentation": 3}
STATUSES = {"reached": 4, "missed": 6, "busy": 7, "voicemail": 1, "failed": 5}
PLURAL = {"deal": "leads", "contact": "contacts", "company": "companies"}


def task(amo: "AmoCRM", row: Task, wanted: Set[str]) -> Said:
    """A task. It does not say when it was done."""
    done = row.done_at is not None
    results: tuple[Any, ...] = ({"text": "Договорились"}, None, [])
    return {
        "id": ids.TASK + row.number, "created_by": ids.person(row.created_by),
        "updated_by": ids.person(row.updated_by), "created_at": row.created_at,
        "updated_at": row.updated_at, "responsible_user_id": ids.person(row.person),
        "group_id": amo.group(row.person), "entity_id": ids.LEAD + row.deal,
        "entity_type": "leads", "duration": 0, "is_completed": done,
        "task_type_id": TASK_TYPES[row.what], "text": row.text,
        "result": results[row.number % 3] if done else results[1 + row.number % 2],
        "complete_till": row.due_at, "account_id": ids.ACCOUNT,
    }  # fmt: skip


def place(touch: Touch, copy: int) -> tuple[str, int]:
    """On which kind of card a note is, and which: `company`, 12."""
    where = "company" if copy else touch.on
    number = {"deal": touch.deal, "contact": touch.contact, "company": touch.company}[where]
    assert number is not None
    return where, number


def card(where: str, number: int) -> int:
    """The id of a card."""
    return {"deal": ids.LEAD, "contact": ids.CONTACT, "company": ids.COMPANY}[where] + number


def note(amo: "AmoCRM", touch: Touch, copy: int) -> Said:
    """A note."""
    where, number = place(touch, copy)
    author = ids.person(touch.created_by)
    if author and "author_differs" in amo.odds and touch.what == "call" and touch.number % 4 == 0:
        author = ids.PERSON
    kind, params = meant(amo, touch)
    if "unknown_notes" in amo.odds and touch.what == "comment" and touch.number % 2:
        kind, params = "hologram", {"text": "?"}
    return {
        "id": ids.note(touch, copy), "entity_id": card(where, number), "created_by": author,
        "updated_by": author, "created_at": touch.created_at, "updated_at": touch.updated_at,
        "responsible_user_id": ids.person(touch.person), "group_id": amo.group(touch.person or 0),
        "note_type": kind, "params": params, "account_id": ids.ACCOUNT,
    }  # fmt: skip


def kind(touch: Touch) -> str:
    """Its type."""
    if touch.what == "comment":
        return "common" if touch.created_by is not None else "service_message"
    return {"call": f"call_{touch.direction}", "sms": f"sms_{touch.direction}",
            "email": "amomail_message"}[touch.what]  # fmt: skip


def meant(amo: "AmoCRM", touch: Touch) -> tuple[str, Said]:
    """Its type, and what it says."""
    if touch.what == "call":
        return kind(touch), spoken(amo, touch)
    if touch.what == "email":
        said: Said = {
            "thread_id": touch.number // 2 + 1, "message_id": touch.number + 1, "private": False,
            "income": touch.direction == "in", "from": {"email": "a@example.org", "name": "А"},
            "to": {"email": "b@example.org", "name": "Б"}, "subject": "Счёт + договор",
            "content_summary": "Добрый день", "attach_cnt": 0,
        }  # fmt: skip
        return kind(touch), said
    if touch.what == "sms":
        return kind(touch), {"text": "Ждём вас", "phone": touch.phone}
    if kind(touch) == "service_message":
        return kind(touch), {"service": "Робот", "text": "Проверено"}
    return kind(touch), {"text": "Просил перезвонить"}


def spoken(amo: "AmoCRM", touch: Touch) -> Said:
    """What is known of a call."""
    person = amo.world.people[touch.person] if touch.person is not None else None
    said: Said = {
        "uniq": ids.uniq(touch), "duration": touch.talk, "source": "our-pbx",
        "link": recording(touch), "phone": touch.phone.lstrip("+"), "call_result": "",
    }  # fmt: skip
    if not odd.statusless(touch, amo.odds):
        said["call_status"] = status(touch)
    if person:
        by_name = touch.number % 2
        said["call_responsible"] = person.name if by_name else ids.PERSON + person.number
    return said


def status(touch: Touch) -> int:
    """The code of how it ended; of some only the duration tells."""
    if touch.outcome in ("reached", "missed") and touch.number % 7 == 0:
        return 2 if touch.outcome == "reached" else 8
    if touch.outcome == "missed" and touch.number % 7 == 1:
        return 3
    return STATUSES[touch.outcome]


def recording(touch: Touch) -> str | None:
    """Where to listen to it."""
    return f"https://pbx.example/rec/{touch.number}.mp3" if touch.talk else None
