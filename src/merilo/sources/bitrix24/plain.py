"""How Bitrix24 writes moments, yes and no, and the names of its old methods."""

from datetime import UTC, datetime

from merilo.sources.sync.plain import text
from merilo.sources.sync.protocol import Record


def seconds(said: object) -> int | None:
    """A moment in ISO 8601 as seconds since 1970; None if it is none."""
    try:
        at = datetime.fromisoformat(text(said) or "")
    except ValueError:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def iso(at: int) -> str:
    """Seconds since 1970 as a filter wants them."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def day(said: object) -> str | None:
    """The day of a moment, as the portal wrote it."""
    found = text(said)
    return found[:10] if found else None


def yes(said: object) -> bool:
    """Y or N; some lists say true or 1."""
    return said in (True, "Y", "1", 1)


def lowered(row: object) -> Record:
    """A row of the old methods, with its `ID` as `id` too; what is no row is put into one."""
    if not isinstance(row, dict):
        return {"unread": row}
    return {"id": row["ID"], **row} if "ID" in row else row
