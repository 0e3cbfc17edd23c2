"""Any dialler as a connector: the files that it exports into a folder of this machine."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from merilo.sources.dialler.call import SHORT
from merilo.sources.dialler.calls import Calls
from merilo.sources.dialler.seen import Look, look
from merilo.sources.sync import protocol, ring
from merilo.sources.sync.local import Local
from merilo.sources.sync.protocol import Ask, Client, Wanted

SIGN_IN = (
    Wanted("path", "File or folder of exports", Ask.FILE,
           "On the server of Merilo, such as /srv/dialler. Each CSV or XLSX that is put there is "
           "read"),
)  # fmt: skip
ORDERS = {"": "found out", "day": "day first: 31/12/2026", "month": "month first: 12/31/2026"}
SETTINGS = (
    Wanted("zone", "Time zone of the files", hint="Such as Europe/Budapest"),
    replace(ring.COUNTRY, default=""),
    Wanted("dates", "Order of day and month", Ask.CHOICE, default="", choices=ORDERS, needed=False,
           hint="Where dates such as 05/06/2026 leave it open, a file waits until it is chosen"),
    Wanted("way", "Direction, where the files do not say", Ask.CHOICE, default="out", needed=False,
           choices={"out": "calls are made", "in": "calls are received"}),
    Wanted("pattern", "Names of the files in the folder", needed=False,
           hint="Such as calls-*.csv; all tables, if it is empty"),
    Wanted("lines", "Telephone numbers of your own", needed=False,
           hint="With commas. A call from one of them is made, a call to one is received"),
    Wanted("extension_digits", "Digits of an extension at most", Ask.NUMBER, default=str(SHORT),
           needed=False),
)  # fmt: skip


class Dialler(Local):
    """See `protocol.Connector`. Nothing is asked over the network."""

    name = "dialler"
    title = "Any dialler: files in a folder"
    kind = "calls"
    sign_in = SIGN_IN
    settings = SETTINGS
    streams: tuple[protocol.Stream, ...] = (Calls(),)

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection: whether the files are there, may be read, and hold calls."""
        said = client.settings
        zone = ring.zone(said)
        ring.place(zone)
        self.look(said).check()
        country = str(said.get("region") or "")
        return protocol.Account(str(said.get("path") or ""), zone=zone, country=country)

    def look(self, settings: Mapping[str, Any]) -> Look:
        """What stands in the newest file, and what is made of it."""
        return look(settings)
