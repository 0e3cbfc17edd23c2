"""The calls of Skorozvon: from its report, which says more, or from its plain list."""

from collections.abc import Iterator
from typing import Any

from merilo.sources.skorozvon.pages import PAGE, Pages
from merilo.sources.sync import ring
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.ring import Call, named, obj, text
from merilo.sources.sync.walk import begin
from merilo.sources.sync.windows import growing

WAYS = {"incoming": "in", "in": "in", "outgoing": "out", "out": "out"}
# Parts of what stands in `reason`, in its own language or another.
BUSY = ("busy", "занят")
FAILED = ("fail", "error", "reject", "invalid", "block", "ошиб", "отклон", "неверн", "заблок")
VOICEMAIL = ("voicemail", "answering", "автоответ")


class Calls(ring.Stream):
    """All calls, in and out."""

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch; what the pages shift meanwhile comes twice, and is dropped."""
        pages = Pages(client)
        yield from growing(pages.read, mark or begin(span.since), span.until, PAGE, ring.ALIKE)

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The activity."""
        yield ring.row(call(record, ring.zone(ground.settings)), ground)


def call(record: Record, zone: str) -> Call:
    """A record of either list. The plain one has no reason, no waiting time and no results."""
    way = text(record.get("call_type_code")) or text(record.get("call_type")) or ""
    id, user = text(record.get("id")), obj(record.get("user"))
    talked = ring.talked(record.get("duration"))
    project = obj(record.get("call_project"))
    return Call(
        id=id,
        occurred=ring.instant(record.get("started_at"), zone),
        direction=WAYS.get(way.lower()),
        outcome=outcome(record),
        talk=text(record.get("duration")),
        phone=record.get("phone"),
        wait=record.get("waiting_time"),
        operator={"id": text(user.get("id")), "name": text(user.get("name")),
                  "email": text(user.get("email"))},
        recording=f"calls/{id}.mp3" if id and talked else None,
        result=filled({
            "group": named(record.get("scenario_result_group")),
            "name": named(record.get("scenario_result")),
        }),
        campaign=filled({
            "project": text(project.get("title")) or named(project),
            "scenario": named(record.get("scenario")),
        }),
        same_as=id,
        more=filled({"reason": text(record.get("reason"))}),
    )  # fmt: skip


def filled(said: dict[str, Any]) -> dict[str, Any]:
    """What is not empty."""
    return {name: one for name, one in said.items() if one}


def outcome(record: Record) -> str:
    """Somebody talked, or why not, as far as `reason` tells."""
    if ring.talked(record.get("duration")):
        return "reached"
    reason = (text(record.get("reason")) or "").lower()
    kinds = (("busy", BUSY), ("voicemail", VOICEMAIL), ("failed", FAILED))
    return next((o for o, parts in kinds if any(part in reason for part in parts)), "missed")
