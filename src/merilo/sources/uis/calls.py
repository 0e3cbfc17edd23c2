"""The calls of UIS: who talked last, how it ended, and what was noted."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from merilo.sources.sync import ring
from merilo.sources.sync.faults import Broken, Lacking, Refused, TooHeavy
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.ring import Call, items, number, obj, talked, text
from merilo.sources.sync.walk import Page, begin
from merilo.sources.sync.windows import growing
from merilo.sources.uis.rpc import ask

PAGE, MOST = 1000, 100_000  # rows on a page; rows that a window may hold
LONGEST = 89 * 86_400  # three months at most may be asked for
FORM = "%Y-%m-%d %H:%M:%S"
FIELDS = (
    "id", "start_time", "finish_time", "direction", "is_lost", "finish_reason", "talk_duration",
    "clean_talk_duration", "total_duration", "wait_duration", "contact_phone_number", "employees",
    "last_talked_employee_id", "last_answered_employee_id", "last_answered_employee_rating",
    "first_answered_employee_id", "source", "scenario_name", "auto_call_campaign_name", "ext_id",
    "call_records", "is_transfer", "tags",
)  # fmt: skip
REACHED = ("operator_answer", "success_finish")
BUSY = ("subscriber_busy", "operator_busy")
MISSED = (
    "subscriber_not_responsible", "operator_not_responsible", "no_success_subscriber_call",
    "no_success_operator_call", "timeout",
)  # fmt: skip
HUNG_UP = ("subscriber_disconnects", "operator_disconnects")
Operator = Mapping[str, str | None]


class Calls(ring.Stream):
    """All calls with others."""

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch, none longer than may be asked for."""
        known: dict[str, Operator] | None = None
        read = partial(page, client)
        for batch in growing(read, mark or begin(span.since), span.until, PAGE, ring.ALIKE):
            if batch.records and known is None:
                known = staff(client)
            yield Batch([{**one, "of": known.get(who(one) or "") if known else None}
                         for one in batch.records], batch.mark)  # fmt: skip

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The activity."""
        yield ring.row(call(record, ring.zone(ground.settings)), ground)


def page(client: Client, number_: int, since: int, until: int, order: str) -> Page:
    """A page of the report, the earliest first. Its clock is the account's."""
    offset, zone = (number_ - 1) * PAGE, ring.zone(client.settings)
    if until - since >= LONGEST or offset + PAGE > MOST:
        raise TooHeavy("three months and 100,000 calls at most")
    said = ask(client, "get.calls_report", {
        "date_from": ring.written(since, zone, FORM), "date_till": ring.written(until, zone, FORM),
        "limit": PAGE, "offset": offset, "fields": [*FIELDS],
        "sort": [{"field": "start_time", "order": "asc"}],
    })  # fmt: skip
    rows = said.get("data")
    if not isinstance(rows, list):
        raise Broken("the calls are no list")
    total = number(obj(said.get("metadata")).get("total_items"))
    more = bool(rows) and (total is None or offset + PAGE < total)
    return Page([one if isinstance(one, dict) else {"unread": one} for one in rows], more)


def staff(client: Client) -> dict[str, Operator]:
    """Employees by their ids; none, where they may not be read: calls name them anyway."""
    found: dict[str, Operator] = {}
    try:
        rows = items(ask(client, "get.employees", {"limit": 10_000, "offset": 0}).get("data"))
    except (Lacking, Refused):
        return {}
    for one in rows:
        line = obj(one.get("extension"))
        id = text(one.get("id"))
        if id:
            found[id] = {
                "id": id, "name": text(one.get("full_name")), "email": text(one.get("email")),
                "extension": text(line.get("extension_phone_number")) or text(one.get("extension")),
            }  # fmt: skip
    return found


def who(record: Record) -> str | None:
    """Who talked last; else who answered last; else the only one who was asked to."""
    for name in ("last_talked_employee_id", "last_answered_employee_id"):
        if id := text(record.get(name)):
            return id
    asked = {text(one.get("employee_id")) for one in items(record.get("employees"))} - {None}
    return asked.pop() if len(asked) == 1 else None


def call(record: Record, zone: str) -> Call:
    """A record of the report."""
    id, clean = who(record), record.get("clean_talk_duration")
    named = next((one for one in items(record.get("employees"))
                  if text(one.get("employee_id")) == id), {})  # fmt: skip
    operator = record.get("of") or {"id": id, "name": text(named.get("employee_full_name"))}
    reached = outcome(record) == "reached"
    length = record.get("talk_duration") if clean is None else clean
    records = record.get("call_records")
    return Call(
        id=text(record.get("id")),
        occurred=ring.instant(record.get("start_time"), zone),
        direction={"in": "in", "out": "out"}.get(text(record.get("direction")) or ""),
        outcome=outcome(record),
        talk=number(length) if reached else 0,
        phone=record.get("contact_phone_number"),
        wait=record.get("wait_duration"),
        operator=operator if id else {},
        recording=text(records[0]) if isinstance(records, list) and records else None,
        result=result(record),
        campaign=text(record.get("auto_call_campaign_name")) or text(record.get("scenario_name")),
        same_as=text(record.get("ext_id")) or text(record.get("id")),
        more={"reason": text(record.get("finish_reason"))},
    )


def result(record: Record) -> dict[str, Any]:
    """Tags and the mark that the call was given."""
    tags = [name for tag in items(record.get("tags")) if (name := text(tag.get("tag_name")))]
    rating = text(record.get("last_answered_employee_rating"))
    return {name: said for name, said in (("tags", tags), ("rating", rating)) if said}


def outcome(record: Record) -> str:
    """By the reason it ended, as far as that tells; else by whether it was lost, or talked."""
    reason = text(record.get("finish_reason")) or ""
    length = talked(record.get("clean_talk_duration")) or talked(record.get("talk_duration"))
    if reason in BUSY:
        return "busy"
    if reason in MISSED:
        return "missed"
    if reason in REACHED or length:
        return "missed" if record.get("is_lost") is True and not length else "reached"
    return "missed" if reason in HUNG_UP or not reason else "failed"
