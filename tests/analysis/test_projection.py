"""Where a period will end: the worked numbers, a book's, and how often the interval holds it."""

from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.analysis.attainment import attainment, due, needed, projection, remaining
from merilo.analysis.projection import expected

SEEDS = range(2_000)
SUMS = st.lists(st.floats(0, 1e9), min_size=2, max_size=30)


def test_ten_of_twenty_one_days():
    """T3.5: 900 000 of 2 100 000."""
    plan, fact = 2_100_000, 900_000

    assert due(plan, passed=10, days=21) == 1_000_000
    assert projection(fact, passed=10, days=21) == 1_890_000
    assert attainment("at_least", projection(fact, 10, 21), plan) == pytest.approx(0.9)
    assert remaining(fact, plan) == 1_200_000
    assert needed(fact, plan, days_left=11) == pytest.approx(109_091, abs=0.5)


def test_ends_of_the_period():
    assert due(100, passed=0, days=20) == 0
    assert due(100, passed=20, days=20) == 100
    assert due(100, passed=0, days=0) is None
    assert projection(40, passed=0, days=20) is None
    assert projection(40, passed=20, days=20) == 40


def test_the_middle_is_the_projection_by_pace():
    daily = [90_000 + 20_000 * (-1) ** n for n in range(10)]

    assert expected(daily, days_left=11).middle == pytest.approx(projection(900_000, 10, 21))


def test_a_week_worked_by_hand():
    """25 in 5 days, deviation √2.5; t of 4 degrees at 80 % is 1.533; √(5 + 25/5) = √10."""
    low, middle, high = expected([4, 6, 5, 3, 7], days_left=5)

    assert middle == 50
    assert high - middle == pytest.approx(1.533 * 5, abs=5e-3)
    assert middle - low == pytest.approx(1.533 * 5, abs=5e-3)


def test_days_before_the_period_say_how_days_are():
    last, fact = [4, 6, 5, 3, 7], 12

    assert expected(last, 5, fact=fact) == pytest.approx([x - 13 for x in expected(last, 5)])
    assert expected([*last] * 9, 5, fact=0).middle == 25


def test_the_end_is_the_fact():
    assert expected([4, 6], days_left=0) == (10, 10, 10)
    assert expected([4, 6], days_left=-1, fact=7) == (7, 7, 7)
    assert expected([], days_left=0) == (0, 0, 0)


@pytest.mark.parametrize("daily", [[], [5]])
def test_too_few_days_say_nothing(daily):
    assert expected(daily, days_left=3) is None


def test_days_all_alike_leave_no_doubt():
    assert expected([5, 5, 5], days_left=2) == (25, 25, 25)


def test_refunds_may_lower_what_is_there():
    assert expected([0, 0, 0, 0, 90], days_left=3).low == 90
    assert expected([0, 0, 0, -10, 100], days_left=3).low < 90


@given(SUMS, st.integers(0, 60))
def test_sums_do_not_end_below_the_fact(daily, days_left):
    low, middle, high = expected(daily, days_left)

    assert sum(daily) <= low <= middle * (1 + 1e-12)
    assert middle <= high


def test_surer_is_wider():
    near, far = (expected([4, 6, 5, 3, 7], 5, level=level) for level in (0.5, 0.95))

    assert far.low < near.low < near.high < far.high
    assert far.middle == near.middle


@pytest.mark.parametrize(("known", "left"), [(3, 18), (10, 11), (20, 1)])
def test_it_holds_the_end_as_often_as_it_says(known, left):
    def one(seed):
        dice = Random(seed)
        days = [dice.gauss(100, 20) for _ in range(known + left)]
        low, _middle, high = expected(days[:known], left)
        return low <= sum(days) <= high

    assert 0.77 < mean(map(one, SEEDS)) < 0.83


@pytest.mark.parametrize(("known", "held"), [(10, 0.68), (60, 0.85)])
def test_rare_deals_need_more_days(known, held):
    """As the docstring says: a deal on every fifth day, 11 days to come."""

    def one(seed):
        dice = Random(seed)
        days = [dice.expovariate(1 / 100) * (dice.random() < 0.2) for _ in range(known + 11)]
        low, _middle, high = expected(days[:known], 11, fact=300)
        return low <= 300 + sum(days[known:]) <= high

    assert mean(map(one, SEEDS)) == pytest.approx(held, abs=0.025)
