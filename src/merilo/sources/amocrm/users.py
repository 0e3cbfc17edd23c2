"""Users: the people who sell."""

from collections.abc import Iterator, Mapping
from typing import Any

from merilo.sources.amocrm.lists import Query, Whole
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync import phones
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import Ground, Record, Row


class Users(Whole):
    """Only an administrator's token may read them."""

    name = "users"
    feeds: tuple[str, ...] = ("people",)
    path = "users"

    def query(self, settings: Mapping[str, Any]) -> Query:
        """With role, department and telephone."""
        return [("with", "role,group,phone_number")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A person. Since when somebody is inactive, nobody says: `extra.left` tells that they
        are, and the day is the first on which that was seen."""
        rights, id = obj(record.get("rights")), key(record.get("id"))
        left = rights.get("is_active") is False
        values: dict[str, str | None] = {
            "id": id,
            "name": text(record.get("name")) or id,
            "email": text(record.get("email")),
            "unit": text(rights.get("group_id")),
        }
        roles = [name for one in inner(record, "roles") if (name := text(one.get("name")))]
        if roles:
            values["role"] = roles[0]
        if not left:
            values["left_on"] = None
        number = phones.digested(record.get("phone_number"), ground.account.country, ground.digest)
        extra = {
            "left": left,
            "admin": rights.get("is_admin") is True,
            "phones": [number] if number else [],
        }
        yield Row("people", values, {name: said for name, said in extra.items() if said})
