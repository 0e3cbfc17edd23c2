"""Calls: the service keeps them as notes on a card."""

from typing import Any

from merilo.sources.sync import phones
from merilo.sources.sync.plain import key, number, obj, text
from merilo.sources.sync.protocol import Ground, Record

DIRECTIONS = {"call_in": "in", "call_out": "out"}
# 1 left a message, 2 call back later, 3 not there, 4 talked, 5 wrong number, 6 no answer, 7 busy
OUTCOMES = {
    "1": "voicemail",
    "3": "missed",
    "4": "reached",
    "5": "failed",
    "6": "missed",
    "7": "busy",
}


def values(note: Record) -> dict[str, str | None]:
    """Its columns. Many telephone systems say no status: then its length tells."""
    said = obj(note.get("params"))
    length = number(said.get("duration"))
    by_length = "reached" if length and length > 0 else "missed"
    return {
        "kind": "call",
        "direction": DIRECTIONS[str(note["note_type"])],
        "person": caller(note),
        "duration_s": text(said.get("duration")) or "0",
        "outcome": OUTCOMES.get(key(said.get("call_status")) or "", by_length),
        "recording": text(said.get("link")),
        "author": "person" if caller(note) or named(note) else "robot",
    }


def caller(note: Record) -> str | None:
    """Whose call it is: most are logged by a telephone system."""
    who = text(obj(note.get("params")).get("call_responsible"))
    ids = (
        note.get("responsible_user_id"),
        note.get("created_by"),
        who if who and who.isdigit() else None,
    )
    return next((id for one in ids if (id := key(one))), None)


def named(note: Record) -> str | None:
    """The name of who called, where it stands in place of an id."""
    who = text(obj(note.get("params")).get("call_responsible"))
    return None if who is None or who.isdigit() else who


def extra(note: Record, ground: Ground) -> dict[str, Any]:
    """The same call may hang on several cards: `same_as` tells. Of the number, its digest."""
    said, country = obj(note.get("params")), ground.account.country
    return {
        "same_as": text(said.get("uniq")),
        "phone": phones.digested(said.get("phone"), country, ground.digest),
        "shown": phones.shown(said.get("phone"), country),
        "status": key(said.get("call_status")),
        "source": text(said.get("source")),
        "responsible": named(note),
    }
