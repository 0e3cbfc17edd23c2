"""The table everybody starts from: the example of the product, rebuilt from its facts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from merilo.facts.rows import Row
from merilo.report.table import mean_of
from tests.builders import answers, at, call, cost, deal, meeting, posting, row

COLUMNS = [
    "calls", "meetings", "deals_won", "average_check", "call_to_meeting", "lead_processing",
    "deal_closing", "market_share", "return_on_selling_cost", "cac", "payback", "customers_active",
]  # fmt: skip


class Seller(NamedTuple):
    """A row of the example; and what it leaves open."""

    name: str
    calls: int
    meetings: int
    deals: int
    check: int
    led: int  # calls that led to a meeting: 20 %, 30 %, 15 % of them
    hours: int
    days: int
    share: float
    returns: float
    cac: int
    payback: int
    active: int
    uncalled: int = 0  # meetings that came without a call
    new: int = 3  # of the active customers, who had not bought before

    @property
    def figures(self) -> tuple[float, ...]:
        """What the table says."""
        return (
            self.calls, self.meetings, self.deals, self.check, self.led / self.calls, self.hours,
            self.days, self.share, self.returns, self.cac, self.payback, self.active,
        )  # fmt: skip

    @property
    def margin(self) -> Decimal:
        """Of the month: so much that the simple payback comes out."""
        return Decimal(self.cac * self.active) / self.payback

    @property
    def cost(self) -> Decimal:
        """Of selling: so much that the return comes out."""
        return self.margin / (1 + Decimal(str(self.returns)))


IVANOV = Seller(
    "Иванов Иван Иванович", 100, 20, 10, 50_000, 20, 24, 7, 0.10, 0.20, 10_000, 6, 50, 0, 5
)
PETROVA = Seller(
    "Петрова Анна Петровна", 150, 30, 15, 60_000, 45, 12, 3, 0.15, 0.25, 8_000, 4, 70, 0, 10
)
SIDOROV = Seller(
    "Сидоров Сергей Сергеевич", 80, 15, 8, 40_000, 12, 36, 10, 0.08, 0.18, 12_000, 8, 40, 3
)
SELLERS = (IVANOV, PETROVA, SIDOROV)  # fmt: skip


def activities(seller: Seller) -> list[Row]:
    """As many calls as the table says, of which as many as it says led to its meetings."""
    name, called = seller.name, seller.meetings - seller.uncalled
    deals = [f"{name} {n}" for n in range(seller.meetings)]
    # Petrova's 45 calls led to 30 meetings: some serve two of them.
    leading = [call(3, person=name, deal=deals[n % called]) for n in range(seller.led)]
    others = [call(4, person=name) for _ in range(seller.calls - seller.led)]
    return [*leading, *others, *(meeting(9, person=name, deal=about) for about in deals)]


def deals(seller: Seller) -> list[Row]:
    """Won in October; hardly two alike, but with the table's means. Two more were lost."""
    name, count = seller.name, seller.deals
    won = []
    for n in range(count):
        off = n - (count - 1) / 2  # from the mean; they sum to nothing
        longer = 0 if n == count // 2 and count % 2 else (1 if off > 0 else -1)
        times = {
            "created_at": at(12) - timedelta(hours=seller.hours + off),
            "qualified_at": at(12),
            "closed_at": at(12 + seller.days + longer),
        }
        margin = {"margin_base": seller.margin / count, "customer": f"{name} {n}"}
        won.append(deal(seller.check + int(off * 100), owner=name, **margin, **times))
    return [*won, *(deal(9_999, owner=name, outcome="lost") for _ in range(2))]


def earlier(seller: Seller) -> list[Row]:
    """Won in September, by those active customers who were not new in October."""
    times = {"created_at": at(1) - timedelta(days=40), "closed_at": at(1) - timedelta(days=20)}
    known = range(seller.new, seller.active)
    return [deal(700, owner=seller.name, customer=f"{seller.name} {n}", **times) for n in known]


def money(seller: Seller) -> list[Row]:
    """What was spent to win new customers, and the rest."""
    won = Decimal(seller.cac * seller.new)
    return [
        cost(won, person=seller.name, acquisition=True),
        cost(seller.cost - won, person=seller.name),
    ]


def market(seller: Seller) -> Row:
    """Of the seller's own territory."""
    size = Decimal(seller.deals * seller.check) / Decimal(str(seller.share))
    return row("market", {}, month_on=at(1).date(), territory=seller.name, size=size)


FACTS: dict[str, Any] = {
    "activities": [act for seller in SELLERS for act in activities(seller)],
    "deals": [row for s in SELLERS for row in (*deals(s), *earlier(s))],
    "postings": [posting(s.name, unit=f"test:{s.name}") for s in SELLERS],
    "units": [row("units", {}, id=s.name, name=s.name, territory=s.name) for s in SELLERS],
    "costs": [row for s in SELLERS for row in money(s)],
    "market": [market(s) for s in SELLERS],
}


@pytest.fixture(scope="module")
def rows() -> dict[str, list[float]]:
    found = answers(" ".join(COLUMNS), "person", **FACTS)
    return {row["person"]: [float(row[name]) for name in COLUMNS] for row in found}


def test_every_seller_has_the_figures_of_the_example(rows: dict[str, list[float]]) -> None:
    assert rows == {s.name: pytest.approx(s.figures, rel=1e-7) for s in SELLERS}


def test_mean_of_the_first_two_is_that_of_their_figures(rows: dict[str, list[float]]) -> None:
    pairs = zip(rows[IVANOV.name], rows[PETROVA.name], strict=True)

    assert [mean_of(pair) for pair in pairs] == pytest.approx(
        [125, 25, 12.5, 55_000, 0.25, 18, 5, 0.125, 0.225, 9_000, 5, 60], rel=1e-7
    )


def test_figures_of_the_group_are_from_its_totals() -> None:
    """65 of 250 calls and 1,400,000 of 25 deals: not the means of the two."""
    both = (("person", (IVANOV.name, PETROVA.name)),)
    (group,) = answers(" ".join(COLUMNS), where=both, **FACTS)
    margin, cost = IVANOV.margin + PETROVA.margin, IVANOV.cost + PETROVA.cost

    assert (group["calls"], group["meetings"], group["deals_won"]) == (250, 50, 25)
    assert group["call_to_meeting"] == pytest.approx(0.26)
    assert group["average_check"] == pytest.approx(56_000)
    assert group["lead_processing"] == pytest.approx((10 * 24 + 15 * 12) / 25)
    assert group["deal_closing"] == pytest.approx((10 * 7 + 15 * 3) / 25)
    assert group["market_share"] == pytest.approx(1_400_000 / 11_000_000)
    assert group["return_on_selling_cost"] == pytest.approx(float((margin - cost) / cost))
    assert group["cac"] == pytest.approx(130_000 / 15)
    assert group["payback"] == pytest.approx(130_000 / 15 / (float(margin) / 120))
    assert group["customers_active"] == 120
