"""Reading a list that cannot be ordered by its changes: stretch by stretch of closed time.

How long a stretch is follows from how many rows the last one held.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from merilo.sources.sync.faults import TooHeavy
from merilo.sources.sync.protocol import Batch, Mark, Record
from merilo.sources.sync.walk import START, KeyOf, Place, Read, checked, drain, stamp

HOUR, DAY = 3600, 86400
LONGEST = 128 * DAY
FEW = 4  # pages of a stretch that is drained: each is read twice
MANY = 32  # pages of a stretch of a list that only grows: each is read once
IDLE = 8  # readings of a stretch with nothing new, after which an id that came twice is a double

made = partial(stamp, name="created_at")


def sized(long: int, count: int, wanted: float) -> int:
    """How long the next stretch is to be, so that it holds about `wanted` rows."""
    fit = long * wanted / count if count else long * 4.0
    return max(1, min(LONGEST, round(min(max(fit, long / 8), long * 4))))


def windows(read: Read, mark: Mark, until: int, page: int, key: KeyOf = stamp) -> Iterator[Batch]:
    """Rows changed until `until` (included), of a list that can be filtered by its changes and
    ordered by id. A stretch of a page at most is the cheapest: it is read once."""
    read = checked(read, key)
    at, long = mark["at"], mark.get("long", HOUR)
    place: Place = (mark["place"][0], mark["place"][1]) if "place" in mark else START
    while at <= until:
        edge, whole = min(until, at + long - 1), place == START
        ids: set[str] = set()
        try:
            for rows, after in drain(read, at, edge, place):
                ids.update(key(row).id for row in rows)
                yield Batch(rows, {"at": at, "long": long, "place": [*after]})
                if after == (FEW + 1, False) and edge > at:
                    raise TooHeavy("more pages than are worth reading twice")
        except TooHeavy:
            if edge == at:
                raise
            long, place = max(1, (edge - at + 1) // 4), START
            continue
        long = sized(edge - at + 1, len(ids), page * 0.75) if whole else long
        at, place = edge + 1, START
        yield Batch([], {"at": at, "long": long})


@dataclass
class Stretch:
    """Where we are in a list that only grows: the next page of the stretch of `long` seconds from
    `at`, how many rows came in this reading of it, which ids came in all of them, and how many
    readings in a row brought nothing new."""

    at: int
    long: int = DAY
    page: int = 1
    count: int = 0
    seen: set[str] = field(default_factory=set)
    news: bool = False
    idle: int = 0

    @classmethod
    def of(cls, mark: Mark) -> "Stretch":
        """From what `mark` made."""
        return cls(**{**mark, "seen": set(mark.get("seen", ()))})

    def mark(self) -> Mark:
        """As JSON."""
        return {**vars(self), "seen": sorted(self.seen)}

    def took(self, rows: list[Record], key: KeyOf) -> list[Record]:
        """Those rows that had not come before."""
        ids = [key(row).id for row in rows]
        fresh = [row for row, id in zip(rows, ids, strict=True) if id not in self.seen]
        told = [id for id in ids if not id.startswith("#")]  # the others cannot be told apart
        self.count += len(told)
        self.news = self.news or not self.seen.issuperset(told)
        self.seen.update(told)
        return fresh

    def whole(self) -> bool:
        """Whether a reading to the last page gave each row once. Where rows of one second come in
        another order each time, some came twice, and as many not at all."""
        self.idle = 0 if self.news else self.idle + 1
        return len(self.seen) >= self.count or self.idle >= IDLE


def growing(read: Read, mark: Mark, until: int, page: int, key: KeyOf = made) -> Iterator[Batch]:
    """Rows made until `until` (included), of a list that only grows and keeps no order we know.

    Nothing can enter or leave a stretch that is closed and past, so its pages can be counted on;
    all but the order of rows of one second, for which a stretch is read again until it is whole.
    """
    read, here = checked(read, key), Stretch.of(mark)
    while here.at <= until:
        edge = min(until, here.at + here.long - 1)
        try:
            rows, more = read(here.page, here.at, edge, "")
        except TooHeavy:
            if edge == here.at:
                raise
            here = Stretch(here.at, max(1, (edge - here.at + 1) // 2))
            continue
        fresh = here.took(rows, key)
        here.page += 1
        if more and rows:
            if here.page > MANY and edge > here.at and not here.idle:
                here = Stretch(here.at, max(1, (edge - here.at + 1) // 8))
        elif here.whole():
            long = sized(edge - here.at + 1, here.count, page * MANY / 2)
            here = Stretch(edge + 1, long)
        else:
            here.page, here.count, here.news = 1, 0, False
        yield Batch(fresh, here.mark())
