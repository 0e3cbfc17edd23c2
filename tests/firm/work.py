"""What the firm's people did: calls, meetings, letters, messages, tasks, proposals."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from merilo.facts.rows import Row
from tests.firm.clock import fact, moment
from tests.firm.deals import DEALS, END, RATE, person
from tests.firm.people import SELLERS

OUTCOMES = {
    "call": ("reached", "reached", "missed", "busy", "voicemail", None),
    "meeting": ("held", "held", "held", "missed", "cancelled", None),
    "presentation": ("held", "held", "cancelled"),
}
AUTHORS = ("person",) * 8 + ("assumed", "unknown", "robot", "integration")
LENGTHS = (None, 0, 5, 14, 15, 16, 17, 60, 300)
MONTH = timedelta(days=30)


def about(dice: Random) -> dict[str, Any]:
    """A deal, a customer, both or neither."""
    return {
        "deal": dice.choice((None, DEALS[dice.randrange(300)].key, DEALS[dice.randrange(500)].key)),
        "customer": dice.choice((None, f"test:{dice.randrange(25)}")),
    }


def activities() -> Iterator[Row]:
    """Everything that was done, in no order."""
    for number, said in enumerate((*alone(), *chains(), *talks(), *tasks())):
        dice = Random(number)
        whose = {
            "person": person(dice.choice((*SELLERS, None))), "author": dice.choice(AUTHORS),
            "deleted": dice.random() < 0.03,
        }  # fmt: skip
        yield fact("activities", id=str(number), **whose | said)
        if number % 17 == 0:  # delivered once more under another id
            yield fact("activities", id=f"{number}-again", **whose | said)


def alone() -> Iterator[dict[str, Any]]:
    """Things of every kind that lead to nothing in particular."""
    dice = Random("alone")
    kinds = (*("call",) * 5, "meeting", "email", "message", "comment", "presentation")
    for _ in range(1200):
        kind = dice.choice(kinds)
        talks = kind in ("call", "email", "message")
        yield about(dice) | {
            "kind": kind, "occurred_at": moment(dice),
            "direction": dice.choice(("out", "out", "in", None)) if talks else None,
            "outcome": dice.choice(OUTCOMES.get(kind, (None,))),
            "duration_s": dice.choice((*LENGTHS, dice.randrange(900))) if kind == "call" else None,
        }  # fmt: skip


def chains() -> Iterator[dict[str, Any]]:
    """A call, and a meeting on the same subject about thirty days later, sometimes to the second;
    and what was said to a lead about its birth, and at its end."""
    dice = Random("chains")
    gaps = (-1, 0, 1, 86_400 * 9, MONTH.total_seconds(), MONTH.total_seconds() + 1)
    for deal in dice.choices(DEALS, k=150):
        subject = {"deal": deal.key} if dice.random() < 0.7 else about(dice) | {"deal": None}
        when = moment(dice)
        for gap in dice.choices(gaps, k=dice.choice((1, 1, 2, 3))):
            met = when + timedelta(seconds=gap)
            yield subject | {"kind": "meeting", "outcome": "held", "occurred_at": met}
        yield subject | {"kind": "call", "direction": "out", "occurred_at": when}
    for deal in DEALS[::2]:
        for near in (deal.created_at, deal.now):
            hours = dice.choice((-30, -0.1, 0, 0.2, 5, 60, 900))
            kind = dice.choice(("call", "email", "message", "meeting"))
            yield {
                "deal": deal.key, "kind": kind, "direction": dice.choice(("out", "out", "in")),
                "outcome": dice.choice(OUTCOMES.get(kind, (None,))),
                "occurred_at": near + timedelta(hours=hours),
            }  # fmt: skip


def talks() -> Iterator[dict[str, Any]]:
    """Letters and messages to and fro, within minutes or after more than thirty days."""
    dice = Random("talks")
    for talk in range(80):
        subject = {"deal": f"test:talk{talk}"} if talk % 3 else {"customer": f"test:{talk}"}
        when = moment(dice)
        for _ in range(dice.randrange(2, 9)):
            yield subject | {
                "kind": dice.choice(("message", "email")), "occurred_at": when,
                "direction": dice.choice(("in", "in", "out", None)),
            }  # fmt: skip
            when += dice.choice((90, 900, 7200, 50_000, 400_000, 2_700_000)) * timedelta(seconds=1)


def tasks() -> Iterator[dict[str, Any]]:
    """Done in time, late, not at all, or nobody knows when."""
    dice = Random("tasks")
    for _ in range(250):
        due, late = moment(dice), dice.choice((-90_000, -1, 0, 1, 900_000))
        done: datetime | None = due + timedelta(seconds=late)
        if dice.random() < 0.3 or (done and done > END):
            done = None
        known = dice.random() > 0.1
        yield about(dice) | {
            "kind": "task", "occurred_at": due - timedelta(days=dice.randrange(20)),
            "due_at": due if dice.random() > 0.1 else None,
            "completed_at": done if known else None, "outcome": "done" if done else "open",
        }  # fmt: skip


def proposals() -> Iterator[Row]:
    """Offers of every outcome; some in euros, some without an amount, some about no deal."""
    dice = Random("proposals")
    for number in range(260):
        amount = None if dice.random() < 0.1 else Decimal(dice.randrange(1, 40_000)) / 4
        rate = RATE if dice.random() < 0.2 else 1
        yield fact(
            "proposals", id=str(number), **about(dice), sent_at=moment(dice),
            person=person(dice.choice((*SELLERS, None))),
            amount=amount, amount_base=amount and amount * rate,
            outcome=dice.choice(("open", "won", "lost")), deleted=dice.random() < 0.05,
        )  # fmt: skip
