"""UIS, CoMagic and CallGear as a connector."""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.sync import protocol, ring
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.protocol import Ask, Client, Door, Known, Limits, Wanted
from merilo.sources.uis import rpc
from merilo.sources.uis.calls import Calls

HOSTS = {
    "https://dataapi.uiscom.ru": "UIS", "https://dataapi.comagic.ru": "CoMagic",
    "https://dataapi.callgear.com": "CallGear",
}  # fmt: skip
SIGN_IN = (
    Wanted("address", "System", Ask.CHOICE, default="https://dataapi.uiscom.ru", choices=HOSTS,
           hint="The key of one does not open the others"),
    Wanted("token", "Key of the Data API", Ask.SECRET,
           "Account, Rules of access to the API; this server's address has to be on its list"),
)  # fmt: skip
SETTINGS = (ring.COUNTRY, ring.ZONE)
DAY = ("2026-01-01 00:00:00", "2026-01-01 00:00:01")  # asked for to test the connection
NAMELESS = "employees may not be read: people are found by name alone"


class UIS:
    """See `protocol.Connector`."""

    name = "uis"
    title = "UIS / CoMagic / CallGear"
    kind = "calls"
    sign_in = SIGN_IN
    settings = SETTINGS
    limits = Limits(per_second=2.0, page=1000, burst=2, timeout_s=60.0)
    streams: tuple[protocol.Stream, ...] = (Calls(),)

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """The key travels in each request."""
        return Door(ring.base(settings.get("address"), next(iter(HOSTS))))

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """Errors come with the status 200."""
        return rpc.judge(answer)

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection: the report of a second, and whether employees may be read."""
        zone = ring.zone(client.settings)
        ring.place(zone)
        since, until = DAY
        rpc.ask(client, "get.calls_report",
                {"date_from": since, "date_till": until, "limit": 1, "offset": 0})  # fmt: skip
        lacking: tuple[str, ...] = ()
        try:
            rpc.ask(client, "get.employees", {"limit": 1, "offset": 0})
        except Lacking:
            lacking = (NAMELESS,)
        country = str(client.settings.get("region") or ring.REGION)
        name = HOSTS.get(str(client.settings.get("address") or ""), "UIS")
        return protocol.Account(name, zone=zone, lacking=lacking, country=country)

    def fields(self, client: Client) -> Iterable[Known]:
        """None that could be mapped."""
        return ()
