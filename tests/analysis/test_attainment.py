"""The worked numbers of plans and scores."""

import pytest

from merilo.analysis.attainment import (
    Kind,
    attainment,
    met,
    needed,
    pace,
    remaining,
    variance,
    wanted,
)
from merilo.analysis.score import Part, score


def test_growth_of_the_average_check():
    """50 000 last month, 15 % more asked, 55 000 reached."""
    asked = wanted(Kind.GROWTH, 0.15, base=50_000)

    assert asked == pytest.approx(57_500)
    assert attainment(Kind.GROWTH, 55_000, asked) == pytest.approx(0.9565, abs=5e-5)


@pytest.mark.parametrize(
    ("kind", "fact", "target", "reached"),
    [
        (Kind.AT_LEAST, 8, 10, 0.8),
        (Kind.REACH, 0.25, 0.2, 1.25),
        (Kind.AT_MOST, 30, 24, 0.8),
        (Kind.AT_MOST, 12, 24, 2.0),
        (Kind.AT_MOST, 5, 4, 0.8),
        (Kind.AT_MOST, 0, 24, 1.0),
        (Kind.AT_MOST, 0, 0, None),
        (Kind.AT_LEAST, 5, 0, None),
        (Kind.AT_LEAST, None, 10, None),
        (Kind.AT_LEAST, 3, None, None),
    ],
)
def test_attainment(kind, fact, target, reached):
    assert attainment(kind, fact, target) == reached


@pytest.mark.parametrize("kind", list(Kind))
def test_exactly_at_the_target_it_is_met_and_attained(kind):
    assert met(kind, 24, 24) is True
    assert attainment(kind, 24, 24) == 1
    assert met(kind, None, 24) is None


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("fact", [1, 23.9, 24, 24.1, 300])
def test_what_is_met_is_attained(kind, fact):
    assert met(kind, fact, 24) is (attainment(kind, fact, 24) >= 1)


def test_growth_of_nothing_asks_for_nothing():
    assert wanted(Kind.GROWTH, 0.15, base=0) is None
    assert wanted(Kind.GROWTH, 0.15) is None
    assert wanted(Kind.AT_LEAST, 10, base=3) == 10


def test_pace_of_forty_calls():
    """40 of 100 after 8 of 20 working days: 60 are left, 5 a day."""
    assert pace(40, 100, passed=8, days=20) == 1
    assert remaining(40, 100) == 60
    assert needed(40, 100, days_left=12) == 5
    assert needed(120, 100, days_left=12) == 0
    assert needed(40, 100, days_left=0) is None
    assert pace(40, 100, passed=0, days=20) is None
    assert pace(40, 0, passed=3, days=20) is None
    assert variance(40, 100) == -60


def test_score():
    assert score([Part(0.9, 50), Part(1.2, 30), Part(0.8, 20)]) == pytest.approx(0.97)
    assert score([Part(0.9, 50), Part(2.0, 30), Part(0.8, 20)]) == pytest.approx(1.06)
    assert score([Part(-0.5, 50), Part(1.0, 50)]) == 0.5
    assert score([Part(0.9, 50), Part(None, 30)]) == pytest.approx(0.9)
    assert score([Part(None, 30)]) is None
    assert score([]) is None


def test_caps_of_the_peers():
    """T3.1: 2 of 4 deals (20) and 40 000 of 20 000 (80): 170, or 106 with a cap of 120 %."""
    deals, revenue = (2 / 4, 20), (40_000 / 20_000, 80)

    assert score([Part(*deals), Part(*revenue, cap=9)]) == pytest.approx(1.7)
    assert score([Part(*deals), Part(*revenue, cap=1.2)]) == pytest.approx(1.06)
    assert score([Part(*deals, floor=0.7), Part(*revenue, cap=1.2)]) == pytest.approx(1.1)
