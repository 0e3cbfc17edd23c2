"""The calls of a dialler: rows of its exports, read on from where the last reading ended."""

from collections.abc import Iterator, Mapping
from typing import Any

from merilo.sources.dialler.call import Cells, Manner, Told, call, key
from merilo.sources.dialler.columns import Columns
from merilo.sources.dialler.reading import Reading
from merilo.sources.dialler.state import State
from merilo.sources.sync import ring
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.folder import found
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.words import say, several

TOGETHER, ROWS = 500, 20_000  # records, and rows, that are landed at once
TOLD = 3  # files that are named
PATTERN = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.htm *.html *.zip"


class Calls(ring.Stream):
    """Read from files."""

    timed = False
    settle_s = 0
    kept = True

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """What is new. Lacking, after all the rest, if files cannot be read."""
        state, some, rows = State.of(mark), list[Record](), 0
        said = client.settings
        for record in Reading(said, state).new(files(said)):
            some.append(record)
            rows += len(record["rows"])
            if len(some) >= TOGETHER or rows >= ROWS:
                yield Batch(some, state.mark())
                some, rows = [], 0
        if some or state.mark() != mark:
            yield Batch(some, state.mark())
        if odd := state.odd:
            raise Lacking(unread(odd))

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The activities; none of a call among ourselves."""
        region = ring.region(ground)
        meant, manner = Columns.of(record["columns"]), Manner.of(ground.settings, region)
        held = record["key"]
        first: tuple[Columns, Manner] | None
        first = Columns.of(held["columns"]), Manner.of(held["manner"], region)
        first = None if first == (meant, manner) else first
        for number, *said in record["rows"]:
            cells = {n: text for n, text in zip(record["places"], said, strict=True) if text}
            yield from told(cells, meant, manner, first, {**where(record, number)}, ground)
        for number, reason in record["broken"]:
            yield Row("activities", {"id": None, "occurred": None},
                      {**where(record, number), "reason": reason})  # fmt: skip


def told(
    cells: Cells, meant: Columns, manner: Manner, first: tuple[Columns, Manner] | None,
    place: Mapping[str, Any], ground: Ground,
) -> Iterator[Row]:  # fmt: skip
    """The activity of a row, under the key that it had by the columns that were taken `first`, if
    those were others. One that will be refused says where it stands."""
    now = Told(meant, cells, manner)
    id = key(Told(first[0], cells, first[1]) if first else now, ground.digest)
    made = call(now, id, ground.digest)
    if made is None:
        return
    row = ring.row(made, ground)
    if id is None or made.occurred is None or not made.occurred.endswith("Z"):
        row = row._replace(extra={**(row.extra or {}), **place})
    yield row


def where(record: Record, number: int) -> dict[str, Any]:
    """Which row of which file."""
    return {"file": record["file"], "row": number}


def files(settings: Mapping[str, Any]) -> Any:
    """The files there are."""
    return found(str(settings.get("path") or ""), str(settings.get("pattern") or PATTERN))


def unread(odd: Mapping[str, str]) -> str:
    """The files that are not read, and why."""
    named = [say("{name}: {problem}", name=name, problem=odd[name]) for name in sorted(odd)[:TOLD]]
    more = len(odd) - TOLD
    if more > 0:
        named.append(several("and {count} more file", "and {count} more files", more))
    return "; ".join(named)
