"""Tidying up: small files become large ones, and what no snapshot needs any more goes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from merilo.facts.lake import delta
from merilo.facts.lake.disk import sync
from merilo.facts.lake.history import moments
from merilo.facts.lake.keep import AT_WORK, kept
from merilo.facts.lake.pins import pins
from merilo.facts.lake.snapshot import HISTORY, Snapshot, past, read
from merilo.facts.lake.undo import tables

MANY = 4  # files in a month; more than that are made one


@dataclass(frozen=True)
class Tidied:
    """What was done: months written anew, snapshots dropped, files removed and their bytes."""

    months: int
    snapshots: int
    files: int
    bytes: int


def drop(newest: Snapshot, now: datetime, zone: ZoneInfo) -> int:
    """Forget the snapshots that need not stay. How many."""
    known = moments(newest)
    pinned = (snapshot.number for snapshot in pins(newest.root).values())
    gone = {moment.number for moment in known} - kept(known, now, zone, pinned)
    for number in sorted(gone):
        past(newest.root, number).unlink()
    sync(newest.root / HISTORY)  # before the files go: a snapshot that is there is whole
    return len(gone)


def sweep(newest: Snapshot, now: datetime) -> tuple[int, int]:
    """Remove the files that no kept snapshot needs and nobody reads. How many, and their bytes."""
    root = newest.root
    stay = [read(root, past(root, moment.number)) for moment in moments(newest)]
    stay += [newest, *pins(root).values()]
    files = size = 0
    for folder in tables(root):
        states = {snap.state(folder.name) for snap in stay if folder.name in snap.versions}
        needed = {folder / part.path for state in states for part in delta.parts(folder, *state)}
        for file in {*folder.glob("month=*/*")} - needed:
            if _old(file, now):
                files, size = files + 1, size + file.stat().st_size
                file.unlink()
        for month in folder.glob("month=*"):
            if not any(month.iterdir()):
                month.rmdir()
    return files, size


def _old(file: Path, now: datetime) -> bool:
    """Nobody is about to publish it. (The pen is ours; but who knows what else writes here.)"""
    return file.stat().st_mtime < (now - AT_WORK).timestamp()
