"""The curves against printed tables and against slow ways."""

import doctest
from importlib import import_module
from math import comb, exp, factorial

import pytest

from merilo.analysis.curves import beta, gamma, student

MODULES = (
    "attainment", "cascade", "curves", "difference", "interval", "limits", "projection", "prorate",
    "ranks", "score",
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_examples(module):
    found = doctest.testmod(import_module(f"merilo.analysis.{module}"))
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("count", [0, 1, 3, 10, 60])
@pytest.mark.parametrize("mean", [0.1, 1, 4.5, 11, 80])
def test_gamma_is_the_tail_of_poisson_s_distribution(count, mean):
    tail = 1 - sum(exp(-mean) * mean**n / factorial(n) for n in range(count + 1))

    assert gamma(count + 1, mean) == pytest.approx(tail, abs=1e-12)


@pytest.mark.parametrize("count", [1, 4, 9])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.99])
def test_beta_is_the_tail_of_the_binomial_distribution(count, share):
    tail = sum(comb(10, n) * share**n * (1 - share) ** (10 - n) for n in range(count, 11))

    assert beta(count, 11 - count, share) == pytest.approx(tail, abs=1e-12)


@pytest.mark.parametrize(
    ("confidence", "freedom", "t"),
    [(0.95, 1, 12.706), (0.95, 2, 4.303), (0.95, 5, 2.571), (0.95, 30, 2.042), (0.95, 120, 1.980),
     (0.99, 10, 3.169), (0.99, 1, 63.657), (0.90, 4, 2.132), (0.95, float("inf"), 1.960)],
)  # fmt: skip
def test_student_as_in_the_tables(confidence, freedom, t):
    assert student(confidence, freedom) == pytest.approx(t, abs=5e-4)
