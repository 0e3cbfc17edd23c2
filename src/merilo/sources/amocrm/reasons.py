"""Why deals are lost: a deal names its reason, or only the reason's id."""

from merilo.sources.amocrm.lists import page
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Client, Record

NAME = "loss_reason_name"  # what we put beside an id that came without a name


def named(deal: Record) -> str | None:
    """The name of its reason."""
    for one in inner(deal, "loss_reason"):
        if name := text(one.get("name")):
            return name
    return text(deal.get(NAME)) or key(deal.get("loss_reason_id"))


class Reasons:
    """The list of reasons, asked for once in a reading, and only if a deal wants it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._names: dict[str, str | None] | None = None

    def fill(self, deals: list[Record]) -> list[Record]:
        """The deals, each reason with its name."""
        for deal in deals:
            id = key(deal.get("loss_reason_id"))
            if id and not inner(deal, "loss_reason"):
                deal[NAME] = self._all().get(id)
        return deals

    def _all(self) -> dict[str, str | None]:
        if self._names is None:
            try:
                rows, _ = page(self.client, "leads/loss_reasons", [], 1)
            except (Lacking, Refused):
                rows = []
            self._names = {key(row.get("id")) or "": text(row.get("name")) for row in rows}
        return self._names
