"""What the fake telephone systems share: the calls of the world, as a list that only grows."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from merilo.fakes.server import TRUTH, Answer, Fake, Fault, Manners, Window
from merilo.fakes.server.query import Request
from merilo.fakes.world import Deal, Touch, World
from merilo.fakes.world.things import Person


class Telephone(Fake):
    """A telephone system. A call is told when it has ended, by when it began.

    `shared`: its ids are those that the notes of the CRM carry; else they are its own.
    """

    def __init__(self, world: World | None = None, *, shared: bool = True, **more: Any) -> None:
        self.shared = shared
        self.window: Window | None = None
        self.noted: Counter[int] = Counter()  # so often something was noted of a call
        super().__init__(world, **more)
        self.window = Window(self.rate) if self.rate else None

    def manners(self) -> Manners:
        """It sends nothing by itself."""
        return Manners(lambda events: (b"", {}), lambda status, tries: None)

    def deal(self, id: int | str) -> Deal:
        """By its place."""
        return self.world.deals[int(id)]

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """JSON; from 500 on a page of the server before it."""
        if fault and fault.plain:
            return Answer.text("Too Many Requests", status)
        if status >= 500:
            return Answer.text(f"<html><h1>{status}</h1></html>", status, "text/html")
        answer = Answer.json({"error": f"status {status}"}, status)
        if fault and fault.retry_after is not None:
            answer.headers["Retry-After"] = f"{fault.retry_after:g}"
        return answer

    def limited(self, request: Request, now: float) -> Answer | None:
        """So many a second."""
        if self.window is None or self.window.take(now):
            return None
        self.counters.refused += 1
        return self.refusal(429)

    # Its calls

    def id(self, call: Touch) -> str:
        """What it calls a call."""
        return uniq(call) if self.shared else str(70_000_000 + call.number)

    def ended(self, call: Touch) -> int:
        """When it was over."""
        return call.created_at + call.wait + call.talk

    def calls(self, since: int, until: int) -> list[Touch]:
        """Those that began within and have ended, in the order of their beginnings."""
        now = self.clock.now()
        found = [
            call for call in self.world.touches
            if call.what == "call" and since <= call.created_at <= until
            and self.ended(call) <= now and self.seen(self.ended(call), call.number)
        ]  # fmt: skip
        return sorted(found, key=lambda call: (call.created_at, self.tie(call)))

    def tie(self, call: Touch) -> float:
        """Which of two that began in one second comes first."""
        ways = {"stable": call.number, "reversed": -call.number, "random": self.rng.random()}
        return ways[self.ties]

    def who(self, call: Touch) -> Person | None:
        """Who of ours it was; nobody, where a dialler called."""
        return None if call.person is None else self.world.people[call.person]

    # What happens

    def ring(self, count: int = 1, at: int | None = None) -> list[Touch]:
        """Calls that have just ended; `at`: that all began in that second."""
        with self.lock:
            return [self._ring(at) for _ in range(count)]

    def _ring(self, at: int | None) -> Touch:
        some, deals = self.rng, self.world.deals
        talk = some.choice((0, 0, 20, 90, 240))
        deal = some.choice(deals) if deals and some.random() < 0.8 else None
        began = self.clock.now() - talk - 20 if at is None else at
        return self.world.call(
            deal, began, direction=some.choice(("in", "out")), talk=talk,
            outcome="reached" if talk else some.choice(("missed", "busy")),
        )  # fmt: skip

    def create(self, count: int = 1) -> list[Deal]:
        """Calls, and no deals."""
        self.ring(count)
        return []

    def edit(self, count: int = 1) -> None:
        """Something is noted of calls of the last hour."""
        with self.lock:
            now = self.clock.now()
            recent = self.calls(now - 3600, now)
            self.noted.update(self.rng.choice(recent).number for _ in range(count) if recent)

    def truth(self) -> TRUTH:
        """What the lake should hold of it."""
        with self.lock:
            return {"activities": [*self._told()]}

    def _told(self) -> Iterator[dict[str, Any]]:
        for call in self.calls(0, self.clock.now()):
            yield {
                "id": self.id(call), "kind": "call", "direction": call.direction,
                "occurred_at": call.created_at, "duration_s": call.talk,
                "outcome": self.told(call), "operator": self.operator(call),
                "recording": self.recording(call), "result": self.marked(call),
                "author": "robot" if call.person is None and call.direction == "out" else "person",
            }  # fmt: skip

    def told(self, call: Touch) -> str:
        """What can be known of how a call ended, from all that it tells."""
        return call.outcome

    def recording(self, call: Touch) -> str | None:
        """Where it is kept; nothing of a call in which nobody talked."""
        return f"rec{call.number}" if call.talk else None

    def marked(self, call: Touch) -> Any:
        """What was noted of it; nothing, unless it says what."""
        return None

    def operator(self, call: Touch) -> str | None:
        """By what it tells who it was."""
        person = self.who(call)
        return str(300 + person.number) if person else None


def uniq(call: Touch) -> str:
    """What the telephone system and the CRM both call a call."""
    return f"{call.number * 2_654_435_761 % 2**32:08x}{call.number:x}"
