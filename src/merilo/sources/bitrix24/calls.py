"""Calls, as telephony counted them; which card a call is on, its activity says."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from merilo.sources.bitrix24.activities import card, deal, rank
from merilo.sources.bitrix24.ask import PAGE, call, rows
from merilo.sources.bitrix24.lists import SELDOM_S, Stream, ascending
from merilo.sources.bitrix24.plain import iso, seconds
from merilo.sources.sync import phones
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.plain import key, number, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

METHOD = "voximplant.statistic.get"
ON = "_on"  # what we put beside a call: the activity
DIRECTIONS = {"1": "out", "2": "in", "3": "in", "4": "out"}  # 5 tells something and is no call
OUTCOMES = {"200": "reached", "304": "missed", "480": "missed", "603-S": "missed", "486": "busy",
            "603": "busy"}  # fmt: skip
ENTITIES = {"CONTACT": "contact", "COMPANY": "company"}
LATE_S = 3600  # a call is told when it is over, and filed by when it began


class Calls(Stream):
    """A list that only grows, in the order of its ids."""

    name = "calls"
    feeds: tuple[str, ...] = ("activities",)
    timed = True
    overlap_s = LATE_S
    every_s = SELDOM_S

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Above the last id, of those begun within the span; none where another telephone system
        tells of calls."""
        if client.settings.get("calls_by") == "telephone":
            return
        within = {">=CALL_START_DATE": iso(span.since), "<=CALL_START_DATE": iso(span.until)}

        def read(last: int) -> list[Record]:
            wanted = {"FILTER": {**within, ">ID": last}, "SORT": "ID", "ORDER": "ASC"}
            return rows(call(client, METHOD, wanted)["result"])

        for found in ascending(read, (mark or {}).get("last", 0)):
            ids = [int(id) for one in found if (id := key(one.get("id")))]
            at = seconds(found[-1].get("CALL_START_DATE")) or span.since
            yield Batch(placed(client, found), {"last": max(ids, default=0), "at": at})

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """By their CALL_ID: that is what activities name them by."""
        for first in range(0, len(ids), PAGE):
            wanted = {"FILTER": {"CALL_ID": [*ids[first : first + PAGE]]}, "SORT": "ID",
                      "ORDER": "ASC"}  # fmt: skip
            yield placed(client, rows(call(client, METHOD, wanted)["result"]))

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The activity."""
        return [("activities", f"call/{id}")]

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """A call."""
        way = DIRECTIONS.get(str(record.get("CALL_TYPE")))
        if not way:
            return
        person, code = key(record.get("PORTAL_USER_ID")), text(record.get("CALL_FAILED_CODE"))
        end = OUTCOMES.get(code or "", "failed")
        values = {
            "id": f"call/{key(record.get('id'))}",
            "kind": "call",
            "direction": way,
            "person": person,
            "occurred": text(record.get("CALL_START_DATE")),
            "duration_s": talk(record) if end == "reached" else "0",
            "outcome": end,
            "recording": text(record.get("CALL_RECORD_URL")),
            "author": "person" if person or way == "in" else "robot",
        }
        if where := deal(obj(record.get(ON)), ground.settings):
            values["deal"] = where
        yield Row("activities", values, said(record, ground))


def talk(record: Record) -> str:
    """How long they talked, in seconds."""
    length = number(record.get("CALL_DURATION"))
    return text(record.get("CALL_DURATION")) or "0" if length else "0"


def placed(client: Client, calls: list[Record]) -> list[Record]:
    """The calls, each with its activity beside it."""
    wanted = [id for one in calls if (id := key(one.get("CRM_ACTIVITY_ID")))]
    if not wanted:
        return calls
    select = ["ID", "OWNER_ID", "OWNER_TYPE_ID"]
    asked = {"filter": {"@ID": wanted}, "select": select, "order": {"ID": "ASC"}, "start": -1}
    try:
        found = rows(call(client, "crm.activity.list", asked)["result"])
    except Lacking:
        return calls
    known: dict[str, Record] = {}
    for one in found:
        id = str(one.get("id"))
        if id not in known or rank(one) > rank(known[id]):
            known[id] = {name: one.get(name) for name in select}
    for one in calls:
        if on := known.get(str(one.get("CRM_ACTIVITY_ID"))):
            one[ON] = on
    return calls


def said(record: Record, ground: Ground) -> dict[str, Any]:
    """What no column holds. Of the number, its digest."""
    country, on = ground.account.country, obj(record.get(ON))
    entity, id = ENTITIES.get(str(record.get("CRM_ENTITY_TYPE"))), key(record.get("CRM_ENTITY_ID"))
    vote, about = key(record.get("CALL_VOTE")), deal(on, ground.settings)
    extra = {
        "card": card(on) or ([entity, id] if entity and id and not about else None),
        "same_as": text(record.get("EXTERNAL_CALL_ID")) or text(record.get("CALL_ID")),
        "phone": phones.digested(record.get("PHONE_NUMBER"), country, ground.digest),
        "shown": phones.shown(record.get("PHONE_NUMBER"), country),
        "code": text(record.get("CALL_FAILED_CODE")),
        "activity": key(record.get("CRM_ACTIVITY_ID")),
        "vote": vote,
        "record": key(record.get("RECORD_FILE_ID")),
        "redirected": str(record.get("CALL_TYPE")) == "3" or None,
    }
    return {name: one for name, one in extra.items() if one}
