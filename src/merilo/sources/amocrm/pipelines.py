"""Pipelines with their stages."""

from collections.abc import Iterator

from merilo.sources.amocrm.lists import Whole
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Ground, Record, Row

ENDS = {"142": "won", "143": "lost"}  # the same in every pipeline, and by any name
INCOMING = 1  # the type of the stage of requests that nobody has taken


def stage(pipeline: object, status: object) -> str | None:
    """A stage is the pair: statuses 142 and 143 are in every pipeline."""
    found = key(pipeline), key(status)
    return f"{found[0]}/{found[1]}" if all(found) else None


def taken(settings: object, pipeline: object) -> bool:
    """Whether the administrator wants that pipeline; if none is chosen, all."""
    chosen = settings.get("pipelines") if isinstance(settings, dict) else None
    return not chosen or key(pipeline) in {str(one) for one in chosen}


class Pipelines(Whole):
    """Archived ones, too: they keep their deals."""

    name = "pipelines"
    feeds: tuple[str, ...] = ("pipelines", "stages")
    path = "leads/pipelines"

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A pipeline, then its stages."""
        id = key(record.get("id"))
        if not taken(dict(ground.settings), id):
            return
        archived = {"archived": True} if record.get("is_archive") is True else {}
        yield Row("pipelines", {"id": id, "name": text(record.get("name")) or id}, archived)
        for status in inner(record, "statuses"):
            own = stage(id, status.get("id"))
            values = {
                "id": own,
                "pipeline": id,
                "name": text(status.get("name")) or own,
                "position": text(status.get("sort")),
                "kind": ENDS.get(key(status.get("id")) or "", "open"),
            }
            incoming = status.get("type") in (INCOMING, str(INCOMING))
            yield Row("stages", values, {**archived, **({"incoming": True} if incoming else {})})
