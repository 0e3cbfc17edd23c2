"""Pipelines, which are called categories, with their stages."""

from collections.abc import Iterator, Mapping
from typing import Any

from merilo.sources.bitrix24.ask import Command, whole
from merilo.sources.bitrix24.lists import DIRECTORY_S, Stream
from merilo.sources.bitrix24.words import STAGES, STATUSES, kind
from merilo.sources.sync.plain import key, obj, text
from merilo.sources.sync.protocol import (
    Batch,
    Client,
    Ground,
    Known,
    Mark,
    Record,
    Row,
    Span,
)  # fmt: skip

DEAL, LEAD = 2, 1  # types of cards
LEADS = "leads"  # the pipeline of leads, which has no id of its own


def category(said: object) -> str | None:
    """The id of a pipeline; 0 is the first one."""
    return "0" if text(said) == "0" else key(said)


def stage(pipeline: object, status: object) -> str | None:
    """A stage by its pipeline and its own id."""
    found = category(pipeline), text(status)
    return f"{found[0]}/{found[1]}" if all(found) else None


def led(lead: object) -> str | None:
    """The id of the deal that a lead is."""
    return f"lead/{id}" if (id := key(lead)) else None


def taken(settings: Mapping[str, Any], pipeline: object) -> bool:
    """Whether the administrator wants that pipeline; if none is chosen, all."""
    chosen = settings.get("pipelines")
    return not chosen or category(pipeline) in {str(one) for one in chosen}


def known(client: Client) -> Iterator[Known]:
    """All pipelines with their stages, whatever is read of them."""
    for batch in Pipelines().fetch(client, Span(0, 0), None):
        for record in batch.records:
            if id := category(record.get("id")):
                yield Known("pipelines", id, text(record.get("name")) or id, "")
                for row in record.get("stages") or ():
                    if own := stage(id, row.get("STATUS_ID")):
                        yield Known("stages", own, text(row.get("NAME")) or own, kind(row))


class Pipelines(Stream):
    """Each with its stages beside it; that of leads is there if there are any."""

    name = "pipelines"
    feeds: tuple[str, ...] = ("pipelines", "stages")
    every_s = DIRECTORY_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Two lists, as one."""
        some = {"entityTypeId": LEAD, "select": ["id"], "order": {"id": "ASC"}, "start": -1}
        categories, statuses, leads, types = whole(
            client,
            Command("crm.category.list", {"entityTypeId": DEAL}, "categories"),
            Command("crm.status.list", {"order": {"SORT": "ASC"}}),
            Command("crm.item.list", some, "items"),
            Command("crm.enum.ownertype", {}),
        )
        found, stages = categories.told(), statuses.told()
        for one in found:
            own = STAGES if category(one.get("id")) == "0" else f"{STAGES}_{key(one.get('id'))}"
            one["stages"] = [row for row in stages if row.get("ENTITY_ID") == own]
        if leads.rows:
            called = (one.get("NAME") for one in types.rows if key(one.get("id")) == str(LEAD))
            steps = [row for row in stages if row.get("ENTITY_ID") == STATUSES]
            found.append({"id": LEADS, "name": next(called, "Leads"), "stages": steps})
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
