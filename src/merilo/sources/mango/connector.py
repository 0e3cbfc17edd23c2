"""Mango Office as a connector."""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.mango import signed
from merilo.sources.mango.calls import NEW, OLD, Calls
from merilo.sources.sync import protocol, ring
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.protocol import Ask, Client, Door, Known, Limits, Wanted

SERVER = "https://app.mango-office.ru"
SIGN_IN = (
    Wanted("api_key", "Unique code of the exchange", Ask.SECRET,
           "Integrations, API connector, in the personal account of Mango Office"),
    Wanted("salt", "Key for the signature", Ask.SECRET, "On the same page"),
    Wanted("address", "Address of the server", Ask.ADDRESS, default=SERVER, needed=False),
)  # fmt: skip
SETTINGS = (
    ring.COUNTRY,
    Wanted("read", "Calls are read from", Ask.CHOICE, default=NEW, needed=False,
           choices={NEW: "the extended report", OLD: "the older report"}),
    Wanted("busy", "Codes of reasons that mean busy", needed=False,
           hint="With commas, as the history of calls shows them"),
)  # fmt: skip
NAMELESS = "employees may not be read: people are found by extension and name alone"


class Mango:
    """See `protocol.Connector`."""

    name = "mango"
    title = "Mango Office"
    kind = "calls"
    sign_in = SIGN_IN
    settings = SETTINGS
    limits = Limits(per_second=1.0, page=5000, burst=2)  # how fast is too fast, nobody says
    streams: tuple[protocol.Stream, ...] = (Calls(),)

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """Each request is signed."""
        return Door(ring.base(settings.get("address"), SERVER))

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """What is not ready, what is signed wrongly, what is too long a time."""
        return signed.judge(answer)

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection: the list of employees; calls are told without it, too."""
        lacking: tuple[str, ...] = ()
        try:
            signed.ask(client, "/vpbx/config/users/request", {})
        except Lacking:
            lacking = (NAMELESS,)
        country = str(client.settings.get("region") or ring.REGION)
        return protocol.Account(self.title, zone=ring.MOSCOW, country=country, lacking=lacking)

    def fields(self, client: Client) -> Iterable[Known]:
        """None that could be mapped."""
        return ()
