"""Pipelines with their stages."""

from collections.abc import Iterator

from merilo.sources.amocrm.lists import Whole
from merilo.sources.amocrm.plain import inner
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Client, Ground, Known, Record, Row, Span

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


def known(client: Client) -> Iterator[Known]:
    """All pipelines with their stages, whatever is read of them."""
    for batch in Pipelines().fetch(client, Span(0, 0), None):
        for record in batch.records:
            if id := key(record.get("id")):
                archived = "archived" if record.get("is_archive") is True else ""
                yield Known("pipelines", id, text(record.get("name")) or id, archived)
                for status in inner(record, "statuses"):
                    own, kind = stage(id, status.get("id")), ends(status)
                    if own:
                        kind = "incoming" if incoming(status) else kind
                        yield Known("stages", own, text(status.get("name")) or own, kind)


def ends(status: Record) -> str:
    """Whether a stage is one in which a deal has ended, and how."""
    return ENDS.get(key(status.get("id")) or "", "open")


def incoming(status: Record) -> bool:
    """It holds requests that nobody has taken."""
    return status.get("type") in (INCOMING, str(INCOMING))


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
                "kind": ends(status),
            }
            unread = {"incoming": True} if incoming(status) else {}
            yield Row("stages", values, {**archived, **unread})
