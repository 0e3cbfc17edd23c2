"""The way to a provider and back: an unguessable word goes along, and is believed once, from the
same person in the same session, for a short while."""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings

from merilo.errors import Impossible
from merilo.sources.sync.vault import Vault
from merilo.web.access.request import SignedIn
from merilo.web.connections.models import Trip
from merilo.web.connections.wanted import Filled
from merilo.words import say


@dataclass(frozen=True)
class Back:
    """Somebody who is back: for which connection of which system, `known` already or new, and what
    was filled in."""

    system: str
    known: bool
    found: Filled


def leave(request: SignedIn, system: str, found: Filled, known: bool, now: datetime) -> str:
    """The word that has to come back."""
    forget(now)
    word = secrets.token_urlsafe(32)
    said = json.dumps({"settings": found.settings, "secrets": found.secrets}).encode()
    Trip.objects.create(
        state=digest(word), user=request.user, session=session(request), system=system,
        connection=found.name, known=known, sealed=Vault(Path(settings.HOME)).seal(said),
        until=now + Trip.LIFE,
    )  # fmt: skip
    return word


def back(request: SignedIn, word: str, now: datetime) -> Back:
    """What was filled in before the trip, which is over. Impossible if the word is none that was
    given to this session, was used before, or is too old."""
    mine = Trip.objects.filter(user=request.user, session=session(request))
    told = digest(word)
    trip = next((one for one in mine if hmac.compare_digest(one.state, told)), None)
    if trip is None or not Trip.objects.filter(pk=trip.pk).delete()[0]:  # of two, one deletes it
        raise Impossible(say("this sign-in was not begun here, or was used already: begin again"))
    if trip.until <= now:
        raise Impossible(say("it took longer than {count} minutes: begin again",
                             count=int(Trip.LIFE.total_seconds() // 60)))  # fmt: skip
    try:
        said: dict[str, Any] = json.loads(Vault(Path(settings.HOME)).open(bytes(trip.sealed)))
    except InvalidToken:
        raise Impossible(say("the key of the server was changed meanwhile: begin again")) from None
    found = Filled(trip.connection, said["settings"], said["secrets"])
    return Back(trip.system, trip.known, found)


def forget(now: datetime) -> None:
    """Trips that took too long."""
    Trip.objects.filter(until__lt=now).delete()


def session(request: SignedIn) -> str:
    """The session, so that it cannot be told from what is kept of it."""
    return digest(request.session.session_key or "")


def digest(text: str) -> str:
    """Tells one text from others."""
    return hashlib.sha256(text.encode()).hexdigest()
