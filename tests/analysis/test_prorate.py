"""What is asked of those who are there for a part of the period."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.analysis.prorate import prorated

DAYS = st.integers(1, 260)
TARGET = st.decimals(-(10**12), 10**12, places=2)


def test_a_joiner():
    """T3.6: there for 10 of 21 working days."""
    assert prorated(2_100_000, there=10, days=21) == 1_000_000
    assert prorated(Decimal(2_100_000), there=10, days=21) == Decimal(1_000_000)
    assert prorated(100, there=10, days=21) == pytest.approx(47.619, abs=5e-4)


@pytest.mark.parametrize(
    ("there", "days", "load", "asked"),
    [
        (20, 20, 1, 60),
        (20, 20, 0.5, 30),
        (10, 20, 0.8, 24),
        (9.5, 20, 1, 28.5),
        (0, 20, 1, 0),
        (20, 20, 0, 0),
        (25, 20, 1, 60),
        (-1, 20, 1, 0),
        (20, 20, 1.5, 60),
        (20, 20, -1, 0),
        (25, 20, 0.5, 30),
        (0, 0, 1, None),
        (3, 0, 1, None),
    ],
)
def test_part_of_sixty(there, days, load, asked):
    assert prorated(60, there, days, load) == asked
    assert prorated(Decimal(60), there, days, load) == asked


def test_money_stays_exact():
    found = prorated(Decimal("0.30"), 1, 3)

    assert isinstance(found, Decimal)
    assert found == Decimal("0.1")


@pytest.mark.parametrize("target", [-60.0, Decimal(-60)])
def test_nothing_of_refunds_is_nothing(target):
    assert str(prorated(target, 0, 20)).startswith("0")


@given(TARGET, DAYS, st.data())
def test_who_moves_is_asked_as_much_as_who_stays(target, days, data):
    first = data.draw(st.integers(0, days))
    parts = prorated(target, first, days), prorated(target, days - first, days)

    assert sum(parts) == pytest.approx(target, abs=Decimal("1e-9"))


@given(TARGET, DAYS, st.integers(0, 300), st.floats(0, 2))
def test_nobody_is_asked_for_more_than_the_target(target, days, there, load):
    assert abs(prorated(target, there, days, load)) <= abs(target)
