"""The account itself: its name, its zone, and the departments its people are in."""

from collections.abc import Iterator
from datetime import UTC, datetime

from merilo.sources.amocrm.lists import API, Stream
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync import protocol
from merilo.sources.sync.faults import Broken, Lacking
from merilo.sources.sync.plain import obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.walk import moment

FILTERS = (
    "filters of the API are switched off in the account: deals, customers and activities cannot be "
    "read until its support switches them on"
)
STRANGER = (
    "the token is not that of an administrator: names, e-mail and departments of people cannot be "
    "read"
)
WITH = "users_groups,task_types,datetime_settings,is_api_filter_enabled"


def asked(client: Client) -> Record:
    """What the account says of itself."""
    found = client.ask("GET", f"{API}account", [("with", WITH)]).json()
    if not isinstance(found, dict) or "id" not in found:
        raise Broken("the account does not say what it is")
    return found


def hello(client: Client) -> protocol.Account:
    """Test the connection: the account, and what cannot be read in it."""
    said = asked(client)
    settings = obj(obj(said.get("_embedded")).get("datetime_settings"))
    made = moment(said.get("created_at"))
    return protocol.Account(
        name=text(said.get("name")) or text(said.get("subdomain")) or "",
        zone=text(settings.get("timezone")) or "",
        currency=text(said.get("currency")) or "",
        since=datetime.fromtimestamp(made, UTC) if made else None,
        lacking=tuple(lacking(client, said)),
        country=text(said.get("country")) or "",
        id=text(said.get("id")) or "",
    )


def lacking(client: Client, said: Record) -> Iterator[str]:
    """Rights and functions that are missing."""
    if said.get("is_api_filter_enabled") is False:
        yield FILTERS
    try:
        client.ask("GET", f"{API}users", [("limit", "1")])
    except Lacking:
        yield STRANGER


class Departments(Stream):
    """The groups of users."""

    name = "account"
    feeds: tuple[str, ...] = ("units",)
    every_s = 600

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """The account, once."""
        yield Batch([asked(client)], {})

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The department 0 is the main one."""
        for group in inner(record, "users_groups"):
            id = text(group.get("id"))
            values = {"id": id, "name": text(group.get("name")) or id, "kind": "department"}
            yield Row("units", values, {})
