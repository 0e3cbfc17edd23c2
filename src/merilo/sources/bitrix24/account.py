"""Who the portal is, what the webhook may read, and which fields cards have."""

from collections.abc import Iterator
from datetime import UTC, datetime

from merilo.sources.bitrix24.activities import TASKS, TELEPHONY
from merilo.sources.bitrix24.address import country, host
from merilo.sources.bitrix24.ask import Came, Command, batch
from merilo.sources.bitrix24.plain import seconds
from merilo.sources.bitrix24.words import OWN
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import items, obj, text
from merilo.sources.sync.protocol import Account, Client, Known

CARDS = {"deals": 2, "companies": 4, "contacts": 3}
FIRST = (
    Command("user.get", {"sort": "ID", "order": "ASC"}),
    Command("crm.item.list", {"entityTypeId": 2, "order": {"id": "ASC"}, "start": -1,
                              "select": ["id", "createdTime"]}),
)  # fmt: skip
GUEST = "the webhook is not that of an administrator: only what its owner may see"
PROBES = (
    (Command("crm.category.list", {"entityTypeId": 2}), "CRM: no deal can be read"),
    (Command("user.get", {"ID": 1}), "users: names and e-mail of people cannot be read"),
    (Command("department.get", {"ID": 1}), "departments: nobody has a place"),
    (Command("voximplant.statistic.get", {"FILTER": {"ID": 0}}), TELEPHONY),
    (Command("tasks.task.list", {"filter": {"ID": 0}, "select": ["ID"]}), TASKS),
)


def hello(client: Client) -> Account:
    """Test the connection: all rights are tried in one request."""
    asked = [Command("profile", {}), Command("crm.currency.base.get", {}), *FIRST]
    profile, base, users, deals, *tried = batch(client, [*asked, *(one for one, _ in PROBES)])
    known = obj(_come(profile))
    lacking = [
        words
        for came, (_, words) in zip(tried, PROBES, strict=True)
        if isinstance(came.failed, Lacking)
    ]
    if known.get("ADMIN") is False:
        lacking.append(GUEST)
    zone = text(known.get("TIME_ZONE")) or ""
    return Account(
        name=host(client.settings),
        zone=zone if "/" in zone else "",
        currency=text(_come(base)) or "",
        since=oldest(users, deals),
        lacking=tuple(lacking),
        country=country(client.settings),
    )


def oldest(users: Came, deals: Came) -> datetime | None:
    """When the portal began: when its first users or deals were made."""
    said = [one.get("DATE_REGISTER") for one in items(_come(users))]
    said += [one.get("createdTime") for one in items(obj(_come(deals)).get("items"))]
    found = [at for one in said if (at := seconds(one)) and at > 0]
    return datetime.fromtimestamp(min(found), UTC) if found else None


def _come(came: Came) -> object:
    """The result; whoever does not know us says so here."""
    if came.failed and not isinstance(came.failed, Lacking | Refused):
        raise came.failed
    return came.result


def fields(client: Client) -> Iterator[Known]:
    """The fields that the portal has added to its cards."""
    asked = [Command("crm.item.fields", {"entityTypeId": id}) for id in CARDS.values()]
    for card, came in zip(CARDS, batch(client, asked), strict=True):
        for name, said in obj(obj(_come(came)).get("fields")).items():
            if name.startswith(OWN) and isinstance(said, dict):
                choices = (text(one.get("VALUE")) for one in items(said.get("items")))
                yield Known(card, name, text(said.get("title")) or name,
                            text(said.get("type")) or "", tuple(filter(None, choices)))  # fmt: skip
