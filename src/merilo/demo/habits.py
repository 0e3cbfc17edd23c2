"""How each person works in each month: as is usual, times their own way, times the stories."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import prod

from merilo.demo.draws import die, roll
from merilo.demo.staff import Person
from merilo.demo.stories import ACTS, STORIES, months_back

# Factors of a month's work; `convert` and `slow` belong to a stage.
HABITS = (
    "leads", "bill", "cold", "talk", "unpriced", "breadth", "typed", "filed", "mood", "asked",
)  # fmt: skip
OWN = ("leads", "bill", "cold", "talk")  # in which people differ without any story


@dataclass(frozen=True)
class Months:
    """The months of the facts, from the one of the first day to today's."""

    since: date
    today: date

    def __iter__(self) -> Iterator[date]:
        ago = 0
        months = []
        while (month := months_back(self.today, ago)) >= self.since.replace(day=1):
            months.append(month)
            ago += 1
        return reversed(months)


def habits(person: Person, months: Months, seed: int) -> Iterator[list[object]]:
    """A row per month: person, month, a factor per habit."""
    for month in months:
        own = [own_way(person, habit, seed) for habit in HABITS]
        told = [factor(person, habit, month, months.today) for habit in HABITS]
        yield [person.number, month, *(o * t for o, t in zip(own, told, strict=True))]


def talents(person: Person, months: Months, seed: int) -> Iterator[list[object]]:
    """A row per month and stage: person, month, stage, chance factor, time factor."""
    for month in months:
        for act in ACTS:
            convert = own_way(person, f"convert:{act}", seed) * factor(
                person, "convert", month, months.today, act
            )
            slow = factor(person, "slow", month, months.today, act)
            yield [person.number, month, act, convert, slow]


def own_way(person: Person, habit: str, seed: int) -> float:
    """Nobody works quite like another: between 0.96 and 1.04."""
    if habit not in OWN and not habit.startswith("convert"):
        return 1.0
    return 0.96 + 0.08 * die(roll(seed, "own", f"{person.key}:{habit}"))


def factor(person: Person, habit: str, month: date, today: date, act: int | None = None) -> float:
    """What the stories make of a habit in that month; 1 where none is told."""
    team = person.unit_on(month).split(".")[0]
    return prod(
        change.factor
        for story in STORIES
        if story.who in (person.place, team) and story.told(month, today)
        for change in story.changes
        if change.habit == habit and (not change.acts or act in change.acts)
    )
