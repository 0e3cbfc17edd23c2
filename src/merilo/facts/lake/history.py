"""The snapshots that were: which one was the newest on a past day."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from merilo.errors import NotYet
from merilo.facts.lake.snapshot import HISTORY, Snapshot, numbers, past, read


class Moment(NamedTuple):
    """A snapshot's number, and when it was published."""

    number: int
    at: datetime


def moments(newest: Snapshot) -> tuple[Moment, ...]:
    """All that are kept, up to the newest one, by number."""
    stamp = (newest.root / HISTORY).stat().st_mtime_ns
    return _moments(newest.root, newest.number, stamp)


@lru_cache(maxsize=16)
def _moments(root: Path, newest: int, stamp: int) -> tuple[Moment, ...]:
    kept = (number for number in numbers(root) if number <= newest)
    return tuple(Moment(number, read(root, past(root, number)).at) for number in kept)


def as_of(newest: Snapshot, day: date, zone: ZoneInfo) -> Snapshot:
    """The last one published before that day ended in that zone. NotYet if there is none."""
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    kept = moments(newest)
    known = [moment for moment in kept if moment.at < end]
    if not known:
        raise NotYet(day, kept[0].at.astimezone(zone).date() if kept else None)
    return read(newest.root, past(newest.root, known[-1].number))
