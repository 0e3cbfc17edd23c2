"""The sessions of an account: on which device, from where, when last."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from merilo.web.accounts.models import User

# The first that is found names it: Edge and Opera call themselves Chrome, too.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("YaBrowser", "Yandex"), ("Firefox", "Firefox"),
            ("CriOS|Chrome|Chromium", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone|iPad", "iOS"), ("Windows", "Windows"),
           ("Mac OS X|Macintosh", "macOS"), ("Linux|X11", "Linux"))  # fmt: skip
HANDHELD = re.compile(r"Android|iPhone|iPad|Mobile")


@dataclass(frozen=True)
class Session:
    """A session: its number, device, where from, since when, when last, and whether it is this."""

    pk: int
    device: str
    handheld: bool
    address: str
    since: datetime
    seen: datetime
    here: bool


def sessions(user: User, request: HttpRequest) -> list[Session]:
    """The sessions that are open, the one in use first, then by when they were used."""
    found = [
        Session(one.pk, device(one.user_agent), bool(HANDHELD.search(one.user_agent)), one.ip,
                one.created_at, one.last_seen_at,
                one.session_key == request.session.session_key)
        for one in UserSession.objects.purge_and_list(user)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.here, -one.seen.timestamp()))


def device(agent: str) -> str:
    """Browser and system, as far as the browser says: `Chrome, Windows`."""
    named = (next((name for sign, name in known if re.search(sign, agent)), "")
             for known in (BROWSERS, SYSTEMS))  # fmt: skip
    return ", ".join(part for part in named if part)
