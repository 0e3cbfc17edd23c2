"""Once a week: which records are there at all. What is in the lake and not there is looked at, and
if it does not come, it is gone."""

from typing import TYPE_CHECKING

from merilo.facts.lake import Lake
from merilo.facts.show import ids
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.protocol import Hint, Stream

if TYPE_CHECKING:
    from merilo.sources.sync.run import Sync

EVERY_S = 7 * 86_400.0


def sweep(sync: "Sync") -> None:
    """Look for what is gone, and load that."""
    swept = sync.marks.state().get("swept")
    if swept is None:  # a first load has just seen everything
        sync.marks.note(swept=sync.clock())
    elif sync.clock() - swept >= EVERY_S:
        hints = [hint for stream in sync.connector.streams for hint in missing(sync, stream)]
        sync.marks.hint([(hint.stream, hint.id) for hint in hints], sync.clock())
        sync.marks.note(swept=sync.clock())
        sync.round({})


def owns(stream: Stream, id: str) -> bool:
    """Whether an id can be one of this list's: another may feed the same table with others."""
    said = getattr(stream, "owns", None)
    return said is None or bool(said(id))


def missing(sync: "Sync", stream: Stream) -> list[Hint]:
    """Records that the lake has and the source, as it seems, not."""
    try:
        found = stream.ids(sync.client)
        if found is None:
            return []
        there = {id for some in found for id in some}
    except (Lacking, Refused):
        return []
    hints = []
    snapshot = Lake(sync.home.absolute() / "lake").snapshot()
    for table, prefix in stream.keys(""):
        stored = ids(snapshot, table, sync.connection.name, prefix)
        hints += [Hint(stream.name, id) for id in sorted({*stored} - there) if owns(stream, id)]
    return hints
