"""How far each connection is: its streams, its loads, what is to be looked at."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from merilo.sources.sync.store import TABLES
from merilo.sources.sync.told import Told

LOADS_KEPT = 500  # of each connection; the lake's own history knows the older ones


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
    """A load of a connection: `fetch` while it is read, `load` when all of it is on the disk,
    `done` when it is in the lake."""

    number: int
    state: str
    began: float
    ended: float | None = None
    plan: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


class Marks(Told):
    """Of one connection."""

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

    def unfinished(self) -> list[Load]:
        """The loads that were being made when somebody died, the oldest first: one that was
        read, and one that was being read."""
        return [*self._loads("and state in ('fetch', 'load') order by number")]

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
        self._many(
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
        self._many(
            "delete from hints where connection = ? and stream = ? and id = ? and at <= ?",
            [(self.connection, *one) for one in hints],
        )

    def forget(self) -> None:
        """As if this connection had never been."""
        with self.whole():
            for table in TABLES:
                self.db.execute(f"delete from {table} where connection = ?", (self.connection,))
