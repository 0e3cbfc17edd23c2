"""From the source onto the disk: every page is safe before the mark behind it moves."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1

from merilo.sources.sync.client import Asker
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Record, Span, Stream

Tell = Callable[[str, float], object]  # the stream, and how much of it is read, 0 to 1
AT_ONCE = 200  # records looked at by their ids


@dataclass(frozen=True)
class Fetch:
    """Of one load of one connection."""

    client: Asker
    marks: Marks
    landing: Landing
    tell: Tell
    known: Mapping[str, set[str]] = field(default_factory=dict)  # marks of records read last time
    seen: dict[str, set[str]] = field(default_factory=dict)  # and of those read now

    def span(self, stream: Stream, span: tuple[int, int]) -> None:
        """Read a stream over a span, or go on where somebody stopped. What the account does not
        let us read is noted, and nothing of it counts as read."""
        head = self.marks.head(stream.name)
        if head.span != span:
            head.span, head.pages, head.done, head.lacking = span, 0, False, ""
            head.mark = head.mark if keeps(stream) else None
            self.marks.keep(stream.name, head)
        if head.done:
            return
        try:
            for batch in stream.fetch(self.client, Span(*span), head.mark):
                records = self._new(stream.name, batch.records)
                if records:
                    head.pages += 1
                    self.landing.write(stream.name, head.pages, records)
                head.mark = batch.mark
                hints = [hint for record in records for hint in stream.hints(record)]
                with self.marks.whole():
                    self.marks.keep(stream.name, head)
                    self.marks.hint(hints, self.client.clock())
                self.tell(stream.name, reached(batch.mark, span))
        except Lacking as refused:
            head.lacking = refused.said
        head.done, head.read = True, self.client.clock()
        self.marks.keep(stream.name, head)

    def _new(self, stream: str, records: list[Record]) -> list[Record]:
        """Those that did not come, as they are, when the end of the last span was read."""
        if stream not in self.known:
            return records
        told = [digest(record) for record in records]
        self.seen.setdefault(stream, set()).update(told)
        known = self.known[stream]
        return [one for one, mark in zip(records, told, strict=True) if mark not in known]

    def look(self, streams: Sequence[Stream]) -> list[tuple[str, str, float]]:
        """Read again, by id, what somebody hinted at; what does not come is gone. Which those
        were: they are forgotten when the load is done."""
        looked = []
        for stream in streams:
            hinted = self.marks.hinted(stream.name)
            for n in range(0, len(hinted), AT_ONCE):
                some = hinted[n : n + AT_ONCE]
                if self._look(stream, [id for _stream, id, _at in some], n // AT_ONCE + 1):
                    looked += some
        return looked

    def _look(self, stream: Stream, ids: Sequence[str], number: int) -> bool:
        try:
            found = stream.look(self.client, ids)
            if found is None:
                return True
            records = [record for some in found for record in some]
        except Lacking:
            return True
        gone = {*ids} - {str(record.get("id")) for record in records}
        self.landing.write(stream.name, number, records, "look")
        self.landing.write(stream.name, number, [{"id": id} for id in sorted(gone)], "gone")
        return True


def digest(record: Record) -> str:
    """Tells one state of a record from others."""
    return sha1(json.dumps(record, sort_keys=True).encode(), usedforsecurity=False).hexdigest()[:16]


def keeps(stream: Stream) -> bool:
    """Whether a stream goes on each time where its last reading ended: a file that grows."""
    return bool(getattr(stream, "kept", False))


def reached(mark: dict[str, object], span: tuple[int, int]) -> float:
    """How much of a span lies behind a mark that says where `at` it is."""
    at = mark.get("at")
    if not isinstance(at, int) or span[1] <= span[0]:
        return 0.0
    return min(1.0, max(0.0, (at - span[0]) / (span[1] - span[0])))
