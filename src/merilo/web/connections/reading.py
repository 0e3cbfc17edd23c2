"""Reading a connection as work of the worker: when it is due, one reader at a time, told how far
it is. Whoever is killed leaves a mark of the engine, and the next one goes on from it."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Q

from merilo.errors import Error, Impossible
from merilo.sources.sync.again import soon
from merilo.sources.sync.alone import Busy
from merilo.sources.sync.client import Stopped
from merilo.sources.sync.connection import Connection, every, locked_file
from merilo.sources.sync.connection import read as connection_of
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.run import Sync
from merilo.web.connections import trouble
from merilo.web.connections.models import Reading
from merilo.words import say

LOG = logging.getLogger("merilo.web")
MOST = 4  # at once: other work has a turn, too
MOST_S = 600.0  # of a reading; what is left of the past then waits for the next one
BEAT_S = 5.0
WAIT_S = 10.0  # for a reader that shall stop
LOOK_S = 1.0  # between two looks whether it shall stop
TELL_S = 0.5  # between two lines of progress; a page looks every two seconds
TICK = timedelta(minutes=1)  # how often the worker looks what is due


def home() -> Path:
    """Where the connections are."""
    return Path(settings.HOME)


def due(connection: Connection, reading: Reading, state: dict[str, Any], now: datetime) -> bool:
    """It is to be read now: wanted, not whole yet, or not read for so long; not while it is
    paused, nor while it would do harm or no good."""
    if connection.paused or reading.at_work(now):
        return False
    if reading.wanted:
        return True
    if (wait := trouble.until(state)) and now.timestamp() < wait:
        return False
    if reading.began is None or not reading.whole:
        return True
    long = timedelta(seconds=connection.every_s)
    return now - reading.began >= long - min(TICK, long) / 2  # a tick may come a little early


def state_of(name: str) -> dict[str, Any]:
    """What the engine remembers of it."""
    with closing(Marks(home(), name)) as marks:
        return marks.state()


def all_due(now: datetime) -> list[str]:
    """The names of those that are to be read now."""
    found = []
    for connection in sound():
        reading, _made = Reading.objects.get_or_create(name=connection.name)
        if due(connection, reading, state_of(connection.name), now):
            found.append(connection.name)
    return found


def sound() -> list[Connection]:
    """All connections; none while a file of them cannot be read, which its page tells."""
    try:
        return every(home())
    except Error:
        LOG.exception("connections not read")
        return []


def ask(name: str) -> None:
    """Somebody wants it read at once, whatever was read lately."""
    Reading.objects.get_or_create(name=name)
    Reading.objects.filter(name=name).update(wanted=True, stop=False)
    soon(home(), name)


def halt(name: str) -> None:
    """Whoever reads it shall stop after the answer that is waited for."""
    Reading.objects.filter(name=name).update(stop=True, wanted=False)


@contextmanager
def nobody(name: str) -> Iterator[None]:
    """Nobody reads it meanwhile. Impossible if somebody does not stop in time."""
    path = locked_file(home(), name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    over = monotonic() + WAIT_S
    with path.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > over:
                    raise Impossible(say("It is still being read: pause it, and try again in a "
                                         "minute")) from None  # fmt: skip
                sleep(0.2)
        yield


def settle() -> None:
    """At the worker's start: whoever read before is dead."""
    Reading.objects.exclude(heartbeat=None).update(heartbeat=None)


def take(connection: Connection, now: datetime) -> Reading | None:
    """The reading, for whoever comes first, if it is due; None for all others."""
    reading, _made = Reading.objects.get_or_create(name=connection.name)
    if not due(connection, reading, state_of(connection.name), now):
        return None
    if Reading.objects.filter(heartbeat__gte=now - Reading.STALE).count() >= MOST:
        return None
    free = Q(heartbeat=None) | Q(heartbeat__lt=now - Reading.STALE)
    taken = Reading.objects.filter(free, name=connection.name).update(
        began=now, began_part=reading.part, heartbeat=now, ended=None, wanted=False, stop=False,
        stream="",
    )  # fmt: skip
    return Reading.objects.get(name=connection.name) if taken else None


def read(name: str) -> bool:
    """Read it, if it is due; whether it was. Everything that stands in the way is noted."""
    now = datetime.now(UTC)
    try:
        connection = connection_of(home(), name)
    except Error:
        return False
    reading = take(connection, now)
    if reading is None:
        return False
    work = Work(reading)
    with work.alive():
        said = run(connection, work)
    Reading.objects.filter(name=name).update(heartbeat=None, ended=datetime.now(UTC), **said)
    trouble.watch(connection, datetime.now(UTC))
    return True


def run(connection: Connection, work: "Work") -> dict[str, Any]:
    """One reading; what is to be remembered of it."""
    until = monotonic() + MOST_S
    try:
        Sync(home(), connection, tell=work.tell, stopped=work.stopped).run(most_s=MOST_S)
    except (Busy, Stopped):
        return {}
    except Error as error:
        LOG.warning("connection not read", extra={"fields": {
            "connection": connection.name, "code": error.code}})  # fmt: skip
        return {}
    except Exception:
        LOG.exception("connection broke", extra={"fields": {"connection": connection.name}})
        with closing(Marks(home(), connection.name)) as marks:
            marks.note(trouble=trouble.ours(datetime.now(UTC)))
        return {}
    whole = monotonic() < until and not work.halted
    return {"whole": whole, "part": 1.0} if whole else {}


class Work:
    """What a reading tells and hears."""

    def __init__(self, reading: Reading) -> None:
        self.name, self.part = reading.name, reading.part
        self.halted = False
        self._told = self._looked = 0.0
        self._over = Event()

    def tell(self, part: float, stream: str) -> None:
        """How much of the past is read, and what is being read."""
        if monotonic() - self._told < TELL_S:
            return
        self._told, self.part = monotonic(), max(self.part, part)
        self._mine().update(part=self.part, stream=stream[:60], heartbeat=datetime.now(UTC))

    def stopped(self) -> bool:
        """Somebody wants it to stop."""
        if not self.halted and monotonic() - self._looked >= LOOK_S:
            self._looked = monotonic()
            self.halted = self._mine().filter(stop=True).exists()
        return self.halted

    @contextmanager
    def alive(self) -> Iterator[None]:
        """A sign of life from a thread of its own: a step may take minutes."""
        pulse = Thread(target=self._beat, daemon=True)
        pulse.start()
        try:
            yield
        finally:
            self._over.set()
            pulse.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_S):
            try:
                self._mine().update(heartbeat=datetime.now(UTC))
            except DatabaseError:
                LOG.warning("no sign of life", exc_info=True)
            finally:
                close_old_connections()

    def _mine(self) -> Any:
        return Reading.objects.filter(name=self.name)
