"""The table everybody starts from: the example of product.md, rebuilt from its facts."""

from datetime import timedelta
from statistics import mean

import pytest

from merilo.facts.rows import Row
from tests.builders import answers, at, call, deal, meeting, posting

COLUMNS = [
    "calls",
    "meetings",
    "deals_won",
    "average_check",
    "call_to_meeting",
    "lead_processing",
    "deal_closing",
]
IVANOV, PETROVA, SIDOROV = "Иванов Иван Иванович", "Петрова Анна Петровна", "Сидоров Сергей"
EXPECTED = {
    IVANOV: (100, 20, 10, 50_000, 0.20, 24, 7),
    PETROVA: (150, 30, 15, 60_000, 0.30, 12, 3),
    SIDOROV: (80, 15, 8, 40_000, 0.15, 36, 10),
}
LED = {IVANOV: 20, PETROVA: 45, SIDOROV: 12}  # Petrova's meetings serve three calls to two
UNCALLED = {SIDOROV: 3}  # meetings that came without a call


def activities(person: str) -> list[Row]:
    """As many calls as the table says, of which as many as it says led to its meetings."""
    calls, meetings, *_ = EXPECTED[person]
    called = meetings - UNCALLED.get(person, 0)
    deals = [f"{person} {n}" for n in range(meetings)]
    leading = [call(3, person=person, deal=deals[n % called]) for n in range(LED[person])]
    return [
        *leading,
        *(call(4, person=person) for _ in range(calls - LED[person])),
        *(meeting(9, person=person, deal=about) for about in deals),
    ]


def deals(person: str) -> list[Row]:
    """Won in October; hardly two alike, but with the table's means. Two more were lost."""
    *_, count, check, _, hours, days = EXPECTED[person]
    won = []
    for n in range(count):
        off = n - (count - 1) / 2  # from the mean; they sum to nothing
        longer = 0 if n == count // 2 and count % 2 else (1 if off > 0 else -1)
        times = {
            "created_at": at(12) - timedelta(hours=hours + off),
            "qualified_at": at(12),
            "closed_at": at(12 + days + longer),
        }
        won.append(deal(check + int(off * 100), owner=person, **times))
    return [*won, *(deal(9_999, owner=person, outcome="lost") for _ in range(2))]


FACTS = {
    "activities": [act for person in EXPECTED for act in activities(person)],
    "deals": [row for person in EXPECTED for row in deals(person)],
    "postings": [posting(person) for person in EXPECTED],
}


@pytest.fixture(scope="module")
def rows() -> dict[str, list[float]]:
    found = answers(" ".join(COLUMNS), "person", **FACTS)
    return {row["person"]: [float(row[name]) for name in COLUMNS] for row in found}


def test_every_seller_has_the_figures_of_the_example(rows: dict[str, list[float]]) -> None:
    assert rows == {person: pytest.approx(figures) for person, figures in EXPECTED.items()}


def test_mean_of_the_first_two_is_that_of_their_figures(rows: dict[str, list[float]]) -> None:
    means = [mean(pair) for pair in zip(rows[IVANOV], rows[PETROVA], strict=True)]

    assert means == pytest.approx([125, 25, 12.5, 55_000, 0.25, 18, 5])


def test_figures_of_the_group_are_from_its_totals() -> None:
    """65 of 250 calls and 1,400,000 of 25 deals: not the means of the two."""
    both = (("person", (IVANOV, PETROVA)),)
    (group,) = answers(" ".join(COLUMNS), where=both, **FACTS)

    assert (group["calls"], group["meetings"], group["deals_won"]) == (250, 50, 25)
    assert group["call_to_meeting"] == pytest.approx(0.26)
    assert group["average_check"] == pytest.approx(56_000)
    assert group["lead_processing"] == pytest.approx((10 * 24 + 15 * 12) / 25)
    assert group["deal_closing"] == pytest.approx((10 * 7 + 15 * 3) / 25)
