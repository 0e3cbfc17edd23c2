"""The fields that a portal has added to its cards: some are columns, the others are kept."""

from dataclasses import dataclass
from typing import Any

from merilo.sources.bitrix24.words import FIELDS, NAMED
from merilo.sources.sync import phones
from merilo.sources.sync.plain import items, key, text
from merilo.sources.sync.protocol import Ground, Record

UTM = ("utmSource", "utmMedium", "utmCampaign", "utmContent", "utmTerm")


@dataclass(frozen=True)
class Own:
    """Of one record."""

    record: Record
    ground: Ground

    @property
    def region(self) -> str:
        """Which country's numbers are meant where they do not say."""
        return self.ground.account.country

    def named(self, what: str) -> str | None:
        """The name of its stage or source, or the kind of its stage."""
        found = self.record.get(NAMED)
        return text(found.get(what)) if isinstance(found, dict) else None

    def name(self, said: object) -> str | None:
        """A name; where nobody typed one, it is a telephone number, and it is masked."""
        found = text(said)
        return phones.hidden(found, self.region) if found else None

    def clean(self, said: Any) -> Any:
        """The same without telephone numbers; numbers stay as they are."""
        if isinstance(said, list):
            return [self.clean(one) for one in said]
        return self.name(said) if isinstance(said, str) else said

    def said(self, id: str) -> str | None:
        """What a field says, as a text; several values with commas."""
        for name, _title, value in self.record.get(FIELDS) or ():
            if name == id:
                found = [self.clean(one) for one in (value if isinstance(value, list) else [value])]
                return ", ".join(one for v in found if (one := text(v))) or None
        return None

    def chosen(self, entity: str, names: tuple[str, ...]) -> dict[str, str | None]:
        """Slots that the administrator has chosen a field for, with what it says."""
        picked = (self.ground.settings.get("fields") or {}).get(entity) or {}
        return {name: self.said(str(picked[name])) for name in names if picked.get(name)}

    def kept(self) -> dict[str, Any]:
        """All of them by id and name, so that a renamed field is still found; and marks of
        advertising."""
        own = {
            f"{name}:{title}": self.clean(value)
            for name, title, value in self.record.get(FIELDS) or ()
        }
        return {**own, **{n: self.clean(one) for n in UTM if (one := text(self.record.get(n)))}}

    def phones(self) -> list[str]:
        """Digests of its telephone numbers."""
        said = [one.get("value") for one in items(self.record.get("fm")) if _phone(one)]
        found = [phones.digested(one, self.region, self.ground.digest) for one in said]
        return [*dict.fromkeys(one for one in found if one)]

    def extra(self, **said: Any) -> dict[str, Any]:
        """All that no column holds."""
        both = {**self.kept(), **said}
        return {name: one for name, one in both.items() if one not in (None, "", [])}


def _phone(one: Record) -> bool:
    return str(one.get("typeId") or one.get("TYPE_ID")).upper() == "PHONE"


def customer(record: Record) -> str | None:
    """The company of a card, else its contact."""
    if id := key(record.get("companyId")):
        return f"company/{id}"
    contact = key(record.get("contactId"))
    return f"contact/{contact}" if contact else None
