"""What the engine remembers of each connection: how far it is, its loads, what it met.

SQLite with a log written ahead, each change on the disk before it counts. All of it can be found
anew by reading the source again.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "sync.sqlite3"
BUSY_S = 30.0
LOADS_KEPT = 500  # of each connection; the lake's own history knows the older ones

SCHEMA = """
create table if not exists streams (
  connection text, stream text, state text, primary key (connection, stream));
create table if not exists recent (
  connection text, stream text, marks text, primary key (connection, stream));
create table if not exists loads (
  connection text, number integer, state text, began real, ended real, plan text, result text,
  primary key (connection, number));
create table if not exists hints (
  connection text, stream text, id text, at real, primary key (connection, stream, id));
create table if not exists fields (
  connection text, entity text, id text, name text, type text, first_seen real, last_seen real,
  was text, primary key (connection, entity, id));
create table if not exists contacts (
  connection text, id text, customer text, phones text, primary key (connection, id));
create table if not exists patches (
  connection text, place text, id text, value text, primary key (connection, place, id));
create table if not exists twins (
  connection text, id text, same_as text, primary key (connection, id));
create table if not exists doubles (
  connection text, id text, primary key (connection, id));
create table if not exists states (
  connection text primary key, state text);
"""


@dataclass
class Head:
    """How far a stream is known: every change from `tail` until `head` (seconds since 1970). The
    span at work, the mark in it, how many pages of it are landed; when it was last read."""

    head: int | None = None
    tail: int | None = None
    span: tuple[int, int] | None = None
    mark: dict[str, Any] | None = None
    pages: int = 0
    done: bool = False
    read: float = 0.0
    lacking: str = ""


@dataclass
class Load:
    """A load of a connection: `fetch`, then `load`, then `done`, or `failed`."""

    number: int
    state: str
    began: float
    ended: float | None = None
    plan: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


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


class Marks:
    """Of one connection."""

    def __init__(self, home: Path, connection: str) -> None:
        self.path, self.connection = home / FILE, connection
        self.told = False  # whether what calls are matched by, and the lake has not, has changed
        home.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        self.path.chmod(0o600)
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = full")
        with self.whole():
            for statement in SCHEMA.split(";"):
                self.db.execute(statement)

    def close(self) -> None:
        """Nothing more is asked of it."""
        self.db.close()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All of it, or nothing."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def head(self, stream: str) -> Head:
        """How far a stream is."""
        found = self._one("select state from streams where connection = ? and stream = ?", stream)
        if not found:
            return Head()
        said = json.loads(found[0])
        return Head(**{**said, "span": tuple(said["span"]) if said["span"] else None})

    def keep(self, stream: str, head: Head) -> None:
        """Remember how far it is."""
        self.db.execute(
            "insert or replace into streams values (?, ?, ?)",
            (self.connection, stream, json.dumps(vars(head))),
        )

    def recent(self, stream: str) -> set[str]:
        """Marks of the records that were read last time: what comes again is no news."""
        found = self._one("select marks from recent where connection = ? and stream = ?", stream)
        return set(json.loads(found[0])) if found else set()

    def keep_recent(self, stream: str, marks: Iterable[str]) -> None:
        """Remember them for the next time."""
        self.db.execute(
            "insert or replace into recent values (?, ?, ?)",
            (self.connection, stream, json.dumps(sorted(marks))),
        )

    def begin(self, now: float, plan: Mapping[str, Any], after: int) -> Load:
        """A new load, numbered after all there were and after `after`."""
        with self.whole():
            (last,) = self._one("select max(number) from loads where connection = ?") or (None,)
            number = max(last or 0, after) + 1
            load = Load(number, "fetch", now, plan=dict(plan))
            self.save(load)
        return load

    def save(self, load: Load) -> None:
        """Remember what became of it."""
        self.db.execute(
            "insert or replace into loads values (?, ?, ?, ?, ?, ?, ?)",
            (self.connection, load.number, load.state, load.began, load.ended,
             json.dumps(load.plan), json.dumps(load.result)),
        )  # fmt: skip
        self.db.execute(
            "delete from loads where connection = ? and number <= ?",
            (self.connection, load.number - LOADS_KEPT),
        )

    def unfinished(self) -> Load | None:
        """The load that was being made when somebody died."""
        return next(self._loads("and state in ('fetch', 'load') order by number"), None)

    def loads(self, most: int = 50) -> list[Load]:
        """The last ones, the newest first."""
        return [*self._loads(f"order by number desc limit {most}")]

    def _loads(self, which: str) -> Iterator[Load]:
        found = self.db.execute(
            "select number, state, began, ended, plan, result from loads "
            f"where connection = ? {which}", (self.connection,),
        )  # fmt: skip
        for number, state, began, ended, plan, result in found.fetchall():
            yield Load(number, state, began, ended, json.loads(plan), json.loads(result))

    def state(self) -> dict[str, Any]:
        """What is known of the connection as a whole: its account, when it was last swept ..."""
        found = self._one("select state from states where connection = ?")
        return dict(json.loads(found[0])) if found else {}

    def note(self, **said: Any) -> None:
        """Remember something of the connection as a whole; None forgets it."""
        with self.whole():
            known = {k: v for k, v in {**self.state(), **said}.items() if v is not None}
            self.db.execute(
                "insert or replace into states values (?, ?)", (self.connection, json.dumps(known))
            )

    def hint(self, hints: Iterable[tuple[str, str]], at: float) -> None:
        """Remember records that are to be looked at."""
        self.db.executemany(
            "insert or ignore into hints values (?, ?, ?, ?)",
            [(self.connection, stream, id, at) for stream, id in hints],
        )

    def hinted(self, stream: str | None = None) -> list[tuple[str, str, float]]:
        """Stream, id and since when, of all that are to be looked at, the oldest first."""
        which, names = ("and stream = ?", (stream,)) if stream else ("", ())
        return self._all(
            f"select stream, id, at from hints where connection = ? {which} order by at, id", *names
        )

    def looked(self, hints: Iterable[tuple[str, str, float]]) -> None:
        """They were looked at; what was hinted again meanwhile stays."""
        self.db.executemany(
            "delete from hints where connection = ? and stream = ? and id = ? and at <= ?",
            [(self.connection, *one) for one in hints],
        )

    def contacts(self, rows: Sequence[tuple[str, str | None, str]]) -> None:
        """People of customers: id, the customer's id, digests of their numbers as JSON."""
        self.db.executemany(
            "insert or replace into contacts values (?, ?, ?, ?)",
            [(self.connection, *row) for row in rows],
        )
        self.told = self.told or bool(rows)

    def known_contacts(self) -> list[tuple[str, str | None, str]]:
        """All of them."""
        return self._all("select id, customer, phones from contacts where connection = ?")

    def patch(self, place: str, values: Iterable[tuple[str, str]]) -> None:
        """Remember moments that other records told of rows: the latest of each. `place` is the
        table and the slot."""
        self.db.executemany(
            "insert into patches values (?, ?, ?, ?) on conflict do update set "
            "value = max(value, excluded.value)",
            [(self.connection, place, *one) for one in values],
        )

    def patched(self, place: str, ids: Sequence[str]) -> dict[str, str]:
        """What was told of those rows."""
        found: dict[str, str] = {}
        for n in range(0, len(ids), 500):
            some = ids[n : n + 500]
            marks = ", ".join("?" * len(some))
            query = "select id, value from patches where connection = ? and place = ? and id in"
            found |= dict(self._all(f"{query} ({marks})", place, *some))
        return found

    def twin(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Rows that tell again what another row tells: id, and the global key of the other."""
        self.db.executemany(
            "insert or replace into twins values (?, ?, ?)",
            [(self.connection, *pair) for pair in pairs],
        )

    def untwin(self, ids: Iterable[str]) -> None:
        """They tell what nobody else tells, or have gone."""
        with self.whole():
            before = self.db.total_changes
            self.db.executemany(
                "delete from twins where connection = ? and id = ?",
                [(self.connection, id) for id in ids],
            )
            self.told = self.told or self.db.total_changes > before

    def twins(self, ids: Sequence[str]) -> dict[str, str]:
        """Which of these rows are such, and the keys of the others."""
        found: dict[str, str] = {}
        for n in range(0, len(ids), 500):
            some = ids[n : n + 500]
            marks = ", ".join("?" * len(some))
            query = "select id, same_as from twins where connection = ? and id in"
            found |= dict(self._all(f"{query} ({marks})", *some))
        return found

    def double(self, ids: Iterable[str], is_so: bool) -> None:
        """Remember notes of which another one of the same call counts, or that they do now."""
        query = "insert or ignore into doubles values (?, ?)"
        if not is_so:
            query = "delete from doubles where connection = ? and id = ?"
        self.db.executemany(query, [(self.connection, id) for id in ids])

    def doubles(self, ids: Sequence[str]) -> set[str]:
        """Which of these notes are such."""
        found: set[str] = set()
        for n in range(0, len(ids), 500):
            some = ids[n : n + 500]
            marks = ", ".join("?" * len(some))
            query = f"select id from doubles where connection = ? and id in ({marks})"
            found |= {id for (id,) in self._all(query, *some)}
        return found

    def fields(self) -> list[Field]:
        """All that were ever met."""
        names = "entity, id, name, type, first_seen, last_seen, was"
        query = f"select {names} from fields where connection = ? order by entity, name, id"
        return [Field(*row) for row in self._all(query)]

    def keep_fields(self, fields: Iterable[Field]) -> None:
        """Remember them as they are now."""
        self.db.executemany(
            "insert or replace into fields values (?, ?, ?, ?, ?, ?, ?, ?)",
            [(self.connection, f.entity, f.id, f.name, f.type, f.first, f.last, f.was)
             for f in fields],
        )  # fmt: skip

    def forget(self) -> None:
        """As if this connection had never been."""
        with self.whole():
            for table in (
                "streams",
                "recent",
                "loads",
                "hints",
                "fields",
                "contacts",
                "patches",
                "twins",
                "doubles",
                "states",
            ):
                self.db.execute(f"delete from {table} where connection = ?", (self.connection,))

    def _one(self, query: str, *names: object) -> Any:
        return self.db.execute(query, (self.connection, *names)).fetchone()

    def _all(self, query: str, *names: object) -> list[Any]:
        return self.db.execute(query, (self.connection, *names)).fetchall()
