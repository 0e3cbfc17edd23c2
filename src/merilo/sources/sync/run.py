"""A connection read and loaded: what is new, then the past, stretch by stretch, then the sweep."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from merilo.errors import Error
from merilo.facts.lake import Lake
from merilo.sources.sync import again, drift, sweep
from merilo.sources.sync import connection as places
from merilo.sources.sync.alone import alone
from merilo.sources.sync.client import Asker, Patience, Stopped
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.fetch import Fetch, keeps
from merilo.sources.sync.known import connector
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.load import Result
from merilo.sources.sync.loader import Loader
from merilo.sources.sync.marks import Load, Marks
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.plan import DAY_S, FIRST_S, Planner, Spans
from merilo.sources.sync.protocol import Account, Connector, Ground, Limits, Stream
from merilo.sources.sync.tokens import Tokens
from merilo.sources.sync.vault import Vault

HELLO_S = 3600.0  # how long what the source says of itself is believed
SHORT_S, LONG_S = 20, 60  # how long a stretch of the past is read at least and at most
FEW, MANY = 50, 500  # requests for one, however quick they are
SWEEP_S = 7 * DAY_S
BEGINNING = 946_684_800  # 2000-01-01: nothing is older, where nobody says since when
Tell = Callable[[float, str], object]  # how much of it is done, 0 to 1; which stream is read


@dataclass
class Sync:
    """One connection of a home. `clock` gives seconds since 1970; `stopped` is asked often."""

    home: Path
    connection: Connection
    clock: Callable[[], float] = time.time
    tell: Tell = lambda part, stream: None
    stopped: Callable[[], bool] = lambda: False
    patience: Patience = field(default_factory=Patience)
    past: bool = True  # read what lies before the first load, too
    limits: Limits | None = None  # in place of the connector's
    results: list[Result] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    asked: int = 0  # requests until the last load was done

    @cached_property
    def connector(self) -> Connector:
        """The one that knows the source; what it reads may depend on what was chosen."""
        found = connector(self.connection.connector)
        made = getattr(found, "chosen", None)
        return made(self.connection.settings) if made else found

    @cached_property
    def vault(self) -> Vault:
        """Where the secrets are."""
        return Vault(self.home)

    @cached_property
    def marks(self) -> Marks:
        """How far it is."""
        return Marks(self.home, self.connection.name)

    @cached_property
    def loader(self) -> Loader:
        """Who loads what was read."""
        return Loader(self.home, self.connection, self.connector, self.clock, self.results)

    @cached_property
    def client(self) -> Asker:
        """Who asks. Impossible if there is no way in."""
        secrets = self.vault.read(self.connection.name)
        door = self.connector.door(self.connection.settings, secrets)
        limits = self.limits or self.connector.limits
        pace = Pace(places.pace_file(self.home, self.connection.name), limits)
        tokens = Tokens(self.vault, self.connection.name, door.oauth) if door.oauth else None
        return Asker(
            door, pace, self.connector.judge, self.connection.settings, secrets, tokens,
            self.patience, self.stopped, self.clock,
        )  # fmt: skip

    def run(self, most_s: float = float("inf")) -> list[Result]:
        """Everything that is due; what of the past is still unread after `most_s` seconds waits
        for the next time. Busy if somebody else is at it; errors of the source are noted, and
        raised."""
        with alone(self.home, self.connection.name):
            try:
                self._run(self.clock() + most_s)
                self.loader.wait()
            except Stopped:
                raise
            except Error as error:
                secrets = self.client.secrets if "client" in self.__dict__ else {}
                self.marks.note(trouble=trouble(error, self.clock(), secrets.values()))
                raise
            else:
                self.marks.note(trouble=None, fine=self.clock())
            finally:
                self.close()
        return self.results

    def close(self) -> None:
        """Let go of what is open, once what is on its way into the lake is there."""
        if "loader" in self.__dict__:
            self.loader.close()
            del self.__dict__["loader"]
        if "client" in self.__dict__:
            self.client.close()
        if "marks" in self.__dict__:
            self.marks.close()
            del self.__dict__["marks"]

    def hello(self) -> Account:
        """Who the source says it is; asked again only after an hour."""
        state = self.marks.state()
        if "account" in state and self.clock() - state.get("greeted", 0) < HELLO_S:
            return Account.of(state["account"])
        account = self.connector.hello(self.client)
        self.marks.note(account=account.text(), greeted=self.clock())
        return account

    def _run(self, until: float) -> None:
        for load in self.marks.unfinished():
            self._make(load)
        account = self.hello()
        drift.look(self)
        self._newest(account)
        newest = self.clock()
        while spans := again.spans(self) or self._past(account):
            if self.clock() > until or self.stopped():
                return
            wished, asked = again.wished(self.marks), self.client.counter.asked
            self.round(spans)
            if wished:
                again.done(self)
            else:
                self._pace(self.client.counter.asked - asked)
            if self.clock() - newest >= self.connection.every_s or self.marks.hinted():
                newest = self.clock()
                self._newest(account)
        self.loader.wait()
        sweep.sweep(self)

    def _pace(self, asked: int) -> None:
        """What is new does not wait for long while a stretch of the past is read; and there are
        not too many of them, for each costs a load."""
        wide, rate = self.marks.state().get("wide", FIRST_S), self.client.pace.limits.per_second
        if asked < min(MANY // 2, max(FEW, SHORT_S * rate)):
            self.marks.note(wide=wide * 2)
        elif asked > min(MANY, LONG_S * rate):
            self.marks.note(wide=max(DAY_S, wide // 2))

    def _newest(self, account: Account) -> None:
        wished = again.wake(self)
        self.round(self._planner(account).newest(), anyway=wished is not None)
        again.woken(self, wished)

    def _past(self, account: Account) -> Spans:
        return self._planner(account).past() if self.past else {}

    def _planner(self, account: Account) -> Planner:
        since = [BEGINNING]
        if account.since:
            since.append(int(account.since.timestamp()))
        if self.connection.since:
            day = datetime.combine(self.connection.since, datetime.min.time(), UTC)
            since.append(int(day.timestamp()) - DAY_S)
        streams = self.connector.streams
        heads = {stream.name: self.marks.head(stream.name) for stream in streams}
        wide = self.marks.state().get("wide", FIRST_S)
        return Planner(streams, heads, self.clock(), max(since), wide)

    def round(self, spans: Spans, anyway: bool = False) -> None:
        """One load, from its first request to its last row; `anyway`: also of no rows, so that
        what the administrator has chosen holds. Its rows may still be on their way when this
        returns: they are, whatever happens, on the disk."""
        hinted = self.marks.hinted()
        if spans or hinted or anyway:
            plan = {"spans": spans, "anyway": anyway}
            self._make(self.marks.begin(self.clock(), plan, self._published()))

    def _published(self) -> int:
        """The last load that the lake has."""
        lake = Lake(self.home.absolute() / "lake")
        if not lake.exists():
            return 0
        return lake.snapshot().batches.get(f"sync:{self.connection.name}", 0)

    def _make(self, load: Load) -> None:
        """Read it, if it is not read, and have it loaded."""
        landing = Landing(places.landing_folder(self.home, self.connection.name) /
                          str(load.number), self.vault)  # fmt: skip
        if load.state == "fetch":
            self._read(load, landing)
        ground = Ground(self.connection.settings, self.hello(), self.vault.digest)
        self.loader.put(load, landing, ground)

    def _read(self, load: Load, landing: Landing) -> None:
        """All of it onto the disk; then its spans are known, and its hints forgotten."""
        spans = {name: (span[0], span[1]) for name, span in load.plan["spans"].items()}
        part = self._planner(self.hello()).part()
        streams = [stream for stream in self.connector.streams if stream.name in spans]
        share = (1 - part) / max(1, len(streams)) * 0.5
        for n, stream in enumerate(streams):
            tell = partial(self._tell, part + n * share, share)
            known = self._known(stream, spans[stream.name])
            fetch = Fetch(self.client, self.marks, landing, tell, known, self.seen)
            fetch.span(stream, spans[stream.name])
        fetch = Fetch(self.client, self.marks, landing, partial(self._tell, part, 0.0))
        looked = fetch.look(self.connector.streams)
        asked, self.asked = self.client.counter.asked - self.asked, self.client.counter.asked
        load.state, load.result = "load", {"requests": asked, "lacking": self._lacking()}
        with self.marks.whole():
            self._know(spans)
            self.marks.looked(looked)
            self.marks.save(load)

    def _known(self, stream: Stream, span: tuple[int, int]) -> dict[str, set[str]]:
        """What was read last time at the end of all: it is read again, for some is seen late."""
        return {stream.name: self.marks.recent(stream.name)} if self._ends(stream, span) else {}

    def _ends(self, stream: Stream, span: tuple[int, int]) -> bool:
        head = self.marks.head(stream.name).head
        return stream.timed and head is not None and span[0] <= head < span[1]

    def _tell(self, part: float, share: float, stream: str, reached: float) -> None:
        self.tell(min(1.0, part + reached * share), stream)

    def _lacking(self) -> dict[str, str]:
        heads = {s.name: self.marks.head(s.name).lacking for s in self.connector.streams}
        return {name: said for name, said in heads.items() if said}

    def _know(self, spans: Spans) -> None:
        """These spans are read."""
        for stream in self.connector.streams:
            if stream.name in spans:
                self._pass(stream, spans[stream.name])

    def _pass(self, stream: Stream, span: tuple[int, int]) -> None:
        if self._ends(stream, span):
            # What a process read that died here is not among them, and is no news twice at worst.
            self.marks.keep_recent(stream.name, self.seen.pop(stream.name, set()))
        head = self.marks.head(stream.name)
        if stream.timed and not head.lacking:
            head.head = max(span[1], head.head or span[1])
            head.tail = min(span[0], head.tail if head.tail is not None else span[0])
        head.span, head.pages, head.done = None, 0, False
        if not keeps(stream):
            head.mark = None
        self.marks.keep(stream.name, head)


def trouble(error: Error, now: float, secrets: Iterable[str] = ()) -> dict[str, Any]:
    """What stands in the way, to be shown: code, words of the error, since when, until when.
    Some sources repeat a secret in their refusal; that is hidden."""
    plain = {n: said for n, said in vars(error).items() if isinstance(said, str | int | float)}
    for name, said in plain.items():
        for secret in secrets:
            if isinstance(said, str) and secret:
                plain[name] = said = said.replace(str(secret), "***")
    kind = f"{type(error).__module__}:{type(error).__name__}"
    return {"kind": kind, "fields": plain, "at": now, "until": plain.get("until")}
