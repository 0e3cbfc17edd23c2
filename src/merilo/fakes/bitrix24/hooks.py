"""Events: forms with nothing but an id, never repeated; and the queue of those who ask for them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from merilo.fakes.bitrix24 import ids, kinds
from merilo.fakes.server import Manners, flat
from merilo.fakes.world import Change, Deal, Row, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

Said = dict[str, Any]
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Bitrix24 Webhook"}
NAMES = {"deal": "ONCRMDEAL", "contact": "ONCRMCONTACT", "company": "ONCRMCOMPANY"}
BASES = {"deal": ids.DEAL, "contact": ids.CONTACT, "company": ids.COMPANY}


def manners() -> Manners:
    """What was not taken is lost."""
    return Manners(written, lambda status, tries: None, patience=5.0)


def written(events: Sequence[Any]) -> tuple[bytes, dict[str, str]]:
    """One event: they come one by one."""
    (said,) = events
    return urlencode([*flat(said)]).encode(), dict(HEADERS)


def event(b24: "Bitrix24", name: str, id: int) -> Said:
    """An event as it is sent. Those of robots bear no tokens."""
    place = "FIELDS_AFTER" if name.startswith("ONTASK") else "FIELDS"
    host = b24.url.removeprefix("http://")
    return {
        "event": name, "event_handler_id": "201", "data": {place: {"ID": str(id)}},
        "ts": str(b24.clock.now()),
        "auth": {"domain": host, "client_endpoint": f"{b24.url}/rest/", "member_id": ids.MEMBER,
                 "server_endpoint": "https://oauth.bitrix.info/rest/",
                 "application_token": b24.application_token},
    }  # fmt: skip


def told(b24: "Bitrix24", change: Change) -> Iterator[tuple[str, int]]:
    """Which events a change makes: name and id."""
    row = change.row
    if isinstance(row, Deal) and b24.moves.led(row):
        turned, id = b24.moves.turned(row), ids.LEAD + row.number
        verb = {"added": "ADD", "deleted": "DELETE"}.get(change.kind.partition(" ")[2], "UPDATE")
        if turned is None or change.at == turned.at:
            yield f"ONCRMLEAD{verb}", id
        if turned is None:
            return
    if isinstance(row, Touch | Task):
        yield from acted(change, row)
        return
    verb = change.kind.partition(" ")[2]
    name, id = NAMES[row.kind], BASES[row.kind] + row.number
    if verb == "deleted":
        yield f"{name}DELETE", id
        return
    if verb == "moved" and change.before.pipeline != change.after.pipeline:
        yield f"{name}MOVETOCATEGORY", id
    yield f"{name}{'ADD' if verb in ('added', 'restored') else 'UPDATE'}", id
    if verb == "merged" and isinstance(row, Deal):
        yield f"{name}DELETE", ids.DEAL + change.before


def acted(change: Change, row: Row) -> Iterator[tuple[str, int]]:
    """Of activities and tasks."""
    added = "ADD" if isinstance(row, Touch) or change.kind == "task added" else "UPDATE"
    if kinds.active(row):
        number = 2 * row.number + isinstance(row, Task)
        yield f"ONCRMACTIVITY{added}", ids.ACTIVITY + number
    if isinstance(row, Task) and row.what == "task":
        yield f"ONTASK{added}", ids.TASK + row.number


def offline(b24: "Bitrix24") -> Said:
    """The queue, which is empty then: of each object the latest change alone."""
    rows = [{"ID": str(n + 1), "TIMESTAMP_X": ids.iso(at), "EVENT_NAME": name, "MESSAGE_ID": f"{n}",
             "EVENT_DATA": {"FIELDS": {"ID": str(id)}}}
            for n, ((name, id), at) in enumerate(b24.queue.items())]  # fmt: skip
    b24.queue.clear()
    return {"process_id": f"p{b24.clock.now()}", "events": rows}


def forged(host: str) -> bytes:
    """Of somebody else."""
    said = {"event": "ONCRMDEALUPDATE", "data": {"FIELDS": {"ID": str(ids.DEAL)}}, "ts": "1",
            "auth": {"domain": host, "application_token": "wrong"}}  # fmt: skip
    return urlencode([*flat(said)]).encode()
