"""The lake: fact tables in Delta, one writer, any number of readers, every read on a snapshot."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from merilo.errors import SetupError, SystemFailure
from merilo.facts.lake import pins
from merilo.facts.lake.disk import mapped, replace, spilling
from merilo.facts.lake.doctor import Doctor
from merilo.facts.lake.engine import MEMORY, engine
from merilo.facts.lake.findings import Finding
from merilo.facts.lake.history import as_of
from merilo.facts.lake.load import Load
from merilo.facts.lake.pen import Waiting, busy, holder, pen
from merilo.facts.lake.reversal import Undone, reversal
from merilo.facts.lake.snapshot import BEGINNING, HISTORY, PUBLISHED, Snapshot, published
from merilo.facts.lake.source import view
from merilo.facts.lake.tidy import MANY, Tidied, drop, sweep
from merilo.facts.lake.undo import settled, undo
from merilo.facts.tables import TABLES
from merilo.words import say

MISREAD = "[*?%\\"  # DuckDB takes the first three for patterns, Delta the others for escapes


@dataclass(frozen=True)
class Lake:
    """A folder of fact tables. Nothing of it stays open between two calls.

    A process that has read or written must not fork: Delta and DuckDB have threads. Spawn.
    """

    root: Path

    def __post_init__(self) -> None:
        if any(sign in MISREAD or not sign.isprintable() for sign in str(self.root)):
            wanted = say("choose one without {signs}", signs=" ".join(MISREAD))
            raise SetupError(say("The folder of the lake"), str(self.root), wanted)

    @classmethod
    def open(cls, root: Path) -> "Lake":
        """The lake in this folder; if there is none, an empty one is made."""
        lake = cls(root.absolute())
        with mapped(lake.root):
            if not lake.exists():
                lake.root.mkdir(parents=True, exist_ok=True)
                lake._begin()
        return lake

    def exists(self) -> bool:
        """Whether somebody began a lake here, whole or not."""
        return (self.root / PUBLISHED).exists() or any((self.root / HISTORY).glob("*.json"))

    def _begin(self) -> None:
        with pen(self.root, "new lake", BEGINNING, wait=10):
            if not self.exists():
                (self.root / HISTORY).mkdir(exist_ok=True)
                replace(self.root / PUBLISHED, Snapshot(self.root, 0, BEGINNING, {}).text)

    def snapshot(self) -> Snapshot:
        """The newest one. Broken if what says so is damaged."""
        return published(self.root)

    def as_of(self, day: date, zone: ZoneInfo) -> Snapshot:
        """What was known when that day ended in that zone: the last snapshot until then.

        Of days long past, tidy keeps a few: then the nearest earlier one. NotYet if there is none.
        """
        with mapped(self.root):
            return as_of(self.snapshot(), day, zone)

    @contextmanager
    def writing(
        self,
        who: str,
        now: datetime,
        wait: float = 0.0,
        waiting: Waiting | None = None,
        memory: str = MEMORY,
    ) -> Iterator[Load]:
        """Hold the only pen. All that the load puts shows at once, at the end, or never.

        Locked after `wait` seconds if another process keeps the pen; `waiting` is told who.
        `who` says what is being done, for those who wait and for the history.
        """
        with pen(self.root, who, now, wait, waiting):
            with mapped(self.root):
                before = settled(self.root)
            with engine(self.root.parent / "tmp" / self.root.name, memory) as db:
                try:
                    load = Load(before, db, who, now)
                    with spilling(self.root):
                        yield load
                    load.publish()
                except BaseException:
                    with suppress(SystemFailure), mapped(self.root):  # else the next one does it
                        undo(self.snapshot())
                    raise

    def settle(self, now: datetime, wait: float = 0.0) -> Snapshot:
        """What a process that died has left: finished if it was decided, else taken away. Every
        load begins so; a server does it as it starts, or nobody would see what was decided."""
        with pen(self.root, "settle", now, wait), mapped(self.root):
            return settled(self.root)

    def tidy(
        self, now: datetime, zone: ZoneInfo, wait: float = 0.0, waiting: Waiting | None = None
    ) -> Tidied:
        """Join small files, forget old snapshots, remove what no snapshot needs.

        It stays: the newest, the pinned, those of the last 24 hours, the last of each day (of
        `zone`) for 400 days and of each month for ever. Every kept one reads as before.
        """
        with self.writing("tidy", now, wait, waiting) as load:
            months = sum(load.compact(table, MANY) for table in TABLES.values())
        with pen(self.root, "tidy", now, wait, waiting), mapped(self.root):
            newest = settled(self.root)
            return Tidied(months, drop(newest, now, zone), *sweep(newest, now))

    def undo(
        self,
        number: int,
        now: datetime,
        wait: float = 0.0,
        waiting: Waiting | None = None,
        settling: Callable[[Mapping[str, Undone], int], object] | None = None,
    ) -> Mapping[str, Undone]:
        """Take back what the load of that number brought, as a load of its own. By table.

        Rows that are as it left them become what they were before it, or go; rows that later
        loads changed, or lean on, stay. `settling` is told what and under which number before it
        is seen. Unknown if there is no such load; Forgotten if what was before it is not kept.
        """
        with self.writing(f"undo {number}", now, wait, waiting) as load:
            found = load.reverse(reversal(self.snapshot(), number))
            if settling:
                settling(found, load.number)
        return found

    def weigh(self, number: int) -> Mapping[str, Undone]:
        """What `undo` would do now; nothing is changed, and nobody waits for it."""
        spill = self.root.parent / "tmp" / f"weigh-{uuid4().hex}"
        newest = self.snapshot()
        with engine(spill) as db, mapped(self.root), spilling(self.root):
            for table in TABLES.values():
                view(db, table, newest.files(table.name))
            return reversal(newest, number).judge(db)

    def doctor(self, now: datetime, mend: bool = False) -> list[Finding]:
        """What is wrong with the lake, and, with `mend`, what was done about it.

        To mend, it takes the pen: Locked if somebody is writing.
        """
        dead = holder(self.root)
        if not mend:
            with mapped(self.root):
                return Doctor(self.root, now, mend).examine(busy(self.root), dead)
        with pen(self.root, "doctor", now), mapped(self.root):
            return Doctor(self.root, now, mend).examine(None, dead)

    def pin(self, name: str) -> Snapshot:
        """Keep the newest snapshot under this name, whatever tidy drops. An older pin moves."""
        return pins.pin(self.snapshot(), name)

    def unpin(self, name: str) -> None:
        """Let it go; nothing happens if there is no such pin."""
        pins.unpin(self.root, name)

    def pinned(self, name: str) -> Snapshot:
        """The snapshot kept under this name. Unknown if there is none."""
        return pins.pinned(self.root, name)
