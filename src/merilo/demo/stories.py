"""What is planted in the demo company, so that it can be found: who does what otherwise, and since
when. Everything is told in months before today. The same, in words: docs/explain/demo.md."""

from dataclasses import dataclass
from datetime import date, timedelta

REQUEST, CONTACT, QUALIFIED, MEETING, PROPOSAL, CONTRACT = range(6)
ACTS = range(6)

PUSHED = "Реклама"  # the channel of the marketing push
POOR = "Маркетплейс"  # the channel whose leads are poor


@dataclass(frozen=True)
class Change:
    """A habit multiplied by `factor`; of a stage's habit, only at the stages named."""

    habit: str
    factor: float
    acts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Story:
    """`who` (a person, or everybody of a team) behaves otherwise from a month until a month."""

    id: str
    who: str
    changes: tuple[Change, ...] = ()
    since: int = 1000  # months before today's; far more than there are: always
    until: int = -1  # the first month no longer

    def told(self, month: date, today: date) -> bool:
        """It is going on in the month that begins on that day."""
        ago = (today.year - month.year) * 12 + today.month - month.month
        return self.until < ago <= self.since


@dataclass(frozen=True)
class Moment:
    """Something that happens to a person once, on a day of a month before today's."""

    who: str
    months: int
    day: int

    def on(self, today: date) -> date:
        """The day itself."""
        return months_back(today, self.months) + timedelta(days=self.day - 1)


HIRED = Moment("moscow-3", 4, 1)
LEFT = Moment("moscow-5", 5, 10)
MOVED = Moment("moscow-4", 7, 15)
PUSH = Moment("marketing", 4, 1)  # the whole month
DOUBLED = Moment("moscow", 2, 1)  # a fortnight in which the telephony wrote each call twice
MOMENTS = {"hired": HIRED, "left": LEFT, "moved": MOVED, "push": PUSH, "doubled": DOUBLED}

EVERYWHERE = tuple(ACTS)
RAMP = ((4, 0.75, 0.35), (3, 0.85, 0.55), (2, 0.92, 0.8))  # months ago, skill, leads and plan

STORIES = (
    Story("leak", "moscow-1", (Change("convert", 0.35, (PROPOSAL,)),), since=12),
    Story("star", "moscow-2", (Change("convert", 1.16, EVERYWHERE), Change("bill", 1.4))),
    Story("check", "north-1", (Change("bill", 0.45),), since=5),
    Story("slow", "north-2", (
        Change("slow", 10, (REQUEST,)), Change("slow", 2, (CONTACT,)), Change("mood", 0.8),
    )),
    Story("unpriced", "north-3", (Change("unpriced", 12),)),
    Story("short", "cold-1", (Change("cold", 1.6), Change("talk", 0.3), Change("leads", 0.6))),
    Story("stuck", "north", (Change("slow", 6, (CONTRACT,)),), since=4),
    Story("losing", "accounts-2", (
        Change("leads", 0.4), Change("convert", 0.85, EVERYWHERE), Change("breadth", 0.5),
        Change("mood", 0.75),
    ), since=6),
    Story("typed", "budapest-3", (Change("typed", 1.4),), since=6),
    Story("unfiled", "accounts-3", (Change("filed", 0.6),), since=6),
    *(
        Story("ramp", HIRED.who, (
            Change("convert", skill, EVERYWHERE), Change("leads", share), Change("asked", share),
        ), since=ago, until=ago - 1)
        for ago, skill, share in RAMP
    ),
)  # fmt: skip


def months_back(today: date, months: int) -> date:
    """The first day of the month so many before today's."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)
