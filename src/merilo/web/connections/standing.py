"""A connection as the pages show it: how it stands in words, what came lately, what is lacking."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from merilo.errors import Error
from merilo.report.figures import number
from merilo.sources.sync.again import AGAIN, wished
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.known import connector
from merilo.sources.sync.marks import LOADS_KEPT, Load, Marks
from merilo.web.clock import clock, zone
from merilo.web.connections import trouble
from merilo.web.connections.models import Reading
from merilo.words import _, say, several, spoken

SURE_S, SURE_PART = 10.0, 0.005  # before these are over, how long it takes is anybody's guess


@dataclass(frozen=True)
class State:
    """In words: `tone` is good, warn, bad or quiet; `more` what else is to be said."""

    tone: str
    icon: str
    text: str
    more: str = ""
    part: float | None = None  # of the past, while it is read


@dataclass(frozen=True)
class Counts:
    """What came: rows by table that are new or changed, rows refused; since when it is counted."""

    new: int = 0
    changed: int = 0
    refused: int = 0
    gone: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """All of one connection that can be said without asking the lake."""

    connection: Connection
    title: str
    state: State
    at_work: bool
    lacking: Sequence[tuple[str, str]] = ()
    today: Counts = field(default_factory=Counts)
    last: Load | None = None
    loads: Sequence[Load] = ()
    account: Mapping[str, Any] = field(default_factory=dict)
    shut_out: bool = False  # somebody has to sign in again
    again: Sequence[tuple[datetime, datetime]] = ()

    @property
    def lively(self) -> bool:
        """Something will be seen soon."""
        return self.at_work or self.state.icon == "clock"


def title_of(connection: Connection) -> str:
    """What its system is called."""
    try:
        return _(connector(connection.connector).title)
    except (Error, ImportError):
        return connection.connector


def standing(connection: Connection, now: datetime, most: int = 1) -> Standing:
    """How it stands, with the `most` last loads that brought anything."""
    reading = Reading.objects.filter(name=connection.name).first() or Reading()
    with closing(Marks(Path(settings.HOME), connection.name)) as marks:
        state, again = marks.state(), wished(marks)
        loads = [one for one in marks.loads(LOADS_KEPT) if one.state == "done"]
        heads = dict(lacks(connection, marks))
    account = state.get("account") or {}
    missing = [("", _(one)) for one in account.get("lacking", ())]
    missing += [(_(name), said) for name, said in heads.items()]
    return Standing(
        connection, title_of(connection), state_of(connection, reading, state, now),
        reading.at_work(now), missing, today(loads, now), next(brought(loads), None),
        [*islice(brought(loads), most)], account, trouble.shut_out(state.get("trouble")),
        [(at(since), at(until)) for since, until in again],
    )  # fmt: skip


def lacks(connection: Connection, marks: Marks) -> Iterator[tuple[str, str]]:
    """The streams that the account does not let us read, and why."""
    try:
        found = connector(connection.connector)
        made = getattr(found, "chosen", None)  # what it reads may depend on what was chosen
        found = made(connection.settings) if made else found
    except (Error, ImportError):
        return
    for stream in found.streams:
        if said := marks.head(stream.name).lacking:
            yield stream.name, said


def at(seconds: float) -> datetime:
    """A moment of the engine."""
    return datetime.fromtimestamp(seconds, UTC)


def state_of(
    connection: Connection, reading: Reading, state: Mapping[str, Any], now: datetime
) -> State:
    """How it stands: what somebody has to do first, then what is going on."""
    noted: Mapping[str, Any] = state.get("trouble") or {}
    if connection.paused:
        return State("quiet", "player-pause", _("paused"), since(state, now))
    if trouble.grave(noted):
        return State("bad", "alert-triangle", stopped(noted), trouble.said(noted))
    if reading.at_work(now):
        return at_work(reading, now, bool(state.get(AGAIN)))
    if noted:
        tone = "warn" if trouble.paused(noted) else "bad"
        text = _("gives no more today") if trouble.paused(noted) else _("not read")
        return State(tone, "alert-triangle", text, retold(noted, state))
    if not reading.whole and state.get("fine") is None:
        return State("quiet", "clock", _("waits for its turn"))
    return State("good", "circle-check", since(state, now))


def stopped(noted: Mapping[str, Any]) -> str:
    """What stands in the way that somebody has to remove."""
    kind = trouble.kind_of(noted)
    names = {"source.sign-in": _("sign in again"), "source.blocked": _("blocked for an hour")}
    return names.get(kind.code if kind else "", _("cannot be read"))


def retold(noted: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """What stands in the way, and when it is tried again."""
    again = say("It is tried again at {time}.", time=clock(at(trouble.until(state))))
    return f"{trouble.said(noted)} {again}"


def at_work(reading: Reading, now: datetime, again: bool = False) -> State:
    """It is being read: a period once more, what is new, or the past."""
    of = say("Now: {what}", what=_(reading.stream)) if reading.stream else ""
    if reading.whole:
        text = _("reading a period again") if again else _("reading what is new")
        return State("good", "refresh", text, of)
    share = number(int(reading.part * 100), 0, spoken.get())
    text = say("reading the past: {share} %", share=share)
    if left := remaining(reading, now):
        text = f"{text}, {left}"
    return State("good", "refresh", text, of, reading.part)


def remaining(reading: Reading, now: datetime) -> str:
    """How long it will take at the pace of this reading; "" while that is not known."""
    if reading.began is None:
        return ""
    taken, done = (now - reading.began).total_seconds(), reading.part - reading.began_part
    if taken < SURE_S or done < SURE_PART:
        return ""
    minutes = round((1 - reading.part) * taken / done / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 90:
        return several("about {count} minute left", "about {count} minutes left", minutes)
    return several("about {count} hour left", "about {count} hours left", round(minutes / 60))


def since(state: Mapping[str, Any], now: datetime) -> str:
    """When it was read last."""
    fine = state.get("fine")
    if fine is None:
        return _("not read yet")
    seconds = max(0, int(now.timestamp() - fine))
    if seconds < 90:
        return several("read {count} second ago", "read {count} seconds ago", seconds)
    if seconds < 5400:
        return several("read {count} minute ago", "read {count} minutes ago", seconds // 60)
    return say("read {time}", time=clock(at(fine)))


def brought(loads: Sequence[Load]) -> Iterator[Load]:
    """Those that found anything."""
    return (load for load in loads if counts([load]) != Counts())


def today(loads: Sequence[Load], now: datetime) -> Counts:
    """What came since the company's midnight; of more loads than are remembered, since the
    oldest of them."""
    midnight = now.astimezone(zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = [load for load in loads if load.began >= midnight.timestamp()]
    found = counts(mine)
    if len(mine) == len(loads) == LOADS_KEPT:
        return Counts(found.new, found.changed, found.refused, found.gone, at(mine[-1].began))
    return found


def counts(loads: Sequence[Load]) -> Counts:
    """What some loads brought together."""
    sums: Counter[str] = Counter()
    for load in loads:
        for change in load.result.get("changes", {}).values():
            sums.update(new=change["new"], changed=change["changed"])
        for count in load.result.get("counts", {}).values():
            sums.update(refused=count["refused"])
        sums.update(gone=load.result.get("gone", 0))
    return Counts(sums["new"], sums["changed"], sums["refused"], sums["gone"])


def soon(now: datetime, ends: datetime | None) -> bool:
    """It ends within days."""
    return ends is not None and ends - now < timedelta(days=14)
