"""Users and departments: the people who sell, and who leads them."""

from collections.abc import Iterator

from merilo.sources.bitrix24.ask import Command, whole
from merilo.sources.bitrix24.lists import DIRECTORY_S, Stream
from merilo.sources.sync import phones
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

HEADS = "_heads"  # what we put beside a user: the heads of their department and of those above
STAFF = ("employee", "extranet")  # others are customers, robots and shops
DEPTH = 20
BY_ID = {"sort": "ID", "order": "ASC"}
DEPARTMENTS, USERS = Command("department.get", BY_ID), Command("user.get", BY_ID)


class Departments(Stream):
    """A tree; the one at its top is the company."""

    name = "departments"
    feeds: tuple[str, ...] = ("units",)
    every_s = DIRECTORY_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """All of them, at once."""
        (found,) = whole(client, DEPARTMENTS)
        yield Batch(found.told(), {})

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A unit, below its parent; who leads it is kept beside."""
        id, parent = key(record.get("id")), key(record.get("PARENT"))
        values = {"id": id, "name": text(record.get("NAME")) or id, "parent": parent,
                  "kind": "department" if parent else "company"}  # fmt: skip
        head = key(record.get("UF_HEAD"))
        yield Row("units", values, {"head": head} if head else {})


class Users(Stream):
    """Also those who have left: their deals stay."""

    name = "users"
    feeds: tuple[str, ...] = ("people",)
    every_s = DIRECTORY_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """With the departments, which tell who leads whom; nobody, where they cannot be read."""
        departments, users = whole(client, DEPARTMENTS, USERS)
        units = {str(one["id"]): one for one in departments.rows if "id" in one}
        for one in users.told():
            one[HEADS] = heads(one, units)
        yield Batch(users.rows, {})

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A person. Since when somebody is inactive, nobody says: `extra.left` tells that they
        are, and the day is the first on which that was seen."""
        if (text(record.get("USER_TYPE")) or STAFF[0]) not in STAFF:
            return
        id, places = key(record.get("id")), within(record)
        names = (text(record.get(one)) for one in ("LAST_NAME", "NAME"))
        left = record.get("ACTIVE") in (False, "false", "N")
        values: dict[str, str | None] = {
            "id": id,
            "name": " ".join(filter(None, names)) or text(record.get("EMAIL")) or id,
            "email": text(record.get("EMAIL")),
            "unit": places[0] if places else None,
            "head": next((one for one in record.get(HEADS) or () if one != id), None),
        }
        if role := text(record.get("WORK_POSITION")):
            values["role"] = role
        if not left:
            values["left_on"] = None
        country = ground.account.country
        said = [record.get(n) for n in ("PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_PHONE")]
        found = [phones.digested(one, country, ground.digest) for one in said]
        extra = {"left": left, "units": places[1:], "extension": text(record.get("UF_PHONE_INNER")),
                 "phones": [*dict.fromkeys(one for one in found if one)]}  # fmt: skip
        yield Row("people", values, {name: one for name, one in extra.items() if one})


def within(user: Record) -> list[str]:
    """The departments somebody is in."""
    said = user.get("UF_DEPARTMENT")
    return [id for one in (said if isinstance(said, list) else [said]) if (id := key(one))]


def heads(user: Record, units: dict[str, Record]) -> list[str]:
    """Who leads their department, and those above it, from below."""
    found, place = [], next(iter(within(user)), None)
    for _ in range(DEPTH):
        unit = units.get(place or "")
        if unit is None:
            break
        if head := key(unit.get("UF_HEAD")):
            found.append(head)
        place = key(unit.get("PARENT"))
    return found
