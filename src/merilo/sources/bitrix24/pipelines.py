"""Pipelines, which are called categories, with their stages."""

from collections.abc import Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.ask import Command, whole
from merilo.sources.bitrix24.lists import DIRECTORY_S, Stream
from merilo.sources.bitrix24.words import STAGES, kind
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

DEAL = 2  # the type of cards that are deals


def category(said: object) -> str | None:
    """The id of a pipeline; 0 is the first one."""
    return "0" if text(said) == "0" else key(said)


def stage(pipeline: object, status: object) -> str | None:
    """A stage by its pipeline and its own id."""
    found = category(pipeline), text(status)
    return f"{found[0]}/{found[1]}" if all(found) else None


def taken(settings: Mapping[str, Any], pipeline: object) -> bool:
    """Whether the administrator wants that pipeline; if none is chosen, all."""
    chosen = settings.get("pipelines")
    return not chosen or category(pipeline) in {str(one) for one in chosen}


class Pipelines(Stream):
    """Each with its stages beside it."""

    name = "pipelines"
    feeds: tuple[str, ...] = ("pipelines", "stages")
    every_s = DIRECTORY_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Two lists, as one."""
        categories, statuses = whole(
            client,
            Command("crm.category.list", {"entityTypeId": DEAL}, "categories"),
            Command("crm.status.list", {"order": {"SORT": "ASC"}}),
        )
        found, stages = categories.told(), statuses.told()
        for one in found:
            own = STAGES if category(one.get("id")) == "0" else f"{STAGES}_{key(one.get('id'))}"
            one["stages"] = [row for row in stages if row.get("ENTITY_ID") == own]
        yield Batch(found, {})

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The id 0 is one."""
        if category(record.get("id")) is None:
            yield Row("pipelines", {"id": None}, {"stream": self.name})
        else:
            yield from self.told(record, ground)

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A pipeline, then its stages."""
        id = category(record.get("id"))
        if not taken(ground.settings, id):
            return
        yield Row("pipelines", {"id": id, "name": text(record.get("name")) or id}, {})
        for status in record.get("stages") or ():
            own = stage(id, status.get("STATUS_ID"))
            values = {
                "id": own,
                "pipeline": id,
                "name": text(status.get("NAME")) or own,
                "position": text(status.get("SORT")),
                "kind": kind(status),
            }
            meant = text(obj(status.get("EXTRA")).get("SEMANTICS"))
            yield Row("stages", values, {"semantics": meant} if meant == "apology" else {})
