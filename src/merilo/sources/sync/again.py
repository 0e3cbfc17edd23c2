"""Reading once more: a period whose rows are to be mapped anew, or everything that is due at once.

Only wished for here; whoever reads the connection next does it, stretch by stretch, the newest
first.
"""

from contextlib import closing
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from merilo.sources.sync.marks import Marks
from merilo.sources.sync.plan import FIRST_S, Spans

if TYPE_CHECKING:
    from merilo.sources.sync.run import Sync

AGAIN, SOON = "again", "soon"  # in what is remembered of the connection


def again(home: Path, name: str, since: int, until: int) -> None:
    """Read once more what changed from `since` (included) to `until`, in seconds since 1970."""
    with closing(Marks(home, name)) as marks:
        marks.note(**{AGAIN: [*wished(marks), [since, until]], SOON: time()})


def soon(home: Path, name: str) -> None:
    """Nothing that is read whole is good any longer: the next run reads it, and loads, so that
    what was chosen holds."""
    with closing(Marks(home, name)) as marks:
        marks.note(**{SOON: time()})


def wished(marks: Marks) -> list[list[int]]:
    """The periods that are still to be read once more."""
    found: list[list[int]] = marks.state().get(AGAIN, [])
    return found


def wake(sync: "Sync") -> float | None:
    """What was wished to be read soon is due; when that was wished, None if nothing was."""
    wished: float | None = sync.marks.state().get(SOON)
    if wished is not None:
        for stream in sync.connector.streams:
            head = sync.marks.head(stream.name)
            if not stream.timed and head.read:
                head.read = 0.0
                sync.marks.keep(stream.name, head)
    return wished


def woken(sync: "Sync", wished: float | None) -> None:
    """It was read; what was wished again meanwhile stays."""
    if wished is not None and sync.marks.state().get(SOON) == wished:
        sync.marks.note(**{SOON: None})


def spans(sync: "Sync") -> Spans:
    """The next stretch of what is to be read once more; none if nothing is left of it."""
    while periods := wished(sync.marks):
        since, until = periods[0]
        found = stretch(sync, max(since, until - FIRST_S), until)
        if found:
            return found
        done(sync)
    return {}


def stretch(sync: "Sync", since: int, until: int) -> Spans:
    """That time, of each stream only what of it is known: the rest will be read anyway."""
    found: Spans = {}
    for stream in sync.connector.streams:
        head = sync.marks.head(stream.name)
        if stream.timed and head.head is not None and head.tail is not None:
            span = max(since, head.tail), min(until, head.head)
            if span[0] < span[1]:
                found[stream.name] = span
    return found


def done(sync: "Sync") -> None:
    """The newest stretch of the first period is read: what lies before it is left."""
    periods = wished(sync.marks)
    since, until = periods[0]
    rest = [[since, until - FIRST_S]] if until - FIRST_S > since else []
    sync.marks.note(**{AGAIN: [*rest, *periods[1:]] or None})
