"""What amoCRM embeds, and how it writes moments."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from merilo.sources.sync.plain import items, key, obj, text
from merilo.sources.sync.protocol import Record
from merilo.sources.sync.walk import moment


def inner(record: Record, name: str) -> list[Record]:
    """What is embedded in a record under a name."""
    return items(obj(record.get("_embedded")).get(name))


def value(event: Record, when: str, name: str) -> Record:
    """What was there `before` an event, or `after` it."""
    return next((obj(one[name]) for one in items(event.get(f"value_{when}")) if name in one), {})


def robot(record: Record) -> bool:
    """Whether no person made it."""
    return text(record.get("created_by")) == "0"


def instant(said: object) -> str | None:
    """Seconds since 1970 as ISO in UTC. Zero and less is none; what cannot be read stays as it
    is, for the check to refuse."""
    at = moment(said)
    if at is None:
        return key(said)
    try:
        return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return str(at)


def day(said: object, zone: str) -> str | None:
    """The day of a moment in the account's zone."""
    at = moment(said)
    if at is None:
        return key(said)
    try:
        return datetime.fromtimestamp(at, place(zone)).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return str(at)


@cache
def place(zone: str) -> ZoneInfo:
    """The zone of an account; UTC if it says none that there is."""
    try:
        return ZoneInfo(zone or "UTC")
    except (ValueError, KeyError, OSError):
        return ZoneInfo("UTC")
