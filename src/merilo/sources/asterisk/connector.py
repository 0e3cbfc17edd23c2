"""Asterisk as a connector: its files of call records, on this machine or brought to it."""

from merilo.sources.asterisk import files
from merilo.sources.asterisk.calls import SHORT, Calls
from merilo.sources.sync import protocol, ring
from merilo.sources.sync.local import Local
from merilo.sources.sync.protocol import Ask, Client, Wanted

SIGN_IN = (
    Wanted("path", "File or folder of call records", Ask.FILE,
           "On the server of Merilo, such as /var/log/asterisk/cdr-csv/Master.csv, or a folder "
           "into which the files are copied"),
)  # fmt: skip
SETTINGS = (
    ring.ZONE,
    ring.COUNTRY,
    Wanted("pattern", "Names of the files in the folder", default="*.csv*", needed=False),
    Wanted("columns", "Order of the columns", needed=False,
           hint="For files without a header, such as: accountcode, src, dst, dcontext, clid ..."),
    Wanted("extension_digits", "Digits of an extension at most", Ask.NUMBER, default=str(SHORT),
           needed=False),
    Wanted("contexts_in", "Contexts of incoming calls", needed=False,
           hint="With commas, such as: from-trunk, from-pstn. Else the numbers tell"),
    Wanted("contexts_out", "Contexts of outgoing calls", needed=False),
)  # fmt: skip


class Asterisk(Local):
    """See `protocol.Connector`. Nothing is asked over the network."""

    name = "asterisk"
    title = "Asterisk / FreePBX"
    kind = "calls"
    sign_in = SIGN_IN
    settings = SETTINGS
    streams: tuple[protocol.Stream, ...] = (Calls(),)

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection: whether the files are there, and may be read."""
        said = client.settings
        zone = ring.zone(said)
        ring.place(zone)
        files.found(str(said.get("path") or ""), str(said.get("pattern") or ""))
        country = str(said.get("region") or ring.REGION)
        return protocol.Account(self.title, zone=zone, country=country)
