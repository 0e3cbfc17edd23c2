"""The calls of Mango Office: from its newer report, or from the older one."""

import csv
import io
from collections.abc import Iterator, Set
from typing import Any

from merilo.sources.mango.signed import report
from merilo.sources.mango.staff import Staff
from merilo.sources.sync import ring
from merilo.sources.sync.faults import Broken, TooHeavy
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.ring import Call, external, items, number, obj, text
from merilo.sources.sync.walk import Page, begin
from merilo.sources.sync.windows import growing

NEW, OLD = "calls", "stats"
LONGEST = 28 * 86_400  # a month at most may be asked for
PAGE = 5000
FORM = "%d.%m.%Y %H:%M:%S"
FIELDS = ("records", "start", "finish", "answer", "from_extension", "from_number", "to_extension",
          "to_number", "disconnect_reason", "line_number", "entry_id")  # fmt: skip
IN, GOOD = "1", "1"


class Calls(ring.Stream):
    """All calls between us and others."""

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Stretch by stretch; who it was is looked up in the list of employees."""
        old, staff = client.settings.get("read") == OLD, Staff(client)

        def read(page: int, since: int, until: int, order: str) -> Page:
            if until - since >= LONGEST:
                raise TooHeavy("a month at most")
            return listed(client, since, until) if old else newer(client, page, since, until)

        for batch in growing(read, mark or begin(span.since), span.until, PAGE, ring.ALIKE):
            yield Batch([{**one, "of": who(one, staff)} for one in batch.records], batch.mark)

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The activity; none of a call among ourselves."""
        codes = frozenset(str(ground.settings.get("busy") or "").replace(",", " ").split())
        found = plain(record, codes) if "start" in record else call(record, codes)
        if found.direction or found.id is None:  # what has no id is refused for it
            yield ring.row(found, ground)


def newer(client: Client, page: int, since: int, until: int) -> Page:
    """A page of the newer report; its clock is Moscow's."""
    moscow = {name: ring.written(at, ring.MOSCOW, FORM)
              for name, at in (("start_date", since), ("end_date", until))}  # fmt: skip
    offset = (page - 1) * PAGE
    said = obj(report(client, "/vpbx/stats/calls",
                      {**moscow, "limit": PAGE, "offset": offset}).json())  # fmt: skip
    parts = said.get("data")
    if not isinstance(parts, list):
        raise Broken("the calls are no list")
    lists = [found for p in items(parts) if isinstance(found := p.get("list"), list)]
    rows = [{**row, "id": row.get("entry_id")} if isinstance(row, dict) else {"unread": row}
            for some in lists for row in some]  # fmt: skip
    total = next((n for p in items(parts) if (n := number(p.get("total_calls_count")))), None)
    return Page(rows, len(rows) >= PAGE or (bool(rows) and offset + PAGE < (total or 0)))


def listed(client: Client, since: int, until: int) -> Page:
    """The older report: all legs of a stretch, without a header; one call may have several."""
    said = {"date_from": str(since), "date_to": str(until), "fields": ",".join(FIELDS)}
    body = report(client, "/vpbx/stats", said, plain=True).body.decode("utf-8", "replace")
    calls: dict[str, Record] = {}
    for cells in csv.reader(io.StringIO(body), delimiter=";", quoting=csv.QUOTE_NONE):
        if not cells:
            continue
        if len(cells) != len(FIELDS):
            raise Broken(f"a line of {len(cells)} columns in place of {len(FIELDS)}")
        leg: Record = dict(zip(FIELDS, cells, strict=True))
        id = leg["entry_id"] or "|".join(cells)
        calls[id] = longest(calls.get(id), {**leg, "id": leg["entry_id"]})
    return Page([*calls.values()], False)


def longest(one: Record | None, other: Record) -> Record:
    """Of two legs of a call the one in which was talked more; it began with the first."""
    if one is None:
        return other
    kept = other if talk(other) > talk(one) else one
    return {**kept, "start": min(one["start"], other["start"])}


def talk(leg: Record) -> int:
    """Seconds from the answer to the end."""
    answer = number(leg.get("answer")) or 0
    return max(0, (number(leg.get("finish")) or 0) - answer) if answer else 0


def plain(leg: Record, codes: Set[str]) -> Call:
    """A call of the older report. `codes` are the reasons that mean busy."""
    ours, theirs = leg["from_extension"], leg["to_extension"]
    away = external(leg["to_number"]) and not external(leg["from_number"]) and not theirs
    direction = None if ours and theirs else "out" if ours or away else "in"
    answer, start = number(leg["answer"]) or 0, number(leg["start"]) or 0
    busy = leg["disconnect_reason"] in codes
    return Call(
        id=text(leg["entry_id"]),
        occurred=ring.instant(leg["start"], "UTC"),
        direction=direction,
        outcome="reached" if answer else "busy" if busy else "missed",
        talk=talk(leg),
        phone=leg["to_number"] if direction == "out" else leg["from_number"],
        wait=answer - start if answer else None,
        operator=leg.get("of") or {"extension": text(ours) or text(theirs)},
        recording=text((leg["records"] or "").strip("[]").partition(",")[0]),
        result=text(leg["disconnect_reason"]),
        campaign=text(leg["line_number"]),
        same_as=text(leg["entry_id"]),
    )


def direction(record: Record) -> str | None:
    """In, out, or None among ourselves. Which number stands for which of the last two, those who
    know disagree: who was called tells."""
    if text(record.get("context_type")) == IN:
        return "in"
    called = record.get("called_number")
    return "out" if external(called) or not text(called) else None


def call(record: Record, codes: Set[str]) -> Call:
    """A call of the newer report. `codes` are the reasons that mean busy."""
    way, legs = direction(record), members(record)
    reached = text(record.get("context_status")) == GOOD
    said = record.get("talk_duration")
    length = number(record.get("duration") if said is None else said)
    busy = any(text(leg.get("call_end_reason")) in codes for leg in legs)
    recorded = [one for leg in legs for one in some(leg.get("recording_id"))]
    return Call(
        id=text(record.get("entry_id")),
        occurred=ring.instant(record.get("context_start_time"), ring.MOSCOW, (FORM,)),
        direction=way,
        outcome="reached" if reached else "busy" if busy else "missed",
        talk=length if reached else 0,
        phone=record.get("called_number") if way == "out" else record.get("caller_number"),
        wait=waited(record, length) if reached else None,
        operator=record.get("of") or {},
        recording=recorded[0] if recorded else None,
        result=text(record.get("call_end_reason")),
        campaign=text(record.get("line_number")),
        same_as=text(record.get("entry_id")),
    )


def waited(record: Record, talked: int | None) -> int | None:
    """How long it rang, where the whole and the talk are told apart."""
    if record.get("talk_duration") is None:
        return None
    return max(0, (number(record.get("duration")) or 0) - (talked or 0)) or None


def some(said: Any) -> list[str]:
    """Texts of one, or of a list."""
    found = said if isinstance(said, list) else [said]
    return [one for part in found if (one := text(part))]


def members(record: Record) -> list[Record]:
    """The legs of a call, those within groups with them."""
    legs = items(record.get("context_calls"))
    return [one for leg in legs for one in (*items(leg.get("members")), leg)]


def who(record: Record, staff: Staff) -> dict[str, str | None]:
    """Who of ours it was: in the newer report who answered, or who called."""
    if "start" in record:
        mark = text(record["from_extension"]) or text(record["to_extension"])
        return staff.find(mark) or ({"extension": mark} if mark else {})
    if direction(record) == "out":
        number_ = text(record.get("caller_number"))
        own = None if external(number_) else number_
        said = {"id": text(record.get("caller_id")), "extension": own,
                "name": text(record.get("caller_name"))}  # fmt: skip
        return staff.find(*said.values()) or (
            told(record, staff) if not any(said.values()) else said
        )
    return told(record, staff)


def told(record: Record, staff: Staff) -> dict[str, str | None]:
    """Who answered, as the legs tell; who was rung, if only one was."""
    legs = [leg for leg in members(record) if not items(leg.get("members"))]
    answered = [leg for leg in legs if ring.talked(leg.get("talk_duration"))
                or ring.talked(leg.get("call_answer_time"))]  # fmt: skip
    leg = (answered or (legs if len(legs) == 1 or text(record.get("context_status")) == GOOD
                        else []) or [{}])[-1]  # fmt: skip
    mark = text(leg.get("call_abonent_number"))
    name = text(leg.get("call_abonent_info"))
    if not (mark or name or leg.get("call_abonent_id")):
        return {}
    known = staff.find(leg.get("call_abonent_id"), mark, name)
    return known or {"extension": None if external(mark) else mark, "name": name}
