"""What a copy of a lake consists of, so that it opens at one snapshot."""

from collections.abc import Iterator
from pathlib import Path

from merilo.facts.lake import delta
from merilo.facts.lake.disk import mapped
from merilo.facts.lake.parts import Mass
from merilo.facts.lake.pins import pins, place
from merilo.facts.lake.snapshot import Snapshot
from merilo.facts.lake.undo import CHECKPOINT, COMMIT, numbered


def needed(newest: Snapshot) -> Iterator[Path]:
    """The files of the tables of a snapshot, and of those pinned before it; their logs until then;
    the pins. None of them changes any more. Broken if one of the logs is not as published.

    What says that it is the newest is `newest.text`, for the file may say something newer by now.
    """
    with mapped(newest.root):
        pinned = {name: at for name, at in pins(newest.root).items() if at.number <= newest.number}
        yield from (place(newest.root, name) for name in pinned)
        stay = [newest, *pinned.values()]
        for table in sorted({table for snapshot in stay for table in snapshot.versions}):
            states = {one.state(table) for one in stay if table in one.versions}
            yield from _table(newest.root / table, states)


def _table(folder: Path, states: set[tuple[int, Mass | None]]) -> Iterator[Path]:
    """Of one table at some versions. All commits, for a version is what they come to."""
    last = max(version for version, _mass in states)
    for form in (COMMIT, CHECKPOINT):
        yield from (p for p in numbered(folder / delta.LOG, form) if int(p.name[:20]) <= last)
    parts = {part.path for state in states for part in delta.parts(folder, *state)}
    yield from (folder / path for path in sorted(parts))
