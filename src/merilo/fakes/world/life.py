"""How a deal will go: planned whole when it is born, from nothing but the seed and its number."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from merilo.fakes.world.hours import WORKDAY, evening, instant
from merilo.fakes.world.things import Deal, Task

HOUR = 3600
NIGHT = 0.08  # come outside of working hours, by themselves
STEP = 0.80  # go on from one stage to the next; else lost, or stuck
STUCK = 0.12  # of all, for ever
ROBOT = 0.10  # of the moves
DURATION = 1.2 * WORKDAY  # in a stage, on average


class Act(NamedTuple):
    """Something planned: what and how. Acts of one deal never share an instant and an order."""

    at: int
    order: int
    what: str
    how: tuple[Any, ...]


class Life:
    """The plan of one deal, and what has come of it."""

    __slots__ = ("acts", "deal", "left", "number", "tasks")

    def __init__(self, number: int, acts: list[Act]) -> None:
        self.number, self.acts, self.left = number, sorted(acts), 0
        self.deal: Deal | None = None
        self.tasks: dict[int, Task] = {}


def life(seed: int, number: int, begins: int, busy: float, steps: tuple[int, ...]) -> Life:
    """The life of a deal that is born after so many seconds of work (`begins`).

    `busy` scales what is done about it; `steps` are the numbers of open stages of each pipeline.
    """
    rng = Random(seed * 1_000_003 + number)
    acts: list[Act] = []
    for at, what, how in happenings(rng, begins, busy, steps):
        acts.append(Act(at, len(acts), what, how))
    return Life(number, acts)


def happenings(
    rng: Random, begins: int, busy: float, steps: tuple[int, ...]
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """Birth, moves and what is done between them, not in the order of time."""
    now, at = begins, instant(begins)
    if night := rng.random() < NIGHT:
        at = evening(at) + int(rng.random() * 12 * HOUR)
        now = (begins // WORKDAY + 1) * WORKDAY + rng.randrange(HOUR)
    way = rng.choices(range(len(steps)), (6, 3, 1))[0]
    amount = int(rng.lognormvariate(11, 0.9)) // 100 * 100
    yield at, "born", (way, night, rng.random(), rng.random(), rng.random(), amount, rng.random())
    if rng.random() < 0.05:
        yield instant(now), "stranger", (rng.random(), rng.randrange(5, 300))
    stuck = rng.random() < STUCK
    for place in range(1, steps[way] + 1):
        stay = int(rng.expovariate(1 / DURATION)) + 300
        yield from between(rng, now, stay, busy, place)
        now += stay
        if stuck and rng.random() < 0.5:
            return
        if rng.random() > STEP:
            yield instant(now), "lose", (rng.random(), robot(rng))
            break
        yield instant(now), "step", (place, robot(rng))
    yield from afterwards(rng, now)


def robot(rng: Random) -> bool:
    """Nobody's hand but the machine's."""
    return rng.random() < ROBOT


def between(
    rng: Random, now: int, stay: int, busy: float, place: int
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """Calls, letters, tasks and the rest while the deal is in a stage."""

    def when() -> int:
        return instant(now + int(stay * rng.random()))

    for _ in range(often(rng, 0.55 * busy if place > 1 else 1.1 * busy)):
        talk = 0 if rng.random() < 0.35 else int(rng.lognormvariate(4.3, 1)) + 1
        yield when(), "call", (rng.random() < 0.25, talk, rng.random(), rng.random())
    for what, chance in (("email", 0.18), ("sms", 0.05), ("chat", 0.15), ("comment", 0.15)):
        if rng.random() < chance * busy:
            yield when(), what, (rng.random() < 0.4, robot(rng))
    if rng.random() < 0.45 * busy:
        yield from task(rng, now, stay, place)
    if rng.random() < 0.10:
        yield when(), "price", (0.7 + rng.random() * 0.7,)
    if rng.random() < 0.03:
        yield when(), "hand", (rng.random(),)
    if rng.random() < 0.02:
        yield when(), "back", (robot(rng),)


def task(
    rng: Random, now: int, stay: int, place: int
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """A task or a meeting: set, perhaps moved, mostly done. `which` ties the three together."""
    die, which = rng.random(), rng.getrandbits(30)
    what = "task" if place < 2 or die < 0.6 else "meeting" if die < 0.9 else "presentation"
    due = now + int(stay * (0.3 + 0.6 * rng.random()))
    yield instant(now + 60), "task", (which, what, instant(due))
    if rng.random() < 0.15:
        later = due + int(WORKDAY * rng.random())
        yield instant(now + 61 + stay // 5), "postpone", (which, instant(later))
        due = later
    if rng.random() < 0.85:
        yield instant(due + rng.randrange(7200)), "finish", (which,)


def afterwards(rng: Random, now: int) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """What becomes of few: reopened, moved to another pipeline, deleted, merged."""
    later = now + int(WORKDAY * (0.1 + 4 * rng.random()))
    die = rng.random()
    if die < 0.03:
        yield instant(later), "reopen", ()
        yield instant(later + WORKDAY), "lose" if die < 0.015 else "win", (rng.random(), False)
    elif die < 0.05:
        yield instant(later), "change", ()
    elif die < 0.06:
        yield instant(later), "delete", ()
    elif die < 0.065:
        yield instant(later), "merge", ()


def often(rng: Random, mean: float) -> int:
    """How many times, so many on average."""
    count, left = 0, rng.expovariate(1)
    while left < mean:
        count, left = count + 1, left + rng.expovariate(1)
    return count
