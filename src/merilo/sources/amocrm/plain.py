"""Plain texts of what an answer holds, whatever it holds: lists that are null, numbers as text."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo

from merilo.sources.sync.protocol import Record
from merilo.sources.sync.walk import moment


def obj(said: object) -> Record:
    """An object; anything else is an empty one."""
    return said if isinstance(said, dict) else {}


def items(said: object) -> list[Record]:
    """The objects of a list, or of what came in its place: null, one object, several by place."""
    if isinstance(said, list):
        return [one for one in said if isinstance(one, dict)]
    one = obj(said)
    if "id" in one:
        return [one]
    return [part for part in one.values() if isinstance(part, dict)]


def inner(record: Record, name: str) -> list[Record]:
    """What is embedded in a record under a name."""
    return items(obj(record.get("_embedded")).get(name))


def text(said: object) -> str | None:
    """What it says; None if that is nothing."""
    if said is None or isinstance(said, dict | list):
        return None
    if isinstance(said, bool):
        return "yes" if said else "no"
    return str(said).strip() or None


def key(said: object) -> str | None:
    """An id. Where there is none, some answers hold a zero."""
    if isinstance(said, bool):
        return None
    found = text(said)
    return None if found is None or found == "0" or found.startswith("-") else found


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


def number(said: object) -> Decimal | None:
    """A number, also if it came as text."""
    try:
        found = Decimal(text(said) or "")
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def money(said: object) -> str | None:
    """A sum. Zero is what stands where nobody typed one."""
    return None if number(said) == 0 else text(said)
