"""A call as a telephone system tells it, on its way to be an activity. No number is kept of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from merilo.errors import Impossible
from merilo.sources.sync import phones
from merilo.sources.sync.protocol import Ask, Client, Ground, Hint, Record, Row, Wanted
from merilo.sources.sync.walk import stamp
from merilo.words import say

REGION = "RU"  # whose numbers are meant where nobody says
MOSCOW = "Europe/Moscow"
LOCAL = ("127.0.0.1", "::1", "localhost")
ALIKE = partial(stamp, name="")  # tells records by their ids alone

COUNTRY = Wanted(
    "region", "Country of telephone numbers", needed=False, default=REGION,
    hint="Two letters, such as RU: of numbers that are written without a country code",
)  # fmt: skip
ZONE = Wanted("zone", "Time zone of the telephone system", needed=False, default=MOSCOW)
ADDRESS = Ask.ADDRESS


@dataclass(frozen=True)
class Call:
    """What is told of a call. `talk` and `wait` in seconds; `operator` is who of ours it was: id,
    extension, name, email; `same_as` is what the CRM's note of it calls it."""

    id: str | None
    occurred: str | None  # ISO, with its zone
    direction: str | None
    outcome: str
    talk: str | int | None
    phone: object = None
    wait: object = None
    operator: Mapping[str, str | None] = field(default_factory=dict)
    recording: str | None = None
    result: object = None
    campaign: object = None
    same_as: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def author(self) -> str:
        """A dialler that nobody stood behind is no person; whoever calls us in vain is one."""
        return "robot" if self.direction == "out" and not any(self.operator.values()) else "person"


def row(call: Call, ground: Ground) -> Row:
    """The activity. Whose call it is, with whom and about what, the engine finds."""
    values = {
        "id": call.id,
        "kind": "call",
        "direction": call.direction,
        "occurred": call.occurred,
        "duration_s": text(call.talk) or "0",
        "outcome": call.outcome,
        "recording": call.recording,
        "author": call.author,
    }
    where = region(ground)
    extra = {
        "operator": {name: said for name, said in sorted(call.operator.items()) if said},
        "phone": phones.digested(call.phone, where, ground.digest),
        "shown": phones.shown(call.phone, where),
        "wait_s": number(call.wait),
        "result": call.result,
        "campaign": call.campaign,
        "same_as": call.same_as,
        **call.more,
    }
    return Row("activities", values, {name: said for name, said in extra.items() if said})


def region(ground: Ground) -> str:
    """Whose numbers are meant."""
    return str(ground.settings.get("region") or ground.account.country or REGION).upper()


class Stream:
    """What all lists of calls have in common. A call is told when it has ended, by when it began:
    each run reads again so far back as calls and what operators note after them may last."""

    name = "calls"
    feeds: tuple[str, ...] = ("activities",)
    timed = True
    settle_s = 30
    overlap_s = 7200
    every_s = 0

    def hints(self, record: Record) -> Iterator[Hint]:
        """None."""
        return iter(())

    def look(self, client: Client, ids: Sequence[str]) -> None:
        """Nobody asks for single calls."""
        return None

    def ids(self, client: Client) -> None:
        """Calls are not taken back."""
        return None

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", id)]


def base(said: object, fallback: str = "") -> str:
    """The address of a server. Impossible if it is none, or would be asked in the clear."""
    typed = str(said or fallback).strip().rstrip("/")
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    host = parts.hostname or ""
    if not host or " " in host or parts.username:
        raise Impossible(say("“{said}” is no address of a server", said=typed[:100]))
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        raise Impossible(say("“{said}” is not encrypted: https is wanted", said=typed[:100]))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def text(said: object) -> str | None:
    """What it says; None if that is nothing."""
    if said is None or isinstance(said, dict | list | bool):
        return None
    return str(said).strip() or None


def number(said: object) -> int | None:
    """Whole seconds; None if it says none."""
    try:
        return int(float(text(said) or ""))
    except (ValueError, OverflowError):
        return None


def talked(said: object) -> bool:
    """Whether so many seconds are more than none."""
    return (number(said) or 0) > 0


def obj(said: object) -> Record:
    """An object; anything else is an empty one."""
    return said if isinstance(said, dict) else {}


def items(said: object) -> list[Record]:
    """The objects of a list; anything else is an empty one."""
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def named(said: object, name: str = "name") -> str | None:
    """What an object calls itself, or the text that stands in its place."""
    return text(obj(said).get(name)) or text(said)


def external(said: object) -> bool:
    """Whether it is a telephone number, and not an extension."""
    return len([c for c in text(said) or "" if c.isdigit()]) >= phones.SHORTEST


@cache
def place(zone: str) -> ZoneInfo:
    """A zone. Impossible if there is none of that name."""
    try:
        return ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        raise Impossible(say("“{zone}” is no time zone", zone=zone)) from None


def instant(said: object, zone: str, forms: Sequence[str] = ()) -> str | None:
    """A moment as ISO in UTC: seconds since 1970, ISO, or a text of one of the forms; what has no
    zone of its own is in `zone`. What cannot be read stays, for the check to refuse."""
    found = text(said)
    if found is None:
        return None
    at = read(found, forms)
    if at is None:
        return found
    at = at if at.tzinfo else at.replace(tzinfo=place(zone))
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read(said: str, forms: Sequence[str] = ()) -> datetime | None:
    """The moment that a text says."""
    try:
        if said.isascii() and said.isdigit() and len(said) <= 11:
            return datetime.fromtimestamp(int(said), UTC)
        return datetime.fromisoformat(said)
    except (ValueError, OverflowError, OSError):
        pass
    for form in forms:
        try:
            return datetime.strptime(said, form)  # noqa: DTZ007 its zone is the system's
        except ValueError:
            continue
    return None


def written(at: int, zone: str, form: str) -> str:
    """Seconds since 1970 as a clock in that zone shows them."""
    return datetime.fromtimestamp(at, place(zone)).strftime(form)


def zone(settings: Mapping[str, Any], account: str = "") -> str:
    """The zone of a telephone system."""
    return str(settings.get("zone") or account or MOSCOW)
