"""Skorozvon as a connector: a password is changed for a token that runs out."""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.skorozvon.calls import Calls
from merilo.sources.skorozvon.pages import LIST, REPORT, Pages
from merilo.sources.sync import faults, protocol, ring
from merilo.sources.sync.protocol import Ask, Client, Door, Known, Limits, OAuth, Wanted

SERVER = "https://api.skorozvon.ru"
SIGN_IN = (
    Wanted("username", "User name", hint="The e-mail you sign in to Skorozvon with"),
    Wanted("api_key", "API key", Ask.SECRET),
    Wanted("client_id", "Application ID"),
    Wanted("client_secret", "Application key", Ask.SECRET),
    Wanted("address", "Address of the server", Ask.ADDRESS, default=SERVER, needed=False),
)
SETTINGS = (
    ring.COUNTRY,
    Wanted("zone", "Time zone of the telephone system", needed=False, default=ring.MOSCOW,
           hint="For times that come without one"),
    Wanted("read", "Calls are read from", Ask.CHOICE, default=REPORT, needed=False,
           choices={REPORT: "the report of calls, with results and projects",
                    LIST: "the plain list"}),
    Wanted("first_page", "Number of the first page", Ask.CHOICE, default="", needed=False,
           choices={"": "found out", "0": "0", "1": "1"}),
)  # fmt: skip
MINUTE = (1_700_000_000, 1_700_000_060)  # asked for to test the connection


class Skorozvon:
    """See `protocol.Connector`."""

    name = "skorozvon"
    title = "Skorozvon"
    kind = "calls"
    sign_in = SIGN_IN
    settings = SETTINGS
    limits = Limits(per_second=2.0, page=100)
    streams: tuple[protocol.Stream, ...] = (Calls(),)

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """A token for the password; a new one when it has run out."""
        here, said = ring.base(settings.get("address"), SERVER), {**settings, **secrets}
        grant = {"grant_type": "password"} | {
            name: said.get(name) or ""
            for name in ("username", "api_key", "client_id", "client_secret")
        }
        return Door(here, oauth=OAuth(f"{here}/oauth/token", form=True, grant=grant))

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """Too many requests may be told in plain words, whatever the status."""
        head = answer.body[:200].lstrip().lower()
        if b"rate limit" in head and head[:1] not in b"{[":
            return faults.Many("rate limit")
        return None

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection: the calls of some minute."""
        zone = ring.zone(client.settings)
        ring.place(zone)
        Pages(client).ask(1, *MINUTE)
        country = str(client.settings.get("region") or ring.REGION)
        return protocol.Account(
            str(client.settings.get("username") or self.title), zone=zone, country=country
        )

    def fields(self, client: Client) -> Iterable[Known]:
        """None that could be mapped."""
        return ()
