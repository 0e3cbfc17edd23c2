"""One moment of a home: its databases, copied while the lake stands still."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from merilo.backup.contents import SYNC, WORK
from merilo.backup.work import copied
from merilo.facts.lake import Lake, Snapshot, pen
from merilo.facts.lake.pen import Waiting

TRIES = 5  # before everybody who writes has to wait for a moment
WAIT_S = 600.0  # for the pen; whoever holds it publishes at the end


@dataclass(frozen=True)
class Moment:
    """The databases lie in `folder`; `snapshot` is what the lake showed then, None if there was
    none. `databases` are those there were."""

    folder: Path
    snapshot: Snapshot | None
    databases: tuple[str, ...]


def moment(
    home: Path, folder: Path, now: datetime, server: bool, waiting: Waiting | None = None
) -> Moment:
    """Copy the databases into the folder. With `server`, accounts and work are not in the home."""
    lake = Lake(home.absolute() / "lake")
    names = (SYNC,) if server else (SYNC, WORK)

    def copy() -> Moment:
        there = tuple(name for name in names if (home / name).exists())
        for name in there:
            copied(home / name, folder / name)
        return Moment(folder, snapshot(lake), there)

    return still(lake, copy, now, waiting)


def still(lake: Lake, copy: Callable[[], Moment], now: datetime, waiting: Waiting | None) -> Moment:
    """What `copy` gives, when nothing was published while it did."""
    for _ in range(TRIES):
        before = snapshot(lake)
        found = copy()
        if found.snapshot == before:
            return found
    with ExitStack() as held:
        if lake.exists():
            held.enter_context(pen(lake.root, "backup", now, WAIT_S, waiting))
        return copy()


def snapshot(lake: Lake) -> Snapshot | None:
    """What the lake shows; None where nothing was ever loaded."""
    if not lake.exists():
        return None
    found = lake.snapshot()
    return found if found.number else None
