"""Intervals against published ones, and how often they hold the truth."""

from random import Random
from statistics import mean as average
from statistics import stdev

import pytest

from merilo.analysis import interval
from merilo.analysis.interval import Interval

SEEDS = range(2_000)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(6, 10, 31.3, 83.2), (2, 10, 5.7, 51.0), (60, 200, 24.1, 36.7), (0, 10, 0, 27.8),
     (18, 20, 69.9, 97.2), (2, 2, 34.2, 100), (50, 100, 40.4, 59.6)],
)  # fmt: skip
def test_wilson_as_published(part, whole, low, high):
    found = interval.wilson(part, whole)

    assert [round(100 * end, 1) for end in found] == [low, high]


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (20, 12.217, 30.888),
     (100, 81.364, 121.627)],
)  # fmt: skip
def test_poisson_as_published(count, low, high):
    assert interval.poisson(count) == pytest.approx((low, high), abs=6e-4)


def test_mean_of_three_by_the_table():
    """t of two degrees of freedom is 4.303."""
    assert interval.mean(10, 1, 3) == pytest.approx((10 - 2.484, 10 + 2.484), abs=1e-3)


def test_of_nothing_nothing_is_known():
    assert interval.wilson(0, 0) == (0, 1)
    assert interval.mean(5, 0, 1) == (-float("inf"), float("inf"))


def test_more_confidence_is_a_wider_interval():
    near, far = interval.wilson(3, 10, 0.9), interval.wilson(3, 10, 0.99)
    assert far.low < near.low < near.high < far.high


def held(found: Interval, truth: float) -> bool:
    return found.low <= truth <= found.high


def test_mean_holds_the_truth_as_often_as_it_says():
    def one(seed: int) -> bool:
        dice = Random(seed)
        sample = [dice.gauss(100, 30) for _ in range(8)]
        return held(interval.mean(average(sample), stdev(sample), 8), 100)

    assert 0.93 < average(map(one, SEEDS)) < 0.97


def test_share_holds_the_truth_as_often_as_it_says():
    def one(seed: int) -> bool:
        dice = Random(seed)
        return held(interval.wilson(sum(dice.random() < 0.3 for _ in range(40)), 40), 0.3)

    assert 0.93 < average(map(one, SEEDS)) < 0.97


def test_total_of_deals_holds_the_truth_as_often_as_it_says():
    """Deals come by chance, and each is worth what it is."""

    def one(seed: int) -> bool:
        dice = Random(seed)
        deals = [dice.expovariate(1 / 50) for _ in range(1000) if dice.random() < 0.04]
        return held(interval.total(sum(deals), sum(x * x for x in deals)), 2000)

    assert 0.91 < average(map(one, SEEDS)) < 0.97
