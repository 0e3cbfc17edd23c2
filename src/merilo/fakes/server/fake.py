"""What every fake service can do; a service says only what is its own."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from random import Random
from types import TracebackType
from typing import Any, ClassVar, Self

from merilo.fakes.server.clock import Clock
from merilo.fakes.server.control import control
from merilo.fakes.server.counters import Counters
from merilo.fakes.server.faults import BROKEN, Fault, Faults
from merilo.fakes.server.hooks import Hooks, Manners
from merilo.fakes.server.http import Server
from merilo.fakes.server.query import Answer, Request
from merilo.fakes.server.tokens import Tokens
from merilo.fakes.world import Deal, Row, World

CONTROL = "/_fake/"
QUIET = 900  # seconds since the last change when it begins: nothing is recent
TRUTH = Mapping[str, list[dict[str, Any]]]


class Fake(ABC):
    """A service on this machine. A service gives `serve`, `refusal`, `truth`, `manners`."""

    ODDITIES: ClassVar[Mapping[str, str]] = {}  # name -> what is odd then

    def __init__(
        self, world: World | None = None, *, clock: Clock | None = None, rate: int | None = None,
        port: int = 0, live: bool = False, odd: Iterable[str] = (), seed: int = 1,
        token: str | None = None,
    ) -> None:  # fmt: skip
        self.rng, self.clock = Random(seed), clock or Clock()
        self.rate, self.port, self.living, self.seed = rate, port, live, seed
        self.delay, self.ties, self.heavy = 0.0, "stable", 0
        self.late_s, self.late_share = 0, 0.0
        self.odds: set[str] = set()
        self.denied: dict[str, int] = {}
        self.churning: dict[str, int] = {}
        self.crowded: list[Row] = []
        self.lock = threading.RLock()
        self.faults, self.counters = Faults(self.rng), Counters()
        self.tokens = Tokens(self.clock.now, seed)
        self.hooks = Hooks(self.clock, self.manners(), self.rng)
        self.server: Server | None = None
        self.keeper: threading.Event | None = None
        self.begin(world or World())
        self.odd(*odd) if odd else None
        self.token = token or self.tokens.long()
        self.tokens.accept(self.token)

    # What a service says

    @abstractmethod
    def serve(self, request: Request) -> Answer:
        """The answer to a request that nothing stands in the way of."""

    @abstractmethod
    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """How the service says no."""

    def limited(self, request: Request, now: float) -> Answer | None:
        """The refusal of a request too many."""
        return None

    def truth(self) -> TRUTH:
        """What each canonical table should hold; nothing, unless it says what."""
        return {}

    @abstractmethod
    def manners(self) -> Manners:
        """How it delivers webhooks."""

    def adopt(self, world: World) -> None:  # noqa: B027
        """It now tells of this world; nothing has to be done, unless it says what."""

    def deal(self, id: int | str) -> Deal:
        """The deal that has this id here. KeyError if it has no deals."""
        raise KeyError(id)

    def reshape(self) -> None:  # noqa: B027
        """Oddities were switched: what was made ready is stale."""

    # Its life

    def begin(self, world: World) -> None:
        """Tell of this world from now on."""
        with self.lock:
            self.world = world
            self.clock.begin(world.until + QUIET)
            world.time = self.clock.now
            self.adopt(world)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def start(self) -> None:
        """Serve."""
        self.server = Server(self.port, self.reply)
        self.port = self.server.server_address[1]
        loop = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        loop.start()

    def stop(self) -> None:
        """Serve no more."""
        if self.keeper:
            self.keeper.set()
        self.hooks.stop()
        if self.server:
            self.server.stop()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def tick(self) -> None:
        """The company goes on up to the clock."""
        with self.lock:
            self.world.live(self.clock.now())

    def keep(self, every: float = 1.0) -> None:
        """The company goes on by itself, and webhooks go out."""
        self.living, self.keeper = True, threading.Event()
        self.hooks.run()
        threading.Thread(target=self._keep, args=(self.keeper, every), daemon=True).start()

    def _keep(self, ended: threading.Event, every: float) -> None:
        while not ended.wait(every):
            self.tick()

    # A request

    def reply(self, request: Request) -> Answer:
        """The answer, with all that goes wrong."""
        if request.path.startswith(CONTROL):
            return control(self, request)
        if self.delay:
            time.sleep(self.delay)
        with self.lock:
            now = self.clock.exact()
            self.counters.came(request.path, now)
            if self.living:
                self.world.live(int(now))
            self._stir()
            fault = self.faults.strike(request.path)
            answer = self._struck(request, fault, now)
            self.counters.went(answer.status, len(answer.body))
        if fault and fault.kind == "slow":
            time.sleep(fault.delay)
        return answer

    def _struck(self, request: Request, fault: Fault | None, now: float) -> Answer:
        if fault:
            self.counters.faults += 1
            if fault.kind not in BROKEN:
                return self.refusal(int(fault.kind), fault)
        answer = self.limited(request, now) or self._denied(request) or self.serve(request)
        if fault and fault.kind == "html":
            return Answer.text("<html><body>Service</body></html>", 200, "text/html")
        if fault and fault.kind == "drip":
            answer.slow_s = fault.delay
        elif fault and fault.kind != "slow":
            answer.broken = fault.kind
        return answer

    def _denied(self, request: Request) -> Answer | None:
        for part, status in self.denied.items():
            if part in request.path:
                return self.refusal(status)
        return None

    # What goes wrong

    def fault(
        self, kind: str, at: int | Iterable[int] | None = None, path: str = "",
        times: int | None = None, **more: float | bool | None,
    ) -> None:  # fmt: skip
        """Something goes wrong (`faults.KINDS`) at these requests, counted from 1 from now on."""
        self.faults.add(kind, at, path, times, **more)

    def chance(self, shares: Mapping[str, float], path: str = "") -> None:
        """Things go wrong at random, each kind with its probability."""
        self.faults.chance(shares, path)

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        self.faults.clear()
        self.delay = 0.0

    def deny(self, part: str, status: int = 403) -> None:
        """Addresses with this part are refused."""
        self.denied[part] = status

    def allow(self, part: str) -> None:
        """No longer refused."""
        self.denied.pop(part, None)

    def odd(self, *names: str) -> None:
        """Switch these oddities on; without a name: all off."""
        for name in names:
            if name not in self.ODDITIES:
                raise ValueError(f"no such oddity: {name}; there are {', '.join(self.ODDITIES)}")
        with self.lock:
            self.odds = self.odds | set(names) if names else set()
            self.reshape()

    def late(self, seconds: int, share: float = 1.0) -> None:
        """Rows are seen so long after their change, or this share of them."""
        self.late_s, self.late_share = seconds, share

    def seen(self, changed: int, code: int) -> bool:
        """Is a row with this time of change seen already?"""
        if not self.late_s or changed + self.late_s <= self.clock.now():
            return True
        return code * 40_503 % 1000 >= self.late_share * 1000

    # What happens to rows

    def churn(self, edit: int = 0, create: int = 0, remove: int = 0, **more: int) -> None:
        """So many rows between any two requests. `delete=` is `remove=`. Nothing: no more."""
        churning = {"edit": edit, "create": create, "remove": remove + more.pop("delete", 0)}
        assert not more, more
        self.churning = {what: count for what, count in churning.items() if count}

    def _stir(self) -> None:
        for what, count in self.churning.items():
            getattr(self, what)(count)

    def some(self, count: int) -> list[Deal]:
        """Deals at random that are there; every other one out of the crowded second."""
        deals = self.world.deals
        here: list[Row] = [deals[self.rng.randrange(len(deals))] for _ in range(count) if deals]
        for place in range(0, count if self.crowded else 0, 2):
            here[place] = self.crowded[self.rng.randrange(len(self.crowded))]
        return [row for row in here if isinstance(row, Deal) and not row.deleted]

    def edit(self, count: int = 1) -> None:
        """Deals are edited now."""
        with self.lock:
            for deal in self.some(count):
                self.world.price(deal, deal.amount + 100, self.clock.now())

    def create(self, count: int = 1) -> list[Deal]:
        """Deals appear now."""
        with self.lock:
            made = []
            for _ in range(count):
                contact = self.world.meet(self.clock.now())
                made.append(self.world.create(self.clock.now(), amount=7000, contact=contact))
            return made

    def remove(self, count: int = 1) -> None:
        """Deals are deleted now."""
        with self.lock:
            for deal in self.some(count):
                if not deal.deleted:
                    self.world.delete(deal, self.clock.now())

    def crowd(self, count: int, at: int | None = None, what: str = "deal") -> int:
        """So many rows (deal, contact, company, touch, task) changed in one second, an hour ago."""
        second = self.clock.now() - 3600 if at is None else at
        lists: dict[str, Callable[[], list[Any]]] = {
            "deal": lambda: self.world.deals, "contact": lambda: self.world.contacts,
            "company": lambda: self.world.companies, "task": lambda: self.world.tasks,
            "touch": lambda: [t for t in self.world.touches if t.on != "nothing"],
        }  # fmt: skip
        with self.lock:
            rows = [r for r in lists[what]() if not r.deleted and r.created_at <= second][-count:]
            if len(rows) < count:
                raise ValueError(f"only {len(rows)} rows to crowd")
            for row in rows:
                row.updated_at = second
                self.world.seen(row)
            self.crowded = list(rows)
        return second
