"""The employees of an exchange, by their ids, extensions and names: for calls that name one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from merilo.sources.mango.signed import ask
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.protocol import Client, Record
from merilo.sources.sync.ring import items, obj, text

Operator = dict[str, str | None]


@dataclass
class Staff:
    """All of them, read when the first call needs it."""

    client: Client
    known: dict[str, Operator] | None = field(default=None)

    def find(self, *marks: object) -> Operator:
        """Who has one of these marks; nobody, if none of them is known."""
        if self.known is None:
            self.known = dict(self._read())
        said = (text(mark) for mark in marks)
        return next((self.known[mark] for mark in said if mark and mark in self.known), {})

    def _read(self) -> Iterable[tuple[str, Operator]]:
        try:
            said = obj(ask(self.client, "/vpbx/config/users/request", {}).json())
        except (Lacking, Refused):
            return []
        return [pair for user in items(said.get("users")) for pair in marks(user)]


def marks(user: Record) -> list[tuple[str, Operator]]:
    """An employee by each mark of theirs."""
    general: Mapping[str, object] = obj(user.get("general"))
    telephony = obj(user.get("telephony"))
    one = {
        "id": text(general.get("user_id")), "extension": text(telephony.get("extension")),
        "name": text(general.get("name")), "email": text(general.get("email")),
    }  # fmt: skip
    lines = [text(line.get("number")) for line in items(telephony.get("numbers"))]
    return [(mark, one) for mark in (one["id"], one["extension"], one["name"], *lines) if mark]
