"""What an Asterisk of the world writes: lines of call records, as a server in Moscow has them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from merilo.fakes.world import Touch, World
from merilo.fakes.world.things import Person

MOSCOW = timezone(timedelta(hours=3))
CLOCK = "%Y-%m-%d %H:%M:%S"
MASTER = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp",
    "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags",
    "uniqueid", "userfield", "linkedid",
)  # fmt: skip
FREEPBX = (
    "calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata",
    "duration", "billsec", "disposition", "amaflags", "accountcode", "uniqueid", "userfield",
    "did", "cnum", "cnam", "outbound_cnum", "outbound_cnam", "dst_cnam", "recordingfile",
    "linkedid", "peeraccount", "sequence",
)  # fmt: skip
ENDS = {"reached": "ANSWERED", "missed": "NO ANSWER", "busy": "BUSY", "failed": "FAILED",
        "voicemail": "ANSWERED"}  # fmt: skip
Row = dict[str, Any]


def clock(at: int) -> str:
    """A moment as the server writes it."""
    return datetime.fromtimestamp(at, MOSCOW).strftime(CLOCK)


def id_of(call: Touch) -> str:
    """The linked id: the second of its beginning, and a number."""
    return f"{call.created_at}.{call.number}"


def rows(world: World, call: Touch) -> Iterator[Row]:
    """The rows of a call. One that came in passes a queue, which rings everybody: one answers."""
    person = None if call.person is None else world.people[call.person]
    base = {
        "linkedid": id_of(call), "start": clock(call.created_at),
        "calldate": clock(call.created_at),
        "amaflags": "DOCUMENTATION", "clid": '"" <>', "userfield": "",
    }  # fmt: skip
    if call.direction == "out":
        yield out(base, call, person)
    else:
        yield from queued(base, world, call, person)


def out(base: Row, call: Touch, person: Person | None) -> Row:
    """A call of somebody, or of the dialler, which has no extension."""
    own = person.extension if person else ""
    channel = f"SIP/{own}-0000{call.number:04x}" if own else "Local/s@dialler-01"
    return timed({**base, "src": own, "cnum": own, "dst": call.phone.lstrip("+"),
                  "dcontext": "from-internal", "channel": channel, "dstchannel": "SIP/trunk-1",
                  "lastapp": "Dial", "disposition": ENDS[call.outcome],
                  "recordingfile": f"out-{call.phone.lstrip('+')}-{own}.wav",
                  "uniqueid": f"{call.created_at}.{call.number}"}, call, call.talk)  # fmt: skip


def queued(base: Row, world: World, call: Touch, person: Person | None) -> Iterator[Row]:
    """A call that came in: the menu answers, five are rung."""
    common = {**base, "src": call.phone.lstrip("+"), "dcontext": "from-trunk",
              "channel": "SIP/trunk-1"}  # fmt: skip
    menu = {**common, "dst": "s", "lastapp": "BackGround", "disposition": "ANSWERED",
            "uniqueid": f"{call.created_at}.{call.number}"}  # fmt: skip
    yield timed(menu, call, 0)
    if person is None:
        return
    ends = "ANSWERED" if call.talk else "NO ANSWER"
    others = [p for p in world.people if p.number != person.number][:4] if call.talk else []
    for n, one in enumerate([*others, person]):
        mine = one is person
        yield timed({**common, "dst": "600", "lastapp": "Queue",
                     "dstchannel": f"Local/{one.extension}@from-queue-{n:08x};1",
                     "disposition": ends if mine else "NO ANSWER",
                     "uniqueid": f"{call.created_at}.{call.number}{n}",
                     "recordingfile": f"q-{call.number}.wav" if mine and call.talk else ""},
                    call, call.talk if mine else 0)  # fmt: skip


def timed(row: Row, call: Touch, talk: int) -> Row:
    """How long it took; the answer is empty where there was none."""
    answered = talk > 0
    answer = call.created_at + call.wait
    return {
        **row, "answer": clock(answer) if answered else "", "billsec": talk,
        "end": clock(answer + talk), "duration": call.wait + talk,
    }  # fmt: skip


def calls(world: World) -> list[Touch]:
    """All calls, by when they ended: so they are written."""
    found = [touch for touch in world.touches if touch.what == "call"]
    return sorted(found, key=lambda call: (call.created_at + call.wait + call.talk, call.number))


def written(
    world: World, some: Sequence[Touch] | None = None, names: Sequence[str] = MASTER,
    header: bool = False,
) -> str:  # fmt: skip
    """The file, whole."""
    out_ = io.StringIO()
    write = csv.DictWriter(out_, names, extrasaction="ignore", restval="", lineterminator="\n",
                           quoting=csv.QUOTE_ALL)  # fmt: skip
    if header:
        write.writeheader()
    for call in calls(world) if some is None else some:
        write.writerows(rows(world, call))
    return out_.getvalue()


def truth(
    world: World, some: Sequence[Touch] | None = None, names: Sequence[str] = MASTER
) -> list[Mapping[str, Any]]:
    """What can be known of each call, from these lines."""
    found, recorded = [], "recordingfile" in names
    for call in calls(world) if some is None else some:
        person = None if call.person is None else world.people[call.person]
        end, talk = call.outcome, call.talk
        if call.direction == "in" and not (talk and person):
            end, talk = "missed", 0  # the menu has answered, and nobody else
        kept = recorded and call.direction == "in" and end == "reached"
        found.append({
            "id": id_of(call), "kind": "call", "direction": call.direction,
            "occurred_at": call.created_at, "duration_s": talk, "outcome": end,
            "operator": person.extension if person else None,
            "author": "robot" if person is None and call.direction == "out" else "person",
            "recording": f"q-{call.number}.wav" if kept else None,
            "result": None,
        })  # fmt: skip
    return sorted(found, key=lambda row: (row["occurred_at"], row["id"]))
