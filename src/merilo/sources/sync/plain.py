"""Plain texts of what an answer holds, whatever it holds: lists that are null, numbers as text."""

from decimal import Decimal, InvalidOperation

from merilo.sources.sync.protocol import Record


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
