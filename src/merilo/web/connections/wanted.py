"""What an administrator fills in for a connection: read from a form, tried, kept."""

import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict

from merilo.company import NAME, Company
from merilo.errors import Error, Impossible, SetupError
from merilo.sources.sync import faults
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Account, Ask, Connector, Door, Wanted
from merilo.sources.sync.trial import trial
from merilo.sources.sync.vault import Vault
from merilo.web.connections import change
from merilo.web.notices.ways.public import lead
from merilo.web.notices.ways.trouble import Trouble
from merilo.web.notices.words import why
from merilo.words import _, say, told

LOG = logging.getLogger("merilo.web")
LONGEST = 4000  # letters of an answer


@dataclass
class Filled:
    """What a form says: the connection's name, settings, secrets, and what is wrong by field; the
    name of the connection is the field "".
    """

    name: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def suggested(connector: Connector, home: Path) -> str:
    """A name that no connection has yet."""
    taken = {one.stem for one in (home / "connections").glob("*.yaml")}
    names = [connector.name, *(f"{connector.name}{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def named(post: QueryDict, connector: Connector, home: Path) -> tuple[str, str]:
    """The connection's name, and what is wrong with it."""
    name = post.get("name", "").strip()
    try:
        Connection(name, connector.name)
    except Impossible as error:
        return name, told(error)
    return name, taken(home, name)


def taken(home: Path, name: str) -> str:
    """That the name is; "" if it is not."""
    if not (home / "connections" / f"{name}.yaml").exists():
        return ""
    return say("There is a connection “{name}” already; take another word", name=name)


def filled(post: QueryDict, wanted: Iterable[Wanted], kept: Mapping[str, str] | None = None
           ) -> Filled:  # fmt: skip
    """What was filled in; of secrets that are `kept`, an empty field leaves them as they are."""
    found = Filled()
    for one in wanted:
        text = post.get(f"f-{one.name}", "").strip()[:LONGEST]
        if one.ask == Ask.SECRET and not text:
            text = (kept or {}).get(one.name, "")
        if wrong := wrong_with(one, text):
            found.wrong[one.name] = wrong
        elif one.ask == Ask.SECRET:
            found.secrets |= {one.name: text} if text else {}
        else:
            found.settings[one.name] = text
    return found


def wrong_with(one: Wanted, text: str) -> str:
    """What is wrong with an answer; "" if nothing is."""
    if not text:
        return _("This is needed.") if one.needed else ""
    if one.ask == Ask.CHOICE and text not in one.choices:
        return _("Choose one of the list.")
    if one.ask == Ask.NUMBER and not text.isdecimal():
        return _("A whole number is wanted.")
    return ""


def fit(connector: Connector, door: Door) -> None:
    """Impossible if an address that was typed leads into a private network."""
    parts = urlsplit(door.base)
    typed = any(one.ask == Ask.ADDRESS for one in (*connector.sign_in, *connector.settings))
    if not typed or parts.scheme not in ("http", "https"):
        return
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        lead(parts.hostname or "", port, settings.PRIVATE_HOSTS)
    except Trouble as found:
        raise Impossible(why(found.short)) from None


def tried(connector: Connector, found: Filled) -> tuple[Account | None, str]:
    """Who answers; or nobody, and why in one sentence that holds no secret."""
    home = Path(settings.HOME)
    try:
        account = trial(home, connector, found.settings, found.secrets,
                        lambda door: fit(connector, door))  # fmt: skip
    except Error as error:
        return None, hidden(failed(error), found.secrets)
    except Exception as error:
        kind = type(error).__name__  # its text may hold what was typed
        LOG.warning("trial broke", extra={"fields": {"connector": connector.name, "error": kind}})
        return None, _("Merilo made a mistake; it is written in the log. Nothing was kept.")
    return account, ""


def failed(error: Error) -> str:
    """Why nobody answered, for somebody who has just typed the address and the token."""
    match error:
        case faults.SignIn():
            return _("The token is not accepted: see that it was copied whole, and still holds.")
        case faults.Lacking():
            return say("The token is good, and has no right to read: {said}.", said=error.said)
        case faults.Refused(status=404):
            return _("There is no such account at this address.")
        case faults.Away():
            return _("Nobody answers at this address. See that it is right, and try again.")
    return told(error)


def hidden(text: str, secrets: Mapping[str, str]) -> str:
    """The text without any of the secrets, whoever repeated them."""
    for secret in secrets.values():
        text = text.replace(str(secret), "***")
    return text


def connect(connector: Connector, found: Filled, account: Account) -> Connection:
    """Keep it: secrets first, so that nobody reads without them. A new home is founded upon the
    account."""
    home, now = Path(settings.HOME), datetime.now(UTC).timestamp()
    found_company(home, account)
    bare = Connection(found.name, connector.name)
    connection = change.with_settings(bare, found.settings)
    Vault(home).write(connection.name, found.secrets)
    remember(home, connection.name, account, now)
    keep(home, connection)
    return connection


def remember(home: Path, name: str, account: Account, now: float) -> None:
    """Who answered, and since when these secrets are kept."""
    with closing(Marks(home, name)) as marks:
        marks.note(account=account.text(), greeted=now, kept=now, trouble=None)


def found_company(home: Path, account: Account) -> None:
    """A home without settings takes name, zone, currency and country from the account, each if
    it can be."""
    if (home / NAME).exists():
        return
    company = Company.found(os.environ.get("MERILO_ZONE") or os.path.realpath("/etc/localtime"))
    for name in ("name", "zone", "currency", "country"):
        said = getattr(account, name)
        try:
            company = replace(company, **{name: said}) if said else company
        except SetupError:
            LOG.warning("account is odd", extra={"fields": {"setting": name}})
    home.mkdir(parents=True, exist_ok=True)
    company.save(home)
