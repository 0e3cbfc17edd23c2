"""What stands in the way of a connection, in words; who is told of it, once, until it is over."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from importlib import import_module
from json import loads
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from merilo.errors import Error, SetupError
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.faults import Blocked, Paused, SignIn
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.vault import Vault
from merilo.web.accounts.models import Role, User
from merilo.web.connections.models import Reading
from merilo.web.notices.models import Delivery, Notice, State
from merilo.web.notices.tell import speaking, tell
from merilo.words import _, say, told

HOUR_S, SOON_S = 3600.0, 300.0
ENDING = timedelta(days=14)
GRAVE = (SignIn, Blocked, SetupError)  # somebody has to do something


def ours(now: datetime) -> dict[str, Any]:
    """A fault of our own, as the engine notes those of others."""
    return {"kind": "", "fields": {}, "at": now.timestamp(), "until": None}


def kind_of(noted: Mapping[str, Any] | None) -> type[Error] | None:
    """Which error it was; None if there is none, or none that we know."""
    module, _colon, name = str((noted or {}).get("kind") or "").partition(":")
    if not module.startswith("merilo."):
        return None
    found = getattr(import_module(module), name, None)
    return found if isinstance(found, type) and issubclass(found, Error) else None


def said(noted: Mapping[str, Any] | None) -> str:
    """The trouble in words; "" if there is none."""
    if not noted:
        return ""
    kind = kind_of(noted)
    try:
        if kind:
            names = [one.name for one in fields(kind) if one.init]
            given = {n: noted["fields"][n] for n in names if n in noted["fields"]}
            return told(kind(**{n: _(v) if isinstance(v, str) else v for n, v in given.items()}))
    except (KeyError, TypeError, ValueError):
        pass
    return _("Merilo made a mistake; it is written in the log. It is tried again in a while.")


def until(state: Mapping[str, Any]) -> float:
    """When it may be asked again, seconds since 1970; 0 if nothing stands in the way."""
    noted = state.get("trouble")
    if not noted:
        return 0.0
    if noted.get("until"):
        return float(noted["until"])
    kind = kind_of(noted)
    long = HOUR_S if kind and issubclass(kind, GRAVE) else SOON_S
    return float(noted["at"]) + long


def grave(noted: Mapping[str, Any] | None) -> bool:
    """It does not go away by itself."""
    kind = kind_of(noted)
    return bool(kind and issubclass(kind, GRAVE))


def shut_out(noted: Mapping[str, Any] | None) -> bool:
    """The source does not know us any more."""
    return kind_of(noted) is SignIn


def paused(noted: Mapping[str, Any] | None) -> bool:
    """The source gives no more today."""
    return kind_of(noted) is Paused


def ends(secrets: Mapping[str, str]) -> datetime | None:
    """When the tokens run out that nobody renews, as far as they tell: a token of three parts
    says it in its second one, and nothing of it is believed but the day."""
    if secrets.get("refresh"):
        return None
    found = [at for one in secrets.values() if (at := ending(one))]
    return min(found, default=None)


def ending(token: str) -> datetime | None:
    """The `exp` of a JSON Web Token (RFC 7519); None of anything else."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        read = loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return datetime.fromtimestamp(float(read["exp"]), UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None


def kept_until(name: str) -> datetime | None:
    """When the kept token of a connection ends; None if it does not tell, or cannot be read."""
    try:
        return ends(Vault(Path(settings.HOME)).read(name))
    except Error:
        return None


def watch(connection: Connection, now: datetime) -> None:
    """Tell the administrators, once, what they have to see to; and clear it away once it is
    over."""
    with closing(Marks(Path(settings.HOME), connection.name)) as marks:
        noted = marks.state().get("trouble")
    reading, _made = Reading.objects.get_or_create(name=connection.name)
    found = kind_of(noted)
    code = found.code if found and grave(noted) else ""
    at = kept_until(connection.name)
    if not code and at and at - now < ENDING:
        code = f"ends {at:%Y-%m-%d}"
    if code != reading.told:
        with transaction.atomic():
            clear(connection.name, now)
            if code:
                announce(connection, f"{code} {now.isoformat()}", noted, at, now)
            Reading.objects.filter(name=connection.name).update(told=code)


def announce(connection: Connection, key: str, noted: Mapping[str, Any] | None,
             at: datetime | None, now: datetime) -> None:  # fmt: skip
    """To every administrator, in their language."""
    link = reverse("connection", args=[connection.name])
    for one in User.objects.filter(role=Role.ADMINISTRATOR, is_active=True):
        with speaking(one):
            if grave(noted):
                title, text = say("Not read: {name}", name=connection.called), said(noted)
            else:
                title = say("The token ends soon: {name}", name=connection.called)
                text = say("It ends on {day}. Make a new one there, and paste it here.",
                           day=f"{at:%Y-%m-%d}")  # fmt: skip
            tell(one, "alert", f"{prefix(connection.name)}{key}", title, now, text, link)


def clear(name: str, now: datetime) -> None:
    """What was told of it is over: read, and no longer on its way."""
    mine = Notice.objects.filter(key__startswith=prefix(name))
    mine.filter(read=None).update(read=now)
    waiting = Delivery.objects.filter(notice__in=mine, state=State.WAITING)
    waiting.update(state=State.DROPPED, over=now)


def prefix(name: str) -> str:
    """What the keys of its notices begin with."""
    return f"connection:{name}:"
