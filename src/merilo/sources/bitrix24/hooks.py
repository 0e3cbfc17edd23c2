"""What an outgoing webhook tells: an event, and the id of a record that is to be read again."""

import hmac
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from merilo.sources.bitrix24.address import host
from merilo.sources.sync.plain import key
from merilo.sources.sync.protocol import Hint

FORM = "application/x-www-form-urlencoded"
STREAMS = {"DEAL": "deals", "LEAD": "leads", "CONTACT": "contacts", "COMPANY": "companies",
           "QUOTE": "quotes", "ACTIVITY": "activities"}  # fmt: skip
PLACES = ("data[FIELDS][ID]", "data[FIELDS_AFTER][ID]", "data[FIELDS_BEFORE][ID]")


def heard(body: bytes, kind: str, settings: Mapping[str, Any]) -> Iterator[Hint] | None:
    """Which record it names. None if it is of another portal, or does not bear the token that was
    put down. ValueError if it is no such call."""
    if kind.partition(";")[0].strip().lower() != FORM:
        raise ValueError("not a form")
    said = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    token = str(settings.get("application_token") or "")
    if token and not hmac.compare_digest(token.encode(), said["auth[application_token]"].encode()):
        return None
    if said["auth[domain]"] != host(settings):
        return None
    return named(said)


def named(said: Mapping[str, str]) -> Iterator[Hint]:
    """The record; events that we do not know name none."""
    event = said["event"].upper()
    stream = "tasks" if event.startswith("ONTASK") else ""
    for name, one in STREAMS.items():
        if event.startswith(f"ONCRM{name}"):
            stream = one
    id = next((id for place in PLACES if (id := key(said.get(place)))), None)
    if stream and id and id.isdigit():
        yield Hint(stream, id)
