"""Reading a list that changes while it is read, in the order of its changes: nothing is missed.

Page numbers are offsets: a row that is edited jumps to the end, every later row moves up one
place, and one slips onto a page that was read already. So a page number is trusted only within
a closed stretch of time that lies in the past. Rows can leave such a stretch, and none comes in.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from merilo.sources.sync.faults import Broken, TooHeavy
from merilo.sources.sync.protocol import Batch, Mark, Record

OUTSIDE = (
    "rows from outside the time that was asked for; filters seem to be switched off in the account"
)
DISORDER = "rows in another order than was asked for"
CHANGED = "updated_at"  # orders that are asked for
BY_ID = "id"
START = (1, False)


class Page(NamedTuple):
    """Rows of one answer, and whether there are more pages after it."""

    rows: list[Record]
    more: bool


class Key(NamedTuple):
    """Tells one state of a row from others: when it changed (None: unreadable), and its id."""

    at: int | None
    id: str


Place = tuple[int, bool]  # in a drain: the page to read next, and whether we are on the way back
Read = Callable[[int, int, int, str], Page]  # page from 1, since and until included, order
KeyOf = Callable[[Record], Key]


def stamp(row: Record, name: str = CHANGED) -> Key:
    """By `updated_at` and `id`; a row without an id is told by all that it says."""
    id = row.get("id")
    if id is None or isinstance(id, dict | list):
        said = json.dumps(row, sort_keys=True, default=str).encode()
        return Key(moment(row.get(name)), f"#{hashlib.sha256(said).hexdigest()[:24]}")
    return Key(moment(row.get(name)), str(id))


def moment(said: object) -> int | None:
    """Seconds since 1970, also if they came as text; zero and everything else is none."""
    if isinstance(said, str) and said.isascii() and said.isdigit():
        said = int(said)
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else None


def checked(read: Read, key: KeyOf = stamp) -> Read:
    """The same reading. Broken if what comes is not what was asked: filters that are switched off
    would make us read everything for ever, an order not kept would lose rows."""

    def page(number: int, since: int, until: int, order: str) -> Page:
        found = read(number, since, until, order)
        told = [at for at, _ in map(key, found.rows) if at is not None]
        late = sum(at > until for at in told)  # one may change while it is written out
        if any(at < since for at in told) or late * 2 > len(told):
            raise Broken(OUTSIDE)
        if order == CHANGED and any(a > b for a, b in pairwise(told)):
            raise Broken(DISORDER)
        return found

    return page


def drain(
    read: Read, since: int, until: int, place: Place = START
) -> Iterator[tuple[list[Record], Place]]:
    """All rows of a closed stretch of time, each page with the place after it.

    Rows only ever leave it, and those behind move towards the first page; so reading it backward
    after reading it forward misses none. `read` keeps a stable order by id.
    """
    page, back = place
    while page:
        rows, more = read(page, since, until, BY_ID)
        back = back or not (rows and more)
        page += -1 if back else 1
        yield rows, (page, back)


@dataclass
class Course:
    """How far a walk is: all before `at` is read, and of that second those in `seen`.

    `reach` is how long a stretch the source can bear to be asked for (0: any), `place` where we
    are in a second that fills more than a page.
    """

    at: int
    seen: set[Key] = field(default_factory=set)
    reach: int = 0
    place: Place | None = None

    @classmethod
    def of(cls, mark: Mark) -> "Course":
        """From what `mark` made."""
        place = mark.get("place")
        return cls(
            mark["at"],
            {Key(at, id) for at, id in mark.get("seen", ())},
            mark.get("reach", 0),
            (place[0], place[1]) if place else None,
        )

    def mark(self) -> Mark:
        """As JSON."""
        said: Mark = {"at": self.at, "seen": [[*key] for key in sorted(self.seen)]}
        if self.reach:
            said["reach"] = self.reach
        if self.place:
            said["place"] = [*self.place]
        return said

    def edge(self, until: int) -> int:
        """The end of the next stretch."""
        return min(until, self.at + self.reach - 1) if self.reach else until

    def shorten(self, edge: int) -> bool:
        """Ask for half as much from now on; whether that can be done."""
        long = edge - self.at + 1
        self.reach = max(1, long // 2)
        return long > 1

    def on(self, at: int) -> None:
        """All before `at` is read."""
        self.at, self.seen, self.place = at, set(), None

    def fresh(self, rows: list[Record], key: KeyOf) -> tuple[list[Record], list[Key]]:
        """Those rows that were not seen, and the keys of all. What has no readable moment takes
        that of the row before it."""
        keys, at = [], self.at
        for row in rows:
            found = key(row)
            at = at if found.at is None else found.at
            keys.append(Key(at, found.id))
        return [row for row, k in zip(rows, keys, strict=True) if k not in self.seen], keys


def begin(since: int) -> Mark:
    """The mark of a walk or of windows that begins there."""
    return {"at": since}


def walk(read: Read, mark: Mark, until: int, key: KeyOf = stamp) -> Iterator[Batch]:
    """Rows changed until `until` (included), the oldest change first, from the mark on.

    `until` lies in the past. The end is "nothing new", never "a short page".
    """
    read, course = checked(read, key), Course.of(mark)
    while course.at <= until:
        if course.place:
            yield from _second(read, course, key)
            continue
        edge = course.edge(until)
        try:
            rows, more = read(1, course.at, edge, CHANGED)
        except TooHeavy:
            if not course.shorten(edge):
                raise
            continue
        fresh, keys = course.fresh(rows, key)
        last = keys[-1].at if keys else None
        if more and last == course.at:  # this second fills more than a page
            course.place = START
        elif fresh and last is not None:
            course.seen = {k for k in course.seen.union(keys) if k.at == last}
            course.at = last
            yield Batch(fresh, course.mark())
        elif edge == until:
            return
        else:
            course.reach *= 2
            course.on(edge + 1)
            yield Batch([], course.mark())


def _second(read: Read, course: Course, key: KeyOf) -> Iterator[Batch]:
    """All of a crowded second, page by page."""
    at = course.at
    for rows, place in drain(read, at, at, course.place or START):
        fresh, keys = course.fresh(rows, key)
        course.seen |= set(keys)
        course.place = place
        if fresh:
            yield Batch(fresh, course.mark())
    course.on(at + 1)
    yield Batch([], course.mark())
