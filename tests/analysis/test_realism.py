"""How likely a target is: worked numbers, slow ways, laws."""

import doctest
from itertools import pairwise, product
from math import exp, factorial, inf
from random import Random
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.analysis import realism
from merilo.analysis.attainment import Kind
from merilo.analysis.outlook import Outlook, level, outlook
from merilo.analysis.realism import FEW, Verdict, counts, pipeline, reach, verdict
from tests.laws import share_of_tries

DEALS = [(100, 0.5), (200, 0.3), (300, 0.2)]
OWN = Outlook(1_000_000, 150_000)


def test_examples():
    found = doctest.testmod(realism)

    assert found.attempted > 0
    assert found.failed == 0


def test_a_plan_above_the_own_mean():
    """U3: months of 1,000,000 by 150,000, asked for 1,100,000: 25.2 %."""
    assert round(reach(1_100_000, 0, OWN), 3) == 0.252
    assert verdict(reach(1_100_000, 0, OWN)) is Verdict.AMBITIOUS


def test_what_is_done_need_not_come():
    assert reach(1_100_000, 400_000, Outlook(600_000, 150_000)) == pytest.approx(
        reach(1_100_000, 0, OWN)
    )
    assert reach(100, 100, Outlook(5, 1, nothing=0.9)) == 1


def test_of_few_months_the_tails_are_those_of_student():
    """Printed table: 9 degrees, 2.2622 leaves 2.5 % above; 4 degrees, 2.132 leaves 5 %."""
    assert reach(50 + 22.622, 0, Outlook(50, 10, 9)) == pytest.approx(0.025, abs=1e-5)
    assert reach(50 - 21.32, 0, Outlook(50, 10, 4)) == pytest.approx(0.95, abs=1e-4)


def test_a_month_may_bring_nothing():
    assert reach(100, 0, Outlook(100, 20, nothing=0.4)) == pytest.approx(0.3)
    assert reach(0, 0, Outlook(100, 20, nothing=0.4)) == 1
    assert reach(0, 0, Outlook(100, 20, nothing=0.4), Kind.AT_MOST) == pytest.approx(0.4, abs=1e-6)


def test_where_all_is_known_it_is_sure():
    for kind, chances in ((Kind.AT_LEAST, [1, 1, 0]), (Kind.AT_MOST, [0, 1, 1])):
        assert [reach(goal, 60, Outlook(40, 0), kind) for goal in (99, 100, 101)] == chances


def test_numbers_that_come_by_chance_are_poissons():
    slow = 1 - sum(exp(-4) * 4**k / factorial(k) for k in range(6))

    assert reach(6, 0, Outlook(4, 2, counted=True)) == pytest.approx(slow)
    assert reach(9, 3, Outlook(4, 1, counted=True)) == pytest.approx(slow)  # never less than chance
    assert reach(5, 0, Outlook(4, 2, counted=True), Kind.AT_MOST) == pytest.approx(1 - slow)
    assert reach(5.9, 0, Outlook(4, 2, counted=True), Kind.AT_MOST) == pytest.approx(1 - slow)
    assert reach(-1, 0, Outlook(4, 2, counted=True), Kind.AT_MOST) == 0


def test_numbers_that_vary_more_are_drawn_as_slowly():
    """A number by chance about a mean that is itself by chance (gamma: shape 4, mean 8)."""
    dice = Random(7)
    drawn = [poisson(dice, dice.gammavariate(4, 2)) for _ in range(40_000)]

    assert variance(drawn) == pytest.approx(8 + 8 * 8 / 4, rel=0.03)
    for need in (3, 8, 14):
        share = mean(x >= need for x in drawn)
        assert counts(need, 8, 24) == pytest.approx(share, abs=0.01)


def poisson(dice: Random, expected: float) -> int:
    """Knuth's way."""
    number, left = 0, dice.random()
    while left > exp(-expected):
        number, left = number + 1, left * dice.random()
    return number


def test_nothing_is_expected_of_nothing():
    assert (counts(1, 0, 0), counts(0, 0, 0)) == (0, 1)


@pytest.mark.parametrize(
    ("chance", "said"),
    [(1, "too easy"), (0.9, "too easy"), (0.899, "fair"), (0.5, "fair"), (0.499, "ambitious"),
     (0.1, "ambitious"), (0.099, "beyond reach"), (0, "beyond reach")],
)  # fmt: skip
def test_verdicts_at_their_edges(chance, said):
    assert verdict(chance).value == said


LOOKS = st.builds(
    lambda mean, varies, *more: Outlook(mean, varies * mean, *more),
    st.floats(0.1, 1e6), st.floats(0, 20), st.sampled_from([1, 3, 11, inf]), st.floats(0, 1),
    st.booleans(),
)  # fmt: skip
AMOUNTS = st.floats(-1e6, 1e7)
NOISE = 1e-6  # of lgamma of millions eight digits are left


def near(target: float, look: Outlook) -> bool:
    return 0.01 < reach(target, 0, look) < 0.99


@given(LOOKS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(Kind))
def test_a_higher_target_is_never_likelier_and_more_done_never_less(look, low, high, done, kind):
    low, high = sorted((low, high))
    easier, harder = reach(low, done, look, kind), reach(high, done, look, kind)
    if kind is Kind.AT_MOST:
        easier, harder = harder, easier

    assert 0 <= harder <= 1
    assert 0 <= easier <= 1
    assert harder <= easier + NOISE
    less, more = sorted((low, done))
    fewer, further = reach(high, less, look, kind), reach(high, more, look, kind)
    assert fewer >= further - NOISE if kind is Kind.AT_MOST else fewer <= further + NOISE


def test_the_law_meets_chances_that_are_neither_0_nor_1():
    worlds = st.tuples(LOOKS, st.floats(0, 1e6))
    assert share_of_tries(worlds, lambda world: near(world[1], world[0])) > 0.2


def test_chances_fall_as_the_target_grows():
    months = level([90.0, 110, 100, 105, 95, 0])
    found = outlook(months)
    assert found
    chances = [reach(goal, 0, found) for goal in range(0, 200, 10)]

    assert all(b <= a for a, b in pairwise(chances))
    assert chances[1] == pytest.approx(1 - 1.5 / 7, abs=0.001)


# --- open deals


def test_three_deals():
    """U3: the weighted sum is 170, yet 300 come together with 32.0 %."""
    assert round(pipeline(DEALS, 300), 3) == 0.32
    assert sum(value * p for value, p in DEALS) == 170


def test_deals_as_every_outcome_gone_through():
    dice = Random(3)
    deals = [(dice.randrange(1, 50), dice.random()) for _ in range(9)]
    for need in (1, 60, 140, 400):
        assert pipeline(deals, need) == pytest.approx(every(deals, need))


def every(deals: list[tuple[float, float]], need: float) -> float:
    """The slow way."""
    found = 0.0
    for won in product((0, 1), repeat=len(deals)):
        chance = 1.0
        for wins, (_value, p) in zip(won, deals, strict=True):
            chance *= p if wins else 1 - p
        if sum(wins * value for wins, (value, _p) in zip(won, deals, strict=True)) >= need:
            found += chance
    return found


def test_many_deals_as_they_are_drawn():
    dice = Random(11)
    deals = [(dice.lognormvariate(11, 0.7), dice.uniform(0.05, 0.6)) for _ in range(40)]
    need = sum(value * p for value, p in deals) * 1.1
    drawn = mean(
        sum(v for v, p in deals if dice.random() < p) >= need for _ in range(20_000)
    )  # fmt: skip

    assert len(deals) > FEW
    assert pipeline(deals, need) == pytest.approx(drawn, abs=0.012)


def test_edges_of_open_deals():
    assert pipeline([], 1) == 0
    assert pipeline([], 0) == 1
    assert pipeline([(5, 1.0)], 5) == 1
    assert pipeline([(5, 0.0)], 5) == 0
    assert pipeline([(0.7, 1.0), (0.1, 1.0)], 0.8) == 1  # in binary a little less


@given(st.lists(st.tuples(st.integers(1, 90), st.floats(0, 1)), max_size=20), st.integers(1, 300))
def test_more_is_never_likelier_of_open_deals(deals, need):
    now, then, with_one = (
        pipeline(deals, need), pipeline(deals, need + 40), pipeline([*deals, (30, 0.5)], need),
    )  # fmt: skip
    assert -1e-9 <= then <= now + 0.02  # values are rounded
    assert with_one >= now - 0.02
    assert now <= 1 + 1e-9
