"""A company that lives: what happens in it follows from the seed and the time alone."""

import gc
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

from merilo.fakes.world.acts import happen
from merilo.fakes.world.book import seconds
from merilo.fakes.world.deeds import Deeds
from merilo.fakes.world.hours import instant, worked
from merilo.fakes.world.life import Life, life

UNTIL = datetime(2026, 11, 16, 9, tzinfo=UTC)  # a Monday noon in Moscow
DAYS = 180


class World(Deeds):
    """The company from `since` to `until` (180 days), in which `deals` have been born by then.

    `busy` scales the number of calls, letters and tasks: at 1 there are about nine changes a
    deal, at 0.5 about six.
    """

    def __init__(
        self, seed: int = 1, people: int = 12, deals: int = 300,
        since: int | datetime | None = None, until: int | datetime | None = None,
        currency: str = "RUB", busy: float = 1.0,
    ) -> None:  # fmt: skip
        end = seconds(UNTIL if until is None else until)
        start = end - int(timedelta(days=DAYS).total_seconds()) if since is None else seconds(since)
        super().__init__(seed, people, start, end, currency)
        self.busy, self.first = busy, worked(start)
        self.gap = max(worked(end) - self.first, 1) / deals if deals else 0.0
        self.next = 0  # the next deal to be planned
        self.lives: list[tuple[int, int, int, Life]] = []  # when, whose, in which order
        self.steps = tuple(
            sum(stage.kind == "open" and not stage.incoming for stage in way.stages)
            for way in self.pipelines
        )
        self.build(end)

    def build(self, end: int) -> None:
        """The past. Nothing of it becomes garbage, so nobody need look for any meanwhile."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            self.live(end)
        finally:
            if collecting:
                gc.enable()

    def live(self, until: int | datetime) -> None:
        """More of the usual happens, up to an instant. In small steps or one, it is the same."""
        end = seconds(until)
        while self.gap and (begins := self.begins(self.next)) <= worked(end):
            plan = life(self.seed, self.next, begins, self.busy, self.steps)
            heappush(self.lives, (plan.acts[0].at, plan.number, 0, plan))
            self.next += 1
            self.pass_until(min(end, instant(begins) - 1))
        self.pass_until(end)
        self.now = max(self.now, end)

    def begins(self, number: int) -> int:
        """After how many seconds of work a deal is born: they come evenly, but not by the clock."""
        jitter = (number * 2_654_435_761 + self.seed * 97) % 1000 / 1000
        return self.first + int((number + jitter) * self.gap)

    def pass_until(self, end: int) -> None:
        """Let happen what has been planned up to an instant."""
        while self.lives and self.lives[0][0] <= end:
            at, number, _, plan = heappop(self.lives)
            act = plan.acts[plan.left]
            plan.left += 1
            happen(self, plan, at, act.what, act.how)
            if plan.left < len(plan.acts):
                later = plan.acts[plan.left]
                heappush(self.lives, (later.at, number, later.order, plan))
