"""Taking a load back: what it brought goes, what it changed becomes what it was.

A load is what differs between the snapshot before it and its own. Of that, only rows are touched
that are still as the load left them: a row that a later load changed is that load's. A row of a
directory that others lean on by now (a customer of a later deal) stays, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from duckdb import DuckDBPyConnection

from merilo.errors import Forgotten, Unknown
from merilo.facts.lake.delta import parts
from merilo.facts.lake.parts import Part
from merilo.facts.lake.snapshot import BEGINNING, Snapshot, numbers, past, read
from merilo.facts.lake.source import located
from merilo.facts.rows import TYPES
from merilo.facts.table import Table
from merilo.facts.tables import TABLES
from merilo.words import say

MADE = "calendar"  # of the company's settings: no load brings it
BOTH = "using (connection, id)"


@dataclass(frozen=True)
class Undone:
    """How many rows of a table `go`, and come `back` as they were; how many stay because they
    were `changed` later, and because others `lean` on them."""

    go: int = 0
    back: int = 0
    changed: int = 0
    lean: int = 0

    def __bool__(self) -> bool:
        return bool(self.go or self.back or self.changed or self.lean)


def reversal(newest: Snapshot, number: int) -> "Reversal":
    """Of the load of that number. Unknown if there is none; Forgotten if its past is not kept."""
    if not 1 <= number <= newest.number:
        known = [str(n) for n in numbers(newest.root)]
        raise Unknown(say("load"), str(number), known)
    root = newest.root
    if not past(root, number).exists() or (number > 1 and not past(root, number - 1).exists()):
        raise Forgotten(number)
    first = Snapshot(root, 0, BEGINNING, {})
    before = read(root, past(root, number - 1)) if number > 1 else first
    return Reversal(before, read(root, past(root, number)), newest)


def reversible(root_numbers: set[int], number: int) -> bool:
    """Of the numbers that are kept, this load and the one before it are there."""
    return number in root_numbers and (number == 1 or number - 1 in root_numbers)


@dataclass(frozen=True)
class Reversal:
    """Of the load that made `after` of `before`, judged at `newest`. Works in temporary tables:

    _was_T    rows of T as they were before the load, each with its month
    _is_T     rows of T as the load left them
    _undo_T   the keys that can be taken back: they are `new`, or were there before
    """

    before: Snapshot
    after: Snapshot
    newest: Snapshot

    def judge(self, db: DuckDBPyConnection) -> Mapping[str, Undone]:
        """What can be taken back, by table; tables that nothing is to be said of are left out.

        `db` has every table under its name, as it is now.
        """
        changed = {name: self._compare(db, TABLES[name]) for name in self.tables}
        lean = self._spare(db)
        found = {
            name: Undone(*self._count(db, name), changed[name], lean.get(name, 0))
            for name in self.tables
        }
        return {name: one for name, one in found.items() if one}

    @cached_property
    def tables(self) -> list[str]:
        """The tables that the load wrote into."""
        before, after = self.before.versions, self.after.versions
        return [n for n in TABLES if n != MADE and after.get(n) != before.get(n)]

    def _parts(self, snapshot: Snapshot, name: str) -> set[Part]:
        if name not in snapshot.versions:
            return set()
        return {*parts(snapshot.root / name, *snapshot.state(name))}

    def _rows(self, name: str, found: set[Part]) -> str:
        """A select of the rows in these files, each with its month."""
        table = TABLES[name]
        if not found:
            columns = ", ".join(f'null::{TYPES[c.kind]} as "{c.name}"' for c in table.columns)
            return f"select {columns}, null::text as month where false"
        files = [f"{self.newest.root / name}/{part.path}" for part in sorted(found, key=str)]
        return located(table, files)

    def _compare(self, db: DuckDBPyConnection, table: Table) -> int:
        """Fill the tables; how many rows were changed by later loads."""
        name = table.name
        before, after = self._parts(self.before, name), self._parts(self.after, name)
        gone, come = self._rows(name, before - after), self._rows(name, after - before)
        db.execute(f"create or replace temp table _was_{name} as ({gone}) except ({come})")
        db.execute(f"create or replace temp table _is_{name} as ({come}) except ({gone})")
        keys = f"select connection, id from _was_{name} union select connection, id from _is_{name}"
        db.execute(f"create or replace temp table _keys as {keys}")
        same = f"select connection, id from _is_{name}"
        if self.newest.versions.get(name) != self.after.versions.get(name):  # somebody wrote since
            now = self._rows(name, self._parts(self.newest, name))
            same = (
                f"(select connection, id from _is_{name}) except (select connection, id from "
                f"((from _is_{name}) except (select n.* from ({now}) n semi join _keys {BOTH})))"
            )
        absent = (
            f"select connection, id from _keys anti join _is_{name} {BOTH} anti join {name} {BOTH}"
        )
        db.execute(
            f"create or replace temp table _undo_{name} as select connection, id, "
            f"not exists (from _was_{name} w where w.connection = k.connection and w.id = k.id) "
            "as new "
            f"from (({same}) union all ({absent})) k"
        )
        (all_keys,) = _one(db, "select count(*) from _keys")
        (mine,) = _one(db, f"select count(*) from _undo_{name}")
        return all_keys - mine

    def _spare(self, db: DuckDBPyConnection) -> dict[str, int]:
        """Take from what goes the rows that those which stay refer to, until nothing changes.

        How many of each table are spared.
        """
        spared: dict[str, int] = {}
        fresh = [name for name in self.tables if self._count(db, name)[0]]
        while fresh:
            left = {name: self._leaned(db, name) for name in fresh}
            for name, count in left.items():
                spared[name] = spared.get(name, 0) + count
            fresh = [n for n in self.tables if self._count(db, n)[0]] if any(left.values()) else []
        return spared

    def _leaned(self, db: DuckDBPyConnection, name: str) -> int:
        """Spare the new rows of a table that rows which stay refer to; how many."""
        refs = [
            f'select "{column.name}" as key from {table.name}'
            + (f" anti join _undo_{table.name} {BOTH}" if table.name in self.tables else "")
            for table in TABLES.values()
            for column in table.columns
            if column.ref == name
        ]
        if not refs:
            return 0
        keys = f"select key from ({' union all '.join(refs)}) where key is not null"
        held = f"(connection || ':' || id) in ({keys})"
        (count,) = _one(db, f"delete from _undo_{name} where new and {held}")
        return count

    def _count(self, db: DuckDBPyConnection, name: str) -> tuple[int, int]:
        go, back = _one(
            db, f"select count(*) filter (new), count(*) filter (not new) from _undo_{name}"
        )
        return go, back

    def months(self, db: DuckDBPyConnection, name: str) -> set[str]:
        """The months of a table that have to be written anew."""
        undo = f"_undo_{name}"
        found = db.execute(
            f"select month from _is_{name} semi join {undo} {BOTH} "
            f"union select month from _was_{name} semi join {undo} {BOTH}"
        ).fetchall()
        return {month for (month,) in found}

    def outcome(self, name: str, files: list[str]) -> str:
        """A select of all that stands in these files once the load is taken back."""
        back = f"from _was_{name} semi join (from _undo_{name} where not new) {BOTH}"
        if not files:
            return back
        kept = f"from ({located(TABLES[name], files)}) anti join _undo_{name} {BOTH}"
        return f"({kept}) union all ({back})"

    def batches(self, now: Mapping[str, int]) -> dict[str, int]:
        """The last batches of sources: those that the load brought may come again."""
        found = dict(now)
        for source, number in self.after.batches.items():
            was = self.before.batches.get(source, 0)
            if number != was and found.get(source) == number:
                found[source] = was
        return {source: number for source, number in found.items() if number}


def _one(db: DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = db.execute(query).fetchone()
    assert row is not None
    return row
