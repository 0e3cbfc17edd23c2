"""Who of the facts can be written to: for accounts that belong to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from merilo.report.desk import Desk
from merilo.report.sight import ask


@dataclass(frozen=True)
class Addressed:
    """A person of the facts: key, name, address or "", role as the source writes it, there now."""

    key: str
    name: str
    email: str
    role: str
    there: bool


def addressed(desk: Desk) -> Mapping[str, Addressed]:
    """The people of the facts by key, in the order of their names."""
    names = desk.labels("person")
    found = [
        Addressed(
            str(row["key"]), names.get(str(row["key"]), str(row["key"])),
            str(row["email"] or "").strip().casefold(), str(row["role"] or ""),
            there(row["left_on"], desk.today),
        )
        for row in ask(desk, "people", "key", "email", "role", "left_on")
    ]  # fmt: skip
    return {one.key: one for one in sorted(found, key=lambda one: (one.name.casefold(), one.key))}


def there(left_on: object, today: date) -> bool:
    """They are still with the company."""
    return not isinstance(left_on, date) or left_on > today


def owner(people: Mapping[str, Addressed], email: str) -> Addressed | None:
    """The one person with that address; None if nobody or several have it."""
    mine = [one for one in people.values() if one.email and one.email == email.strip().casefold()]
    return mine[0] if len(mine) == 1 else None
