"""The firm's deals: skips, returns, moves at one instant, hand-overs, shares, refunds, gaps."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from merilo.facts.rows import Row
from tests.firm.clock import fact, local, moment
from tests.firm.people import SELLERS

PIPELINES = {"sale": ("new", "fit", "offer", "talks"), "mate": ("met", "deal", "pilot")}
QUALIFY = {"sale/fit", "mate/deal"}
END = local(2016, 5, 15, 20)  # in the evening of today
RATE = Decimal("312.5")  # forints for a euro


def stages() -> Iterator[Row]:
    """Two pipelines whose positions mean nothing to each other; the last open one is in neither."""
    for pipeline, names in PIPELINES.items():
        step = 10 if pipeline == "sale" else 1
        kinds = {"won": "won", "lost": "lost"}
        for place, name in enumerate((*names, "won", "lost"), 1):
            id = f"{pipeline}/{name}"
            yield fact(
                "stages", id=id, pipeline=f"test:{pipeline}", name=name, position=place * step,
                kind=kinds.get(name, "open"), qualifies=id in QUALIFY,
            )  # fmt: skip


class Deal:
    """One deal's life: where it went, through whose hands, and what it was worth."""

    def __init__(self, number: int) -> None:
        self.dice = dice = Random(number)
        # The same id in two sources is two deals.
        self.source, self.id = ("old", number // 9) if number % 9 == 0 else ("crm", number)
        self.key = f"{self.source}:{self.id}"
        self.created_at = self.now = moment(dice)
        self.outcome, self.moves = "open", list[tuple[datetime, str | None, str]]()
        self.pipeline = dice.choice(("sale", "sale", "sale", "mate"))
        self.walk()
        self.first = dice.choice((*SELLERS, None))
        self.hands = self.passed()

    def walk(self) -> None:
        """Through the stages, until it is won, lost, or left where it is."""
        self.enter("new" if self.pipeline == "sale" else "met", wait=False)
        while self.outcome == "open" and self.now < END:
            names = PIPELINES[self.pipeline]
            at = names.index(self.moves[-1][2].split("/")[1])
            step = self.dice.choices((1, 2, -1, 0, "lost", "other", None), (56, 9, 9, 5, 14, 4, 2))
            match step[0]:
                case None:
                    return
                case "lost":
                    self.close("lost")
                case "other":
                    self.pipeline = "mate" if self.pipeline == "sale" else "sale"
                    self.enter(PIPELINES[self.pipeline][0])
                case int(by) if at + by >= len(names):
                    self.close("won")
                case int(by):
                    self.enter(names[max(at + by, 0)])

    def enter(self, name: str, wait: bool = True) -> None:
        """A move, some time after the last one or at the very same instant."""
        if wait and self.dice.random() > 0.1:
            self.now += timedelta(seconds=int(self.dice.expovariate(1 / 500_000)))
        if self.now < END:
            before = self.moves[-1][2] if self.moves else None
            self.moves.append((self.now, before, f"{self.pipeline}/{name}"))

    def close(self, outcome: str) -> None:
        """The end; a lost one may be taken up again."""
        self.enter(outcome)
        if self.now < END:
            self.outcome = outcome
            if outcome == "lost" and self.dice.random() < 0.1:
                self.outcome = "open"
                self.enter(PIPELINES[self.pipeline][1])

    def passed(self) -> list[tuple[datetime, str | None, str]]:
        """From hand to hand: about its birth, about its end, and after it."""
        times = set()
        for _ in range(self.dice.choice((0, 0, 1, 2, 3))):
            near = self.dice.choice((self.created_at, self.now, self.now))
            times.add(near + self.dice.choice((-2000, -1, 0, 1, 4000)) * timedelta(minutes=1))
        giver, hands = self.first, list[tuple[datetime, str | None, str]]()
        for when in sorted(time for time in times if self.created_at < time < END):
            taker = self.dice.choice([who for who in SELLERS if who != giver])
            hands.append((when, giver, taker))
            giver = taker
        return hands

    @property
    def closed_at(self) -> datetime | None:
        return None if self.outcome == "open" else self.now

    def row(self) -> Row:
        """The deal as the CRM shows it now."""
        self.dice = dice = Random(self.key)
        owner = self.hands[-1][2] if self.hands else self.first
        fit = [when for when, _, to in self.moves if to in QUALIFY]
        won, lost = self.outcome == "won", self.outcome == "lost"
        return fact(
            "deals", connection=self.source, id=str(self.id), owner=person(owner),
            customer=dice.choice((None, *(f"test:{n}" for n in range(25)))),
            pipeline=f"test:{self.pipeline}", stage=f"test:{self.moves[-1][2]}",
            outcome=self.outcome, **self.money(won and dice.random() < 0.08),
            channel=dice.choice((None, "web", "fair", "calls")),
            segment=dice.choice((None, None, "small", "large")),
            created_at=None if dice.random() < 0.03 else self.created_at,
            qualified_at=min(fit) if fit and dice.random() > 0.05 else None,
            closed_at=None if dice.random() < 0.02 else self.closed_at,
            loss_reason=dice.choice((None, "price", "silence")) if lost else None,
            deleted=True if dice.random() < 0.04 else dice.choice((None, False)),
        )  # fmt: skip

    def money(self, refund: bool) -> dict[str, Any]:
        """Forints or euros; sometimes nobody typed the amount."""
        dice = self.dice
        amount = None if dice.random() < 0.1 else Decimal(dice.randrange(1, 100_000)) / 4
        if refund:
            amount = Decimal(-dice.randrange(100, 9000))
        margin = amount and (amount * dice.choice((30, 55, -5)) / 100).quantize(Decimal("0.01"))
        if dice.random() < 0.1:
            margin = None
        rate = RATE if dice.random() < 0.15 else Decimal(1)
        return {
            "amount": amount, "amount_base": amount and amount * rate, "margin": margin,
            "margin_base": margin and margin * rate, "currency": "EUR" if rate != 1 else None,
        }  # fmt: skip


DEALS = [Deal(number) for number in range(500)]


def person(name: str | None) -> str | None:
    """The key of a person."""
    return name and f"test:{name}"


def deals() -> Iterator[Row]:
    """Every deal."""
    return (deal.row() for deal in DEALS)


def stage_changes() -> Iterator[Row]:
    """Every move, and one of each tenth deal that was taken back; of some deals none is known."""
    for deal in DEALS:
        if deal.id % 11 == 5:
            continue
        closed = deal.outcome != "open" and deal.id % 8 == 3
        for n, (when, before, to) in enumerate(deal.moves[:-1] if closed else deal.moves):
            yield fact(
                "stage_changes", connection=deal.source, id=f"{deal.id:04}-{n:02}", deal=deal.key,
                occurred_at=when, from_stage=before and f"test:{before}", to_stage=f"test:{to}",
                author="person",
            )  # fmt: skip
        if deal.id % 10 == 0:
            yield fact(
                "stage_changes", connection=deal.source, id=f"{deal.id:04}-x", deal=deal.key,
                occurred_at=deal.now, to_stage="test:sale/talks", author="person", deleted=True,
            )  # fmt: skip


def owner_changes() -> Iterator[Row]:
    """Every hand-over, and one of each tenth deal that was taken back."""
    for deal in DEALS:
        for n, (when, giver, taker) in enumerate(deal.hands):
            yield fact(
                "owner_changes", connection=deal.source, id=f"{deal.id}-{n}", deal=deal.key,
                occurred_at=when, from_person=person(giver), to_person=person(taker),
            )  # fmt: skip
        if deal.id % 10 == 0:
            yield fact(
                "owner_changes", connection=deal.source, id=f"{deal.id}-x", deal=deal.key,
                occurred_at=deal.now + timedelta(seconds=1), from_person="test:fay", deleted=True,
            )  # fmt: skip


def amount_changes() -> Iterator[Row]:
    """Some were bargained for, once or more, also at one instant and after they closed; of some
    nobody knows what it was before, and some changes were taken back."""
    for deal in DEALS[::3]:
        dice = Random(f"{deal.key} amounts")
        first = deal.created_at or deal.now - timedelta(days=90)
        at = first
        for n in range(dice.randrange(1, 12)):
            if dice.random() < 0.7:
                at += timedelta(days=dice.randrange(25), hours=dice.randrange(24))
            amount = dice.choice((None, Decimal(0), Decimal(dice.randrange(1, 100_000)) / 4))
            yield fact(
                "amount_changes", connection=deal.source, id=f"{deal.id}-{n}", deal=deal.key,
                occurred_at=at, from_amount=amount, from_amount_base=amount, author="person",
                deleted=True if dice.random() < 0.1 else None,
            )  # fmt: skip


def credits() -> Iterator[Row]:
    """Some deals are shared by two or three; some shares were taken back."""
    for deal in DEALS[::6]:
        dice = Random(deal.key)
        shares = dice.choice((("0.5", "0.3", "0.2"), ("0.75", "0.25"), ("0.333333", "0.666667")))
        for who, share in zip(dice.sample(SELLERS, len(shares)), shares, strict=True):
            yield fact(
                "credits", connection=deal.source, id=f"{deal.id}-{who}", deal=deal.key,
                person=person(who), share=Decimal(share), deleted=deal.id % 5 == 0,
            )  # fmt: skip
