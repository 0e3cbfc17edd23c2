"""The file in which the engine remembers: what, of each connection.

SQLite with a log written ahead, each change on the disk before it counts. All of it can be found
anew by reading the source again.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FILE = "sync.sqlite3"
BUSY_S = 30.0
AT_ONCE = 500  # ids in a query

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
TABLES = re.findall(r"not exists (\w+)", SCHEMA)


class Store:
    """Of one connection."""

    def __init__(self, home: Path, connection: str) -> None:
        self.path, self.connection = home / FILE, connection
        # What was told just now that calls are matched by, and that the lake has not: people of
        # customers, notes that tell a call alone.
        self.people: set[str] = set()
        self.alone: set[str] = set()
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

    def _many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """A change of many rows: on the disk once, not row by row."""
        if self.db.in_transaction:
            self.db.executemany(query, rows)
        else:
            with self.whole():
                self.db.executemany(query, rows)

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

    def _one(self, query: str, *names: object) -> Any:
        return self.db.execute(query, (self.connection, *names)).fetchone()

    def _all(self, query: str, *names: object) -> list[Any]:
        return self.db.execute(query, (self.connection, *names)).fetchall()

    def _of(self, query: str, ids: Sequence[str], *names: object) -> dict[str, str]:
        """What a query for pairs answers of those ids."""
        found: dict[str, str] = {}
        for n in range(0, len(ids), AT_ONCE):
            some = ids[n : n + AT_ONCE]
            marks = ", ".join("?" * len(some))
            found |= dict(self._all(f"{query} and id in ({marks})", *names, *some))
        return found
