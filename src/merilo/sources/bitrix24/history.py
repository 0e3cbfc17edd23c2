"""The history of stages: each row tells only where a deal came to."""

from collections.abc import Iterator

from merilo.sources.bitrix24.ask import call, rows
from merilo.sources.bitrix24.lists import SELDOM_S, Stream, ascending
from merilo.sources.bitrix24.pipelines import DEAL, LEAD, LEADS, led, stage, taken
from merilo.sources.bitrix24.plain import iso, seconds
from merilo.sources.sync.plain import key, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

CREATED, PIPELINE_CHANGED = "1", "5"
CONVERTED = "S"


class History(Stream):
    """A list that only grows, in the order of its ids. Where a deal came from is the row before,
    and who moved it nobody says: both are found by the engine (`complete.chain`)."""

    name = "history"
    feeds: tuple[str, ...] = ("stage_changes",)
    timed = True
    entity = DEAL

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Above the last id, of those made within the span."""
        within = {">=CREATED_TIME": iso(span.since), "<=CREATED_TIME": iso(span.until)}

        def read(last: int) -> list[Record]:
            wanted = {**within, ">ID": last}
            said = call(client, "crm.stagehistory.list", {
                "entityTypeId": self.entity, "order": {"ID": "ASC"}, "filter": wanted, "start": -1,
            })  # fmt: skip
            return rows(said["result"], "items")

        for found in ascending(read, (mark or {}).get("last", 0)):
            ids = [int(id) for one in found if (id := key(one.get("id")))]
            at = seconds(found[-1].get("CREATED_TIME")) or span.since
            yield Batch(found, {"last": max(ids, default=0), "at": at})

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A move. One between pipelines counts if either is wanted; which the other one was, the
        row does not say."""
        kind = text(record.get("TYPE_ID")) or ""
        if not taken(ground.settings, record.get("CATEGORY_ID")) and kind != PIPELINE_CHANGED:
            return
        values = {
            "id": key(record.get("id")),
            "deal": key(record.get("OWNER_ID")),
            "occurred": text(record.get("CREATED_TIME")),
            "to_stage": stage(record.get("CATEGORY_ID"), record.get("STAGE_ID")),
        }
        yield Row("stage_changes", values, {"first": True} if kind == CREATED else {})


class LeadHistory(History):
    """The same of leads. That one was converted, the deal tells which it became."""

    name = "lead_history"
    entity = LEAD
    every_s = SELDOM_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """None, where leads are not wanted."""
        if taken(client.settings, LEADS):
            yield from super().fetch(client, span, mark)

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A move."""
        if text(record.get("STATUS_SEMANTIC_ID")) == CONVERTED:
            return
        values = {
            "id": led(record.get("id")),
            "deal": led(record.get("OWNER_ID")),
            "occurred": text(record.get("CREATED_TIME")),
            "to_stage": stage(LEADS, record.get("STATUS_ID")),
        }
        yield Row("stage_changes", values, {})
