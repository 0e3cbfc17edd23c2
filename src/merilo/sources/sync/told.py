"""What the engine remembers of records: what some tell of others, and the lake has no place for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from merilo.sources.sync.store import Store


@dataclass(frozen=True)
class Field:
    """A field of the account, and what it `was` called, or was, before it changed last."""

    entity: str
    id: str
    name: str
    type: str
    first: float
    last: float
    was: str = ""


class Told(Store):
    """Of one connection."""

    def contacts(self, rows: Sequence[tuple[str, str | None, str]]) -> None:
        """People of customers: id, the customer's id, digests of their numbers as JSON. Numbers
        that they had before stay beside them as `was`: calls with these are of others now."""
        known = self._of("select id, phones from contacts where connection = ?",
                         [id for id, _customer, _phones in rows])  # fmt: skip
        self._many(
            "insert or replace into contacts values (?, ?, ?, ?)",
            [(self.connection, id, customer, changed(known.get(id), phones))
             for id, customer, phones in rows],
        )  # fmt: skip
        self.people |= {id for id, _customer, _phones in rows}

    def known_contacts(self) -> list[tuple[str, str | None, str]]:
        """All of them."""
        return self._all("select id, customer, phones from contacts where connection = ?")

    def patch(self, place: str, values: Iterable[tuple[str, str]]) -> None:
        """Remember moments that other records told of rows: the latest of each. `place` is the
        table and the slot."""
        self._many(
            "insert into patches values (?, ?, ?, ?) on conflict do update set "
            "value = max(value, excluded.value)",
            [(self.connection, place, *one) for one in values],
        )

    def patched(self, place: str, ids: Sequence[str]) -> dict[str, str]:
        """What was told of those rows."""
        query = "select id, value from patches where connection = ? and place = ?"
        return self._of(query, ids, place)

    def twin(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Rows that tell again what another row tells: id, and the global key of the other."""
        self._many(
            "insert or replace into twins values (?, ?, ?)",
            [(self.connection, *pair) for pair in pairs],
        )

    def untwin(self, ids: Iterable[str]) -> None:
        """They tell what nobody else tells, or have gone."""
        rows = [(self.connection, id) for id in ids]
        self._many("delete from twins where connection = ? and id = ?", rows)
        self.alone |= {id for _connection, id in rows}

    def twins(self, ids: Sequence[str]) -> dict[str, str]:
        """Which of these rows are such, and the keys of the others."""
        return self._of("select id, same_as from twins where connection = ?", ids)

    def double(self, ids: Iterable[str], is_so: bool) -> None:
        """Remember notes of which another one of the same call counts, or that they do now."""
        query = "insert or ignore into doubles values (?, ?)"
        if not is_so:
            query = "delete from doubles where connection = ? and id = ?"
        self._many(query, [(self.connection, id) for id in ids])

    def doubles(self, ids: Sequence[str]) -> set[str]:
        """Which of these notes are such."""
        return {*self._of("select id, id from doubles where connection = ?", ids)}

    def fields(self) -> list[Field]:
        """All that were ever met."""
        names = "entity, id, name, type, first_seen, last_seen, was"
        query = f"select {names} from fields where connection = ? order by entity, name, id"
        return [Field(*row) for row in self._all(query)]

    def keep_fields(self, fields: Iterable[Field]) -> None:
        """Remember them as they are now."""
        self._many(
            "insert or replace into fields values (?, ?, ?, ?, ?, ?, ?, ?)",
            [(self.connection, f.entity, f.id, f.name, f.type, f.first, f.last, f.was)
             for f in fields],
        )  # fmt: skip


def changed(before: str | None, now: str) -> str:
    """Numbers as JSON, with those that stood there before they changed last. The same again
    changes nothing: a load that died tells them twice."""
    said, known = json.loads(now), json.loads(before or "{}")
    was = known.get("was") if said.get("phones") == known.get("phones") else known.get("phones")
    return json.dumps({**said, "was": was} if was else said, ensure_ascii=False, sort_keys=True)
