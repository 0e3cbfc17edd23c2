"""What is said about the firm's people, and the markets they sell in."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from merilo.facts.rows import Row
from tests.firm.clock import fact, moment
from tests.firm.people import SELLERS

QUESTIONS = ("satisfaction", "nps", "politeness", "service_quality", "reaction_speed",
             "professionalism", "price")  # fmt: skip
KINDS = ("call", "call", "call", "letter", "visit", "competency", "360", "360")


def answers() -> Iterator[Row]:
    """Marks of both scales, some without a mark, about a person or about nobody."""
    dice = Random("answers")
    for n in range(2_400):
        question = dice.choice(QUESTIONS)
        scale = dice.choice((5, 5, 5, 10)) if question != "nps" else dice.choice((10, 10, 10, 5))
        yield fact(
            "answers", id=str(n), survey="after", question=question, scale=scale,
            score=None if dice.random() < 0.05 else dice.randrange(scale == 5, scale + 1),
            person=f"test:{dice.choice(SELLERS)}" if dice.random() < 0.9 else None,
            customer=f"test:{dice.randrange(20)}" if dice.random() < 0.3 else None,
            occurred_at=moment(dice), deleted=dice.random() < 0.05,
        )  # fmt: skip


def complaints() -> Iterator[Row]:
    """Open ones, upheld ones, rejected ones; about whom is not always known."""
    dice = Random("complaints")
    for n in range(150):
        yield fact(
            "complaints", id=str(n), customer=f"test:{dice.randrange(25)}",
            person=f"test:{dice.choice(SELLERS)}" if dice.random() < 0.9 else None,
            verdict=dice.choice(("open", "upheld", "upheld", "rejected")),
            received_at=moment(dice), deleted=dice.random() < 0.05,
        )  # fmt: skip


def reviews() -> Iterator[Row]:
    """Reviews of one to four lines; weights and critical lines are not always said."""
    dice = Random("reviews")
    for n in range(700):
        kind, person, at = dice.choice(KINDS), f"test:{dice.choice(SELLERS)}", moment(dice)
        for line in range(dice.randrange(1, 5)):
            most = dice.choice((5, 10))
            yield fact(
                "reviews", id=f"{n}-{line}", kind=kind, subject=f"s{n % 300}", person=person,
                reviewer=dice.choice(("test:fay", None)), scorecard=f"v{n % 2}",
                criterion=f"c{line}", maximum=most,
                weight=dice.choice((None, 1, 2, Decimal("0.5"))),
                score=dice.choice((0, most, dice.randrange(most + 1), None)),
                critical=dice.choice((True, False, None)), occurred_at=at,
                deleted=dice.random() < 0.02,
            )  # fmt: skip


def market() -> Iterator[Row]:
    """By territory and segment, month by month; one has no territory, in one nobody sells."""
    month = date(2015, 1, 1)
    for n in range(20):
        for place, territory in enumerate(("west", "east", "south", "north", "moon", None)):
            for segment in ("small", "large"):
                size = Decimal(1_000_000 * (place + 1) + 10_000 * n + 700 * len(segment))
                yield fact(
                    "market", id=f"{n}-{territory}-{segment}", month_on=month,
                    territory=territory, segment=segment, size=size, deleted=n % 7 == 6,
                )  # fmt: skip
        month = (month + timedelta(days=31)).replace(day=1)
