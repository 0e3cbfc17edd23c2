"""Calls of Asterisk: all rows of one linked id are one call, told by the row in which was talked.

A queue rings several people: that colleagues did not answer is no missed call of theirs.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from merilo.sources.asterisk import files
from merilo.sources.asterisk.lines import columns, key, rows, separator
from merilo.sources.sync import phones, ring
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span
from merilo.sources.sync.ring import Call, number, text

SHORT = 5  # digits of an extension at most
EPOCH = re.compile(r"(?:.*-)?(\d{9,10})\.\d+")
CHANNEL = re.compile(r"(?:Local|[A-Z][A-Za-z0-9]*)/(\d+)(?=[-@/]|$)")
ANSWERED = "ANSWERED"
OUTCOMES = (("NO ANSWER", "missed"), ("BUSY", "busy"))
Line = Mapping[str, str]


class Calls(ring.Stream):
    """Read from files: from where the last reading ended."""

    timed = False
    settle_s = 0
    kept = True

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """New rows, with the other rows of their calls."""
        said = client.settings
        paths = files.found(str(said.get("path") or ""), str(said.get("pattern") or ""))
        for part in files.parts(paths, mark or {}):
            names, _told = columns(part.first, said)
            sign = separator(part.first)
            calls: dict[str, list[Line]] = {}
            for row in rows(part.lines, names, sign):
                calls.setdefault(key(row), []).append(row)
            odd = calls.pop("", [])
            for row in rows(part.before, names, sign) if calls else ():
                if key(row) in calls:
                    calls[key(row)].append(row)
            records: list[Record] = [{"id": id, "rows": found} for id, found in calls.items()]
            at = round(span.since + part.done * (span.until - span.since))
            mark = {**part.mark, "at": at}
            yield Batch(records + [{"id": None, "rows": [row]} for row in odd], mark)

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The activity; none of a call among ourselves."""
        found = call(record, ground.settings, ring.region(ground))
        if found.direction or found.id is None:
            yield ring.row(found, ground)


def call(record: Record, settings: Mapping[str, Any], region: str) -> Call:
    """All rows of a call."""
    zone = ring.zone(settings)
    lines = sorted(record["rows"], key=lambda row: (row.get("start", ""), row.get("uniqueid", "")))
    short = number(settings.get("extension_digits")) or SHORT
    way = direction(lines, settings, short)
    talked = told(lines, way, short)
    main = talked or lines[0]
    phone = theirs(lines, way, short)
    began = moment(lines[0], "start", zone)
    return Call(
        id=record["id"],
        occurred=began,
        direction=way,
        outcome=outcome(lines, talked),
        talk=number(main.get("billsec")) if talked else 0,
        phone=phone,
        wait=waited(talked, began, zone) if talked else None,
        operator={"extension": ours(lines, talked, way, short)},
        recording=recording(lines, talked, phone),
        result=hidden(main.get("userfield"), region),
        campaign=lines[0].get("dcontext"),
        same_as=lines[0].get("uniqueid"),
    )


def extension(said: object, short: int) -> bool:
    """Whether it is a number of ours."""
    found = text(said) or ""
    return found.isdigit() and len(found) <= short


def channel(said: object, short: int) -> str | None:
    """The extension at the end of a channel: `SIP/101-0000002a`, `Local/101@from-queue`."""
    found = CHANNEL.match(text(said) or "")
    return found.group(1) if found and len(found.group(1)) <= short else None


def caller(line: Line, short: int) -> str | None:
    """The extension that called; what stands in `src` may be the number that others see."""
    for name in ("cnum", "src"):
        if extension(line.get(name), short):
            return line[name]
    return channel(line.get("channel"), short)


def listed(said: object) -> set[str]:
    """Names with commas between them."""
    return {*str(said or "").replace(",", " ").split()}


def direction(lines: list[Line], settings: Mapping[str, Any], short: int) -> str | None:
    """By the context, where that was told; else by who has the long number."""
    contexts = {line.get("dcontext", "") for line in lines}
    if contexts & listed(settings.get("contexts_in")):
        return "in"
    if contexts & listed(settings.get("contexts_out")):
        return "out"
    if not caller(lines[0], short) and ring.external(lines[0].get("src")):
        return "in"
    return "out" if any(ring.external(line.get("dst")) for line in lines) else None


def told(lines: list[Line], way: str | None, short: int) -> Line | None:
    """The row in which was talked longest. What a menu or a queue answers is no talk."""
    found = [line for line in lines if line.get("disposition") == ANSWERED]
    if way == "in":
        found = [line for line in found if answered_by(line, short)]
    return max(found, key=lambda line: number(line.get("billsec")) or 0, default=None)


def answered_by(line: Line, short: int) -> str | None:
    """The extension that a call was put through to."""
    found = channel(line.get("dstchannel"), short)
    if not found and line.get("lastapp") == "Dial" and extension(line.get("dst"), short):
        found = line["dst"]
    return found


def ours(lines: list[Line], talked: Line | None, way: str | None, short: int) -> str | None:
    """Who of ours it was: of a call that nobody answered, the only one who was rung."""
    if way == "out":
        return next((found for line in lines if (found := caller(line, short))), None)
    if talked:
        return answered_by(talked, short)
    rung = {found for line in lines if (found := answered_by(line, short))}
    return rung.pop() if len(rung) == 1 else None


def theirs(lines: list[Line], way: str | None, short: int) -> str | None:
    """The number at the other end."""
    name = "dst" if way == "out" else "src"
    return next((line[name] for line in lines if ring.external(line.get(name))), None)


def outcome(lines: list[Line], talked: Line | None) -> str:
    """How it ended."""
    if talked:
        return "reached"
    if any(line.get("lastapp") == "VoiceMail" for line in lines):
        return "voicemail"
    said = {line.get("disposition") for line in lines}
    if ANSWERED in said:
        return "missed"  # by a menu, and by nobody else
    return next((outcome for word, outcome in OUTCOMES if word in said), "failed")


def waited(talked: Line, began: str | None, zone: str) -> int | None:
    """How long it was until somebody answered."""
    answer = moment(talked, "answer", zone)
    if answer and began:
        since, until = (datetime.fromisoformat(one) for one in (began, answer))
        return max(0, int((until - since).total_seconds()))
    whole, part = number(talked.get("duration")), number(talked.get("billsec"))
    return None if whole is None or part is None else max(0, whole - part)


def moment(line: Line, name: str, zone: str) -> str | None:
    """A moment of the server's clock. In the hour that comes twice, the id tells which it is: it
    holds the seconds since 1970."""
    said, found = line.get(name), EPOCH.fullmatch(line.get("uniqueid", ""))
    at = ring.read(said) if said and not said.isdigit() else None
    if at is None or at.tzinfo or not found:
        return ring.instant(said, zone)
    both = [at.replace(tzinfo=ring.place(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    near = min(both, key=lambda one: abs(one.timestamp() - int(found.group(1))))
    return f"{near:%Y-%m-%dT%H:%M:%SZ}"


def recording(lines: list[Line], talked: Line | None, phone: str | None) -> str | None:
    """Where it is kept; nothing, where the name of the file holds the number."""
    for line in (*([talked] if talked else []), *lines):
        if name := line.get("recordingfile"):
            digits = "".join(filter(str.isdigit, phone or ""))[-10:]
            return None if digits and digits in name else name
    return None


def hidden(said: str | None, region: str) -> str | None:
    """A text without numbers."""
    return phones.hidden(said, region) if said else None
