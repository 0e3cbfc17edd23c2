"""The fields that an account has added to its cards: some are columns, the others are kept."""

from dataclasses import dataclass
from typing import Any

from merilo.sources.amocrm.plain import day, inner, instant
from merilo.sources.sync import phones
from merilo.sources.sync.plain import items, key, text
from merilo.sources.sync.protocol import Ground, Record

PHONE = "PHONE"
PERSONAL = ("PHONE", "EMAIL", "IM")  # by code; no metric needs them, or not as they are
PRIVATE = ("birthday", "multitext")  # by type
NUMBERS = ("numeric", "monetary", "price", "checkbox")
TAGS = "tags"  # instead of the id of a field


@dataclass(frozen=True)
class Own:
    """Of one record."""

    record: Record
    ground: Ground

    @property
    def fields(self) -> list[Record]:
        """Those that are filled; none is null."""
        return items(self.record.get("custom_fields_values"))

    @property
    def region(self) -> str:
        """Which country's numbers are meant where they do not say."""
        return self.ground.account.country

    def tags(self) -> list[str]:
        """The names of its tags."""
        return [name for tag in inner(self.record, "tags") if (name := text(tag.get("name")))]

    def find(self, id: str = "", code: str = "") -> Record | None:
        """A field by its id, or by its code; names are free."""
        for field in self.fields:
            if key(field.get("field_id")) == id or (code and field.get("field_code") == code):
                return field
        return None

    def said(self, id: str) -> str | None:
        """What a field says, as a text: days as days, several values with commas."""
        if id == TAGS:
            return ", ".join(self.tags()) or None
        field = self.find(id)
        if field is None:
            return None
        texts = [found for value in self.values(field) if (found := text(value))]
        return ", ".join(texts) or None

    def values(self, field: Record) -> list[Any]:
        """Its values; moments are days or ISO."""
        kind, zone = field.get("field_type"), self.ground.account.zone
        found = [one.get("value") for one in items(field.get("values"))]
        if kind in ("date", "birthday"):
            return [day(value, zone) for value in found]
        if kind == "date_time":
            return [instant(value) for value in found]
        return found if kind in NUMBERS else [self.clean(value) for value in found]

    def clean(self, said: Any) -> Any:
        """The same without telephone numbers."""
        if isinstance(said, str):
            return phones.hidden(said, self.region)
        if isinstance(said, list):
            return [self.clean(one) for one in said]
        if isinstance(said, dict):
            return {name: self.clean(one) for name, one in said.items()}
        return said

    def name(self, said: object) -> str | None:
        """A name; where nobody typed one, it is a telephone number."""
        found = text(said)
        return phones.hidden(found, self.region) if found else None

    def phones(self) -> list[str]:
        """Digests of its telephone numbers."""
        said = [
            one.get("value")
            for field in self.fields
            if field.get("field_code") == PHONE
            for one in items(field.get("values"))
        ]
        found = [phones.digested(one, self.region, self.ground.digest) for one in said]
        return [*dict.fromkeys(one for one in found if one)]

    def chosen(self, entity: str, names: tuple[str, ...]) -> dict[str, str | None]:
        """Slots that the administrator has chosen a field for, with what it says."""
        picked = chosen(self.ground, entity)
        return {name: self.said(picked[name]) for name in names if name in picked}

    def kept(self) -> dict[str, Any]:
        """All of them by id and name, so that a renamed field is still found."""
        kept = {}
        for field in self.fields:
            if field.get("field_code") in PERSONAL or field.get("field_type") in PRIVATE:
                continue
            values = self.values(field)
            name = f"{text(field.get('field_id'))}:{text(field.get('field_name')) or ''}"
            kept[name] = values[0] if len(values) == 1 else values
        return kept


def chosen(ground: Ground, entity: str) -> dict[str, str]:
    """Which field is meant by which slot: `fields` of the settings."""
    said = (ground.settings.get("fields") or {}).get(entity) or {}
    return {slot: str(id) for slot, id in said.items() if id not in (None, "")}
