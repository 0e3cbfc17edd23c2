"""What a service sends by itself when something has happened."""

import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from merilo.fakes.server.clock import Clock


@dataclass
class Hook:
    """Where to send what. `bad`: when it was last not taken."""

    number: int
    destination: str
    settings: tuple[str, ...]
    created_at: int
    disabled: bool = False
    bad: deque[float] = field(default_factory=deque)


class Attempt(NamedTuple):
    """A delivery that was tried; the status is 0 without an answer, 499 if it came too late."""

    at: float
    destination: str
    status: int
    tries: int
    body: bytes


@dataclass
class Parcel:
    """Something to be delivered at an instant of the clock."""

    due: float
    hook: Hook
    body: bytes
    headers: dict[str, str]
    tries: int = 0


class Manners(NamedTuple):
    """How a service delivers: what it writes, when it tries again, when it gives a hook up."""

    written: Callable[[Sequence[Any]], tuple[bytes, dict[str, str]]]  # of some events
    again: Callable[[int, int], float | None]  # status, tries so far -> seconds, or never
    given_up: Callable[[Hook, float, int], bool] = lambda hook, now, status: False
    good: Callable[[int], bool] = lambda status: 100 <= status <= 299
    patience: float = 2.0


class Hooks:
    """Sends. `twice`: each one two times; `shuffled`: in any order; `delay`: seconds later;
    `batch`: so many events in one delivery; `lose`: so many next ones never arrive."""

    def __init__(self, clock: Clock, manners: Manners, rng: Random) -> None:
        self.clock, self.manners, self.rng = clock, manners, rng
        self.hooks: list[Hook] = []
        self.waiting: list[tuple[Hook, Any]] = []  # events not yet written
        self.parcels: list[Parcel] = []
        self.attempts: list[Attempt] = []
        self.twice, self.shuffled, self.delay, self.batch, self.lose = False, False, 0.0, 1, 0
        self.lock, self.wake = threading.Lock(), threading.Event()
        self.thread: threading.Thread | None = None
        self.made = 0
        self.plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def add(self, destination: str, settings: Sequence[str]) -> Hook:
        """A new hook, or new settings of one."""
        self.remove(destination)
        self.made += 1
        hook = Hook(self.made, destination, tuple(settings), self.clock.now())
        self.hooks.append(hook)
        return hook

    def remove(self, destination: str) -> bool:
        """Was there one?"""
        before = len(self.hooks)
        self.hooks = [hook for hook in self.hooks if hook.destination != destination]
        return len(self.hooks) < before

    def tell(self, setting: str, event: Any) -> None:
        """Something happened of which those with this setting want to know."""
        with self.lock:
            for hook in self.hooks:
                if setting in hook.settings and not hook.disabled:
                    self.waiting.append((hook, event))
        self.wake.set()

    def send(self, destination: str, body: bytes, headers: dict[str, str]) -> int:
        """Post anything anywhere; the status."""
        request = urllib.request.Request(destination, body, headers, method="POST")
        try:
            with self.plain.open(request, timeout=self.manners.patience) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as e:
            with e:
                return e.code
        except TimeoutError:
            return 499
        except urllib.error.URLError as e:
            return 499 if isinstance(e.reason, TimeoutError) else 0
        except OSError:
            return 0

    def flush(self) -> list[Attempt]:
        """Deliver what is due by the clock; what was tried."""
        with self.lock:
            self._write()
            now = self.clock.exact()
            due = [parcel for parcel in self.parcels if parcel.due <= now]
            self.parcels = [parcel for parcel in self.parcels if parcel.due > now]
        if self.shuffled:
            self.rng.shuffle(due)
        return [self._deliver(parcel) for parcel in due if not parcel.hook.disabled]

    def _write(self) -> None:
        waiting, self.waiting = self.waiting, []
        by_hook: dict[int, list[Any]] = {}
        for hook, event in waiting:
            by_hook.setdefault(hook.number, []).append((hook, event))
        for rows in by_hook.values():
            for start in range(0, len(rows), self.batch):
                if self.lose:
                    self.lose -= 1
                    continue
                body, headers = self.manners.written([e for _, e in rows[start:][: self.batch]])
                parcel = Parcel(self.clock.exact() + self.delay, rows[0][0], body, headers)
                self.parcels += [parcel, Parcel(**vars(parcel))] if self.twice else [parcel]

    def _deliver(self, parcel: Parcel) -> Attempt:
        status = self.send(parcel.hook.destination, parcel.body, parcel.headers)
        parcel.tries += 1
        now = self.clock.exact()
        attempt = Attempt(now, parcel.hook.destination, status, parcel.tries, parcel.body)
        self.attempts.append(attempt)
        if not self.manners.good(status):
            later = self.manners.again(status, parcel.tries)
            if later is not None:
                parcel.due = now + later
                with self.lock:
                    self.parcels.append(parcel)
        parcel.hook.disabled |= self.manners.given_up(parcel.hook, now, status)
        return attempt

    def run(self, every: float = 0.05) -> None:
        """Deliver by itself from now on, until `stop`."""
        self.stop()
        self.wake = threading.Event()
        thread = threading.Thread(target=self._loop, args=(every,), daemon=True)
        thread.running = True  # type: ignore[attr-defined]
        self.thread = thread
        thread.start()

    def _loop(self, every: float) -> None:
        me: Any = threading.current_thread()
        while me.running:
            self.flush()
            self.wake.wait(every)
            self.wake.clear()

    def stop(self) -> None:
        """Deliver no more by itself."""
        if self.thread:
            self.thread.running = False  # type: ignore[attr-defined]
            self.wake.set()
            if self.thread.is_alive():  # else Ctrl-C came before it began
                self.thread.join(10)
            self.thread = None
