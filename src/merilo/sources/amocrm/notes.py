"""Notes on cards: calls, letters, short messages, comments. Their texts are not kept."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from merilo.sources.amocrm import calls
from merilo.sources.amocrm.lists import SELDOM_S, Query, Walked, several
from merilo.sources.amocrm.plain import instant, robot
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import Client, Ground, Record, Row

CALLS = ("call_in", "call_out")
MAIL = "amomail_message"
MESSAGES = {"sms_in": "in", "sms_out": "out"}
COMMENT = "common"
SERVICE = ("service_message", "extended_service_message")  # written by other systems
MEETING = "zoom_meeting"


def wanted(settings: Mapping[str, Any]) -> list[str]:
    """The types that are read: no calls where a telephone system tells of them, no comments where
    they are switched off."""
    found = [MAIL, *MESSAGES, MEETING]
    if settings.get("calls_by") != "telephone":
        found += CALLS
    if settings.get("comments") not in (False, "no"):
        found += [COMMENT, *SERVICE]
    return found


class Notes(Walked):
    """Those of one kind of card: `lead`, `contact` or `company`."""

    feeds: tuple[str, ...] = ("activities",)

    def __init__(self, card: str, path: str) -> None:
        self.card, self.path = card, path
        self.name = f"{card}_notes"
        self.every_s = 0 if card == "contact" else SELDOM_S  # mail, of which no event may tell

    def only(self, settings: Mapping[str, Any]) -> Query:
        """What is no activity is not asked for."""
        return several("note_type", wanted(settings))

    def ids(self, client: Client) -> None:
        """They are too many; events tell which are deleted."""
        return None

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", f"note/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """An activity; nothing, where the type is none that we know."""
        kind = text(record.get("note_type")) or ""
        if kind not in wanted(ground.settings):
            return
        own = calls.values(record) if kind in CALLS else values(record, kind)
        entity = key(record.get("entity_id"))
        said = {
            "id": f"note/{key(record.get('id'))}",
            **own,
            "occurred": instant(record.get("created_at")),
            "updated": instant(record.get("updated_at")),
        }
        if self.card == "lead" and entity:
            said["deal"] = entity
        extra = {
            "card": [self.card, entity] if entity else None,
            "created_by": text(record.get("created_by")),
            "robot": robot(record) or None,
            **(calls.extra(record, ground) if kind in CALLS else {}),
        }
        yield Row("activities", said, {name: one for name, one in extra.items() if one})


def values(note: Record, kind: str) -> dict[str, str | None]:
    """The columns of what is no call."""
    author, owner = key(note.get("created_by")), key(note.get("responsible_user_id"))
    said: dict[str, str | None] = {
        "kind": "comment", "direction": None, "person": author, "duration_s": None,
        "outcome": None, "recording": None, "author": "robot" if robot(note) else "person",
    }  # fmt: skip
    if kind == MAIL or kind in MESSAGES:
        income = obj(note.get("params")).get("income") in (True, 1, "1")
        way = MESSAGES.get(kind) or ("in" if income else "out")
        said |= {"kind": "email" if kind == MAIL else "message", "direction": way}
        if way == "in":  # written by the customer, received by whom the card belongs to
            said |= {"person": owner or author, "author": "person"}
        elif not robot(note):
            said["person"] = author or owner
    elif kind == MEETING:
        said |= {"kind": "meeting", "outcome": "held", "person": owner or author}
    elif kind in SERVICE:
        said |= {"person": None, "author": "robot"}
    return said
