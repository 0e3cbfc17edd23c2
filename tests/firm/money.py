"""The firm's customers, products, order lines and costs."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

from merilo.facts.rows import Row
from tests.firm.clock import START, fact, local
from tests.firm.deals import DEALS
from tests.firm.people import SELLERS

KINDS = ("salary", "commission", "marketing", "tools", "travel", "other")


def customers() -> Iterator[Row]:
    """Some without a segment, some nobody knows where; of the last five no row is known."""
    for n in range(20):
        yield fact(
            "customers", id=str(n), segment=(None, "small", "large")[n % 3],
            territory=(None, "west", "east", "south")[n % 4],
            owner=f"test:{SELLERS[n % 6]}" if n % 7 else None,
            created_at=None if n % 5 == 4 else local(2015, 1 + n % 12, 1 + n),
        )  # fmt: skip


def products() -> Iterator[Row]:
    """Three in two groups, one in none; a fifth is sold and not listed."""
    for name, group in (("saw", "tools"), ("axe", "tools"), ("oak", "wood"), ("odd", None)):
        yield fact("products", id=name, name=name, group=group)


def order_lines() -> Iterator[Row]:
    """Several lines a deal, the same product twice; without amounts, or adding up to nothing."""
    dice = Random("lines")
    for deal in DEALS[::2]:
        how = dice.choice(("priced", "priced", "priced", "bare", "nought"))
        for n in range(dice.randrange(1, 5)):
            product = dice.choice(("saw", "axe", "oak", "odd", "unlisted", None))
            amount = Decimal(dice.randrange(100, 9000)) / 4 if how == "priced" else None
            yield fact(
                "order_lines", id=f"{deal.key}-{n}", deal=deal.key,
                product=product and f"test:{product}", deleted=dice.random() < 0.05,
                amount_base=Decimal(0) if how == "nought" else amount,
            )  # fmt: skip


def costs() -> Iterator[Row]:
    """For one person, for a team or what is above it, for all; on a day when nobody is there."""
    dice = Random("costs")
    for n in range(220):
        amount = Decimal(dice.randrange(100, 900_000)) / 4
        whose = dice.choice(("person", "unit", "all"))
        who, where = dice.choice(SELLERS), dice.choice(("t1", "t3", "t5", "d1", "d2", "c2"))
        yield fact(
            "costs", id=str(n), day=START + timedelta(days=dice.randrange(500)),
            kind=dice.choice(KINDS), amount=amount / 2, amount_base=amount,
            person=f"test:{who}" if whose == "person" else None,
            unit=f"test:{where}" if whose == "unit" else None,
            channel=dice.choice((None, None, "web", "fair")), deleted=dice.random() < 0.05,
            acquisition=(None, None, True, False)[n % 4],
        )  # fmt: skip
