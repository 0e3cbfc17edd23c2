"""Who of the company an operator of a telephone system is: told by the administrator, by extension,
by e-mail, by name; in this order."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.facts.lake import Load
from merilo.sources.sync.stage import literal

# People as other sources than the telephone systems know them.
_PEOPLE = """
    select connection, connection || ':' || id, coalesce(name, ''), lower(coalesce(email, '')),
      coalesce(extra ->> '$.extension', source_ids ->> '$.extension', ''), hired_on, left_on
    from people where not coalesce(deleted, false) and connection not in (select unnest({lines}))
    order by connection, id"""


@dataclass(frozen=True)
class Somebody:
    """A person, and what tells them."""

    connection: str
    key: str
    name: str
    email: str
    extension: str
    hired: date | None
    left: date | None


@dataclass(frozen=True)
class Known:
    """All people, by what tells them. `crms` are the sources that know them best."""

    people: Sequence[Somebody]
    crms: Sequence[str] = ()

    def found(self, operator: Mapping[str, Any], chosen: Mapping[str, str]) -> list[Somebody]:
        """Who it is; several if that depends on the day, or cannot be told."""
        said = {name: str(operator.get(name) or "") for name in ("id", "extension", "email")}
        for name in ("id", "extension"):
            if key := chosen.get(said[name]):
                return [Somebody("", key, "", "", "", None, None)]
        called = plain(str(operator.get("name") or ""))
        line, mail = said["extension"], said["email"].lower()
        ways = (
            [one for one in self.people if line and one.extension == line],
            [one for one in self.people if mail and one.email == mail],
            [one for one in self.people if called and plain(one.name) == called],
        )
        return self._one(next(filter(None, ways), []))

    def _one(self, found: Sequence[Somebody]) -> list[Somebody]:
        """One for all that are the same human: several sources may know somebody."""
        kept: list[Somebody] = []
        for one in sorted(found, key=lambda one: (one.connection not in self.crms, one.key)):
            if not any(same(one, other) for other in kept):
                kept.append(one)
        return kept


def same(one: Somebody, other: Somebody) -> bool:
    """Whether two are one, of different sources."""
    if one.connection == other.connection:
        return False
    mail = bool(one.email) and one.email == other.email
    return mail or (bool(one.name) and plain(one.name) == plain(other.name))


def plain(name: str) -> tuple[str, ...]:
    """A name however it is written: which of its words comes first does not matter."""
    return tuple(sorted(name.casefold().replace("ё", "е").split()))


def persons(load: Load, lines: Mapping[str, Mapping[str, str]], crms: Sequence[str]) -> None:
    """Make the table `persons` of the calls in `ringing`: `key` of the call, and `person`.

    `lines` are the telephone systems with what the administrator told of their operators. Where
    several share an extension, each has it while they work here."""
    rows = load.db.execute(_PEOPLE.format(lines=literal(lines))).fetchall()
    known = Known([Somebody(*row) for row in rows], crms)
    operators = load.db.execute(
        "select distinct connection, operator from ringing where operator is not null"
    ).fetchall()
    columns: Iterable[tuple[Any, ...]] = zip(*_matched(known, operators, lines), strict=True)
    lists = [[*column] for column in columns] or [[], [], [], [], []]
    load.db.execute(
        "create or replace temp table matched as select unnest(?::text[]) as connection, "
        "unnest(?::text[]) as operator, unnest(?::text[]) as person, "
        "unnest(?::date[]) as hired, unnest(?::date[]) as gone", lists,
    )  # fmt: skip
    load.db.execute(
        "create or replace temp table persons as select r.key, "
        "case when count(distinct m.person) = 1 then any_value(m.person) end as person "
        "from ringing r join matched m using (connection, operator) "
        "where coalesce(r.occurred_on >= m.hired, true) "
        "and coalesce(r.occurred_on < m.gone, true) group by r.key"
    )


def _matched(
    known: Known, operators: Iterable[tuple[str, str]], lines: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str, str, date | None, date | None]]:
    for connection, operator in operators:
        found = known.found(json.loads(operator), lines[connection])
        for one in found:
            alone = len(found) == 1
            yield (connection, operator, one.key, None if alone else one.hired,
                   None if alone else one.left)  # fmt: skip
