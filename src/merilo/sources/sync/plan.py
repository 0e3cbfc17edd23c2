"""What a load of a connection reads: the newest first, then ever longer stretches of the past."""

from collections.abc import Iterable
from dataclasses import dataclass

from merilo.sources.sync.marks import Head
from merilo.sources.sync.protocol import Stream

DAY_S = 86_400
SLOW = 2  # lists that are read seldom and are due: so many of them at once, at most
LISTS = 5  # lists that one look asks for when nothing is new, if it can be helped
FIRST_S = 35 * DAY_S  # what is read first of all: this month, with the end of the last one
Spans = dict[str, tuple[int, int]]  # by stream


@dataclass(frozen=True)
class Planner:
    """Of one connection, at the moment `now`; nothing before `floor` is wanted."""

    streams: Iterable[Stream]
    heads: dict[str, Head]
    now: float
    floor: int
    wide: int = FIRST_S  # a stretch of the past

    def newest(self) -> Spans:
        """What may have changed since the last time: of the streams that are read each time, and
        of a few that are due; of all that were never read."""
        slow = sorted(filter(self._due, self.streams), key=self._waited, reverse=True)
        first = {stream.name for stream in self.streams if not self.heads[stream.name].read}
        each = sum(not stream.every_s for stream in self.streams)
        turn = first or {stream.name for stream in slow[: min(SLOW, max(1, LISTS - each))]}
        return {s.name: self._newest(s) for s in self.streams if not s.every_s or s.name in turn}

    def _due(self, stream: Stream) -> bool:
        return bool(stream.every_s) and self._waited(stream) >= stream.every_s

    def _waited(self, stream: Stream) -> float:
        return self.now - self.heads[stream.name].read

    def _newest(self, stream: Stream) -> tuple[int, int]:
        until = int(self.now) - stream.settle_s
        if not stream.timed:
            return (0, until)
        head = self.heads[stream.name].head
        if head is None:
            return (max(self.floor, until - FIRST_S), until)
        since = max(self.floor, head - stream.overlap_s)
        return (since, max(since, until))

    def past(self) -> Spans:
        """The stretch before what is known; none at the floor."""
        return {s.name: span for s in self.streams if s.timed and (span := self._past(s))}

    def _past(self, stream: Stream) -> tuple[int, int] | None:
        head = self.heads[stream.name]
        if head.head is None or head.tail is None or head.tail <= self.floor:
            return None
        return (max(self.floor, head.tail - self.wide), head.tail)

    def part(self) -> float:
        """How much of all the time that is wanted is known, 0 to 1."""
        timed = [s for s in self.streams if s.timed and not self.heads[s.name].lacking]
        shares = [self._part(stream) for stream in timed]
        return sum(shares) / len(shares) if shares else 1.0

    def _part(self, stream: Stream) -> float:
        head = self.heads[stream.name]
        if head.head is None or head.tail is None:
            return 0.0
        wanted = max(1.0, self.now - self.floor)
        return min(1.0, (head.head - max(head.tail, self.floor)) / wanted)
