"""The account's own fields and its pipelines, as they come, go and change: told, and nothing stops
for it."""

from typing import TYPE_CHECKING

from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.protocol import Known
from merilo.sources.sync.told import Field

if TYPE_CHECKING:
    from merilo.sources.sync.run import Sync

EVERY_S = 86_400.0
PIPELINES, PIPELINES_S = "pipelines", 600.0  # somebody is asked whether to read a new one


def look(sync: "Sync") -> None:
    """Once a day: compare the fields there are with those there were; pipelines more often."""
    pipelines(sync)
    if sync.clock() - sync.marks.state().get("fields", 0.0) < EVERY_S:
        return
    try:
        now = {(one.entity, one.id): one for one in sync.connector.fields(sync.client)}
    except (Lacking, Refused):
        now = {}
    at = sync.clock()
    before = {(one.entity, one.id): one for one in sync.marks.fields()}
    rows = [met(one, before.get(key), at) for key, one in now.items()]
    sync.marks.keep_fields(rows)
    sync.marks.note(fields=at)


def pipelines(sync: "Sync") -> None:
    """Which pipelines and stages there are now, those that are not read, too. If they cannot be
    asked for, what was known stands: they have not gone."""
    ask = getattr(sync.connector, PIPELINES, None)
    if ask is None or sync.clock() - sync.marks.state().get(PIPELINES, 0.0) < PIPELINES_S:
        return
    try:
        now = [*ask(sync.client)]
    except (Lacking, Refused):
        return
    at = sync.clock()
    before = {(one.entity, one.id): one for one in sync.marks.fields()}
    sync.marks.keep_fields([met(one, before.get((one.entity, one.id)), at) for one in now])
    sync.marks.note(pipelines=at)


def met(now: Known, before: Field | None, at: float) -> Field:
    """A field as it is now, with since when it is known and what it was."""
    first = before.first if before else at
    was = changed(before, now.name, now.type)
    return Field(now.entity, now.id, now.name, now.type, first, at, was)


def changed(before: Field | None, name: str, type: str) -> str:
    """What a field was called, or was, before; kept until it changes again."""
    if before is None:
        return ""
    if before.type != type:
        return before.type
    return before.name if before.name != name else before.was
