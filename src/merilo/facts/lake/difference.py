"""What incoming rows change in a table: told in DuckDB, before anything is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb
from arro3.core import RecordBatchReader
from arro3.core.types import ArrowStreamExportable
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from merilo.errors import Fault
from merilo.facts.lake.source import located, source
from merilo.facts.rows import TYPES
from merilo.facts.table import KEY, Column, Table

Rows = DuckDBPyRelation | ArrowStreamExportable
MADE_HERE = {*KEY, "updated_at", "load"}  # compared in a way of their own, or not at all


@dataclass(frozen=True)
class Change:
    """How many rows a put brought: unknown keys, other contents, the same, and older copies."""

    new: int = 0
    changed: int = 0
    same: int = 0
    ignored: int = 0


@dataclass(frozen=True)
class Difference:
    """Between the rows given to `take` and those stored. Works in three temporary tables:

    _incoming  the rows given, as declared, each with the month it would lie in
    _found     the keys among them that are stored, each with the month where it does lie
    _verdict   those found that differ from what is stored, or are `older` than it
    """

    db: DuckDBPyConnection
    table: Table
    columns: Collection[str] | None = None  # only these are overwritten
    arise: bool = False  # what is stored stays as it is

    def take(self, rows: Rows) -> int:
        """Read the rows, once; how many. Fault if a key is missing or comes twice."""
        names = self._enter(rows)
        if strange := names - {c.name for c in self.table.columns}:
            raise Fault(f"{self.table.name} has no column {', '.join(sorted(strange))}")
        if missing := {*KEY} - names:
            raise Fault(f"rows of {self.table.name} come without {', '.join(sorted(missing))}")
        columns = ", ".join(f'{_cast(c, names)} as "{c.name}"' for c in self.table.columns)
        taken = self._one(
            "create or replace temp table _incoming as "
            f"select {columns}, {self._month(names)} as month from _rows"
        )[0]
        if taken:
            self._check_keys()
        return taken

    def _enter(self, rows: Rows) -> set[str]:
        """`rows` as _rows, and their columns."""
        if isinstance(rows, DuckDBPyRelation):
            try:
                self.db.register("_rows", rows)
                return {*rows.columns}
            except duckdb.InvalidInputException:  # of another connection: it comes as a stream
                pass
        stream = RecordBatchReader.from_arrow(rows)
        self.db.register("_rows", stream)
        return {*stream.schema.names}

    def _month(self, names: Collection[str]) -> str:
        if self.table.month_of is None:
            return "'all'"
        day = _cast(self.table.column(self.table.month_of), names)
        return f"coalesce(strftime({day}, '%Y-%m'), 'unknown')"

    def _check_keys(self) -> None:
        wrong = self.db.execute(
            "select connection, id, count(*) from _incoming group by all "
            "having count(*) > 1 or connection is null or id is null limit 1"
        ).fetchone()
        if wrong:
            connection, id, times = wrong
            raise Fault(f"{self.table.name} was given {connection}:{id} {times} times at once")

    def find(self, files: Sequence[str]) -> None:
        """Look the keys up in `files`."""
        self.db.execute(
            "create or replace temp table _found as "
            f"select connection, id, month from ({located(self.table, files)}) "
            "semi join _incoming using (connection, id)"
            if files
            else "create or replace temp table _found (connection text, id text, month text)"
        )

    def months_found(self) -> set[str]:
        """Where rows with these keys lie."""
        return self._months("_found")

    def judge(self, files: Sequence[str]) -> Change:
        """Compare with what is stored in `files`, the months found."""
        self.db.execute(
            "create or replace temp table _verdict "
            "(connection text, id text, month text, updated_at timestamptz, older boolean)"
        )
        if files and not self.arise:
            self.db.execute(f"insert into _verdict {self._compare(files)}")
        given, found, ignored, changed = self._one(
            "select (select count(*) from _incoming), (select count(*) from _found), "
            "count(*) filter (older), count(*) filter (not older) from _verdict"
        )
        return Change(given - found, changed, found - changed - ignored, ignored)

    def _compare(self, files: Sequence[str]) -> str:
        """By a hash of 64 bits over the columns, so that wide rows need not lie in memory."""
        compared = [f'"{c}"' for c in self._overwritten() if c not in MADE_HERE]
        hashed = f"hash({', '.join(compared)})" if compared else "0"
        dated = "i.updated_at is not null and i.updated_at is distinct from s.updated_at"
        touched = dated if "updated_at" in self._overwritten() else "false"
        return f"""
            select connection, id, month, s.updated_at,
                   coalesce(i.updated_at < s.updated_at, false) as older
            from (select connection, id, updated_at, {hashed} as content from _incoming) i
            join (select connection, id, month, updated_at, {hashed} as content
                  from ({located(self.table, files)})) s using (connection, id)
            where older or i.content <> s.content or ({touched})"""

    def months_changed(self) -> set[str]:
        """Where rows have to be replaced."""
        return self._months("_verdict where not older")

    def months_new(self) -> set[str]:
        """Where rows with unknown keys will lie."""
        return self._months(self._unknown())

    def outcome(self, files: Sequence[str], load: int) -> str:
        """A select of all that has to be written when `files` go, each row with its month."""
        if not files:
            return self._new(load)
        rows = (self._kept(files), self._replaced(files, load), self._new(load))
        return " union all ".join(rows)

    def _new(self, load: int) -> str:
        columns = ", ".join(_as(c, load) for c in self.table.columns)
        return f"select {columns}, month from {self._unknown()}"

    def _unknown(self) -> str:
        """The rows with keys that are not stored. A join, only where there is anything to join."""
        known = self._one("select count(*) from _found")[0]
        return "_incoming" + " anti join _found using (connection, id)" * bool(known)

    def _kept(self, files: Sequence[str]) -> str:
        changed = "(from _verdict where not older)"
        return f"from ({located(self.table, files)}) anti join {changed} using (connection, id)"

    def _replaced(self, files: Sequence[str], load: int) -> str:
        """The incoming row in the month of the stored one, which it takes over with its key.

        A copy that does not say when it changed keeps the day that is known, lest a late and
        older one overwrite it.
        """
        if self.columns is None:
            columns = [_as(c, load, "i", "v") for c in self.table.columns]
            stored = "(from _verdict where not older) v"
        else:
            new = self._overwritten()
            columns = [_as(c, load, "i" if c.name in new else "s", "s") for c in self.table.columns]
            stored = f"({source(self.table, files)}) s using (connection, id) join " + (
                "(from _verdict where not older) v"
            )
        return (
            f"select {', '.join(columns)}, v.month "
            f"from _incoming i join {stored} using (connection, id)"
        )

    def _overwritten(self) -> list[str]:
        given = self.columns
        return [c.name for c in self.table.columns if given is None or c.name in given]

    def _months(self, rows: str) -> set[str]:
        return {m for (m,) in self.db.execute(f"select distinct month from {rows}").fetchall()}

    def _one(self, query: str) -> tuple[int, ...]:
        row = self.db.execute(query).fetchone()
        assert row is not None
        return row

    def forget(self) -> None:
        """Free what the temporary tables hold."""
        for name in ("_incoming", "_found", "_verdict"):
            self.db.execute(f"drop table if exists {name}")
        self.db.unregister("_rows")


def _cast(column: Column, names: Collection[str]) -> str:
    value = f'"{column.name}"' if column.name in names else "null"
    return f"{value}::{TYPES[column.kind]}"


def _as(column: Column, load: int, row: str = "", older: str = "") -> str:
    """A column of a row that this load writes."""
    if column.name == "load":
        return f'{load}::bigint as "load"'
    if column.name == "updated_at" and older:
        return f"coalesce({row}.updated_at, {older}.updated_at) as updated_at"
    return f'{row}."{column.name}"' if row else f'"{column.name}"'
