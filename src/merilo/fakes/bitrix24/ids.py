"""The ids that Bitrix24 gives, and how it writes moments: from the places in the world's lists."""

from datetime import UTC, datetime, timedelta, timezone

from merilo.fakes.world import Stage, World
from merilo.fakes.world.hours import OFFSET

ZONE = timezone(timedelta(seconds=OFFSET))
PERSON, UNIT, DEAL, COMPANY, CONTACT = 1, 1, 601, 5001, 7001
QUOTE, TASK, ACTIVITY, CALL, MOVE, LINE = 301, 8001, 90_001, 11, 1, 40_001
LEAD = 601  # leads and deals count each for themselves
PRODUCT, SECTION, FIELD = 51, 31, 1_700_000_000
TYPES = {"lead": 1, "deal": 2, "contact": 3, "company": 4, "quote": 7}
MEMBER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def iso(at: int | None) -> str | None:
    """A moment, in the zone of the portal."""
    return None if at is None else datetime.fromtimestamp(at, ZONE).isoformat()


def seconds(said: object) -> int | None:
    """A moment that was asked for; without a zone it is the portal's."""
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=ZONE)).astimezone(UTC).timestamp())


def person(number: int | None) -> int | None:
    """A user."""
    return None if number is None else PERSON + number


def status(stage: Stage, reason: int | None) -> str:
    """A stage within its category. There are several in which deals are lost: for no reason that
    is said, and one for each reason."""
    own = f"S{stage.number}"
    if stage.incoming:
        own = "NEW"
    elif stage.kind == "won":
        own = "WON"
    elif stage.kind == "lost":
        own = "LOSE" if reason is None else "APOLOGY" if reason == 0 else f"F{reason}"
    return f"C{stage.pipeline}:{own}" if stage.pipeline else own


def pair(stage: Stage, reason: int | None) -> str:
    """What tells a stage from all others."""
    return f"{stage.pipeline}/{status(stage, reason)}"


def lost(world: World, stage: Stage, reason: int | None) -> str:
    """What the stage of a lost deal is called: by the reason."""
    return stage.name if reason is None else world.reasons[reason].name


def field(number: int) -> str:
    """A field of the company's own, in the new spelling."""
    return f"ufCrm_{FIELD + number}"


def uniq(number: int) -> str:
    """What the telephone system calls a call."""
    return f"externalCall.{number * 2_654_435_761 % 2**32:08x}.{number}"
