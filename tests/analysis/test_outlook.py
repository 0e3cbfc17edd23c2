"""What a month may bring: worked numbers, drawn ones."""

import doctest
from importlib import import_module
from math import exp, factorial, sqrt
from random import Random
from statistics import mean, stdev, variance

import pytest

from merilo.analysis.outlook import Level, Outlook, level, outlook, outlooks, seasons, together
from merilo.analysis.realism import reach, tail

OWN = Outlook(1_000_000, 150_000)


def test_examples():
    found = doctest.testmod(import_module("merilo.analysis.outlook"))

    assert found.attempted > 0
    assert found.failed == 0


def test_of_ones_own_months():
    months = [90.0, 110, 100, 105, 95]
    found = outlook(level(months))

    assert found
    assert found.mean == 100
    assert found.deviation == pytest.approx(stdev(months) * sqrt(6 / 5))
    assert (found.freedom, found.nothing) == (4, 0)


def test_a_weak_month_brings_less_and_varies_by_less():
    plain, weak = outlook(level([90.0, 110, 100])), outlook(level([90.0, 110, 100]), season=0.5)

    assert plain
    assert weak
    assert (weak.mean, weak.deviation) == (plain.mean / 2, plain.deviation / 2)


def test_of_nothing_nothing_is_said():
    assert outlook(level([])) is None
    assert outlook(level([5.0])) is None
    assert outlook(level([5.0]), [level([1.0, 2.0])]) is None


def test_months_all_alike():
    found = outlook(level([7.0] * 5))

    assert found
    assert (found.mean, found.deviation) == (7, 0)
    assert reach(7, 0, found) == 1
    assert reach(7.1, 0, found) == 0


def test_months_all_empty():
    of_money, of_counts = outlook(level([0.0] * 4)), outlook(level([0.0] * 4, True), counted=True)

    assert of_money is None  # how much it would be is not known
    assert of_counts
    assert reach(1, 0, of_counts) == 0


def test_empty_months_count_by_half_a_month_less():
    assert level([0, 10, 0, 20.0, 30]) == (20, 100, 3, 2.5 / 6)
    assert level([0, 10, 0, 20.0], counted=True).nothing == 0
    assert level([-5, 10, 20.0]).mean == 15  # a month of refunds


OTHERS = [Level(80, 100, 10), Level(100, 100, 10), Level(120, 100, 10)]


def test_worked_number_of_a_newcomer():
    """The others: mean 100, variance of their means 400, within 100; so between 400 - 10 = 390.

    One month of 40: Z = 390 / 490 = 0.7959, the mean 52.24; what is not known of it
    0.2041 · 390 + 0.2041² · 400 / 3 = 85.15, and 100 of the months.
    """
    found = outlook(Level(40, None, 1), OTHERS)

    assert found
    assert found.mean == pytest.approx(52.2449, abs=1e-4)
    assert found.deviation**2 == pytest.approx(100 + 79.592 + 5.553, abs=1e-2)
    assert found.freedom == 3


def test_who_is_not_known_is_as_the_others():
    found = outlook(level([]), OTHERS)

    assert found
    assert found.mean == 100
    assert found.deviation**2 == pytest.approx(100 + 390 + 400 / 3)


def test_own_spread_beside_that_of_the_others():
    found = outlook(Level(100, 400.0, 4), OTHERS)

    assert found
    trust = 4 * 390 / (4 * 390 + 100)
    unsure = (1 - trust) * 390 + (1 - trust) ** 2 * 400 / 3
    assert found.deviation**2 == pytest.approx((3 * 400 + 3 * 100) / 6 + unsure)
    assert found.freedom == 6


@pytest.mark.parametrize("months", [1, 2, 4, 8, 30])
def test_the_more_months_the_less_the_others_tell(months):
    of = [outlook(Level(40, 100.0, n), OTHERS) for n in (months, months + 1)]

    assert of[0]
    assert of[1]
    assert 40 < of[1].mean < of[0].mean < 100


def test_others_who_do_not_differ_are_believed():
    alike = [Level(100, 100, 10)] * 3
    found = outlook(Level(40, 100.0, 5), alike)

    assert found
    assert found.mean == 100


def test_of_a_part_of_the_month_mean_and_variance_go_with_time():
    whole = Outlook(100, 75, nothing=0.2)
    for share in (0.1, 0.5, 1):
        part = whole.part(share)
        assert part.expected == pytest.approx(share * whole.expected)
        assert part.spread == pytest.approx(share * whole.spread)
        assert part.nothing == pytest.approx(0.2**share)
    over = whole.part(0)
    assert (reach(100, 100, over), reach(101, 100, over)) == (1, 0)


def test_spread_of_what_may_be_nothing_as_it_is_drawn():
    dice, look = Random(5), Outlook(100, 20, nothing=0.3)
    drawn = [0 if dice.random() < 0.3 else dice.gauss(100, 20) for _ in range(40_000)]

    assert look.expected == pytest.approx(mean(drawn), rel=0.01)
    assert look.spread == pytest.approx(variance(drawn), rel=0.02)


# --- the season


def test_one_year_is_believed_by_half_and_two_by_two_thirds():
    year = [50, *[100] * 10, 150]

    assert seasons(year) == pytest.approx([0.75, *[1] * 10, 1.25])
    assert seasons(year * 2)[0] == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert seasons(year[:11]) == pytest.approx([1] * 12)


def test_years_are_whole_and_end_with_the_last_month():
    months = [999, 999, *[100] * 11, 40]  # begins two months before the year
    found = seasons(months)

    assert found[13 % 12] == min(found)
    assert found[2] == found[3] == max(found) < 1.1


def test_of_years_without_anything_there_is_no_season():
    assert seasons([0] * 12) == (1,) * 12


def test_the_season_is_taken_out_and_put_back():
    """Three alike; each January is half a month. Two years: the factor is 2/3 where it was 1/2."""
    year = [12.0, *[24.0] * 11]
    histories = {who: [1.0, *year, *year] for who in "abc"}
    (january, january_known) = outlooks(histories, {}).values(), seasons(year * 2)[0]

    assert {round(one.mean, 6) for one in january if one} == {
        round(january_known * mean(m / f for m, f in zip(year, seasons(year * 2), strict=True)), 6)
    }
    ahead = outlooks(histories, {}, ahead=1)["a"]
    assert ahead
    assert ahead.mean / january_known > 24  # February is a whole one


def test_the_first_month_is_left_out_and_absence_is_no_zero():
    histories = {"a": [None, 3.0, 100, None, 110, 90], "b": [1.0, 50, 60, 40, 50, 50]}
    found = outlooks(histories, {"a": 1, "b": 2})

    assert found["a"]
    assert (found["a"].mean, found["a"].freedom) == (100, 2)
    assert found["b"]
    assert found["b"].freedom == 4


def test_a_month_at_work_without_anything_is_a_zero():
    found = outlooks({"a": [1.0, 4, 0, 2]}, {}, counted=True)["a"]

    assert found
    assert (found.mean, found.freedom) == (2, 2)
    of_money = outlooks({"a": [1.0, 4, 0, 2]}, {})["a"]
    assert of_money
    assert (of_money.mean, of_money.nothing) == (3, 1.5 / 4)


def test_only_the_last_year_is_gone_by():
    found = outlooks({"a": [1.0, *[500.0] * 6, *[100.0] * 11, 112]}, {})["a"]

    assert found
    assert found.freedom == 11
    assert found.mean < 115


def test_others_are_those_of_the_group():
    few = {"new": [None, None, 1.0, 10]}
    sellers = {n: [1.0, 90 + n, 110 - n, 100] for n in range(3)}
    others = {f"caller {n}": [1.0, 9 + n, 11.0, 10] for n in range(3)}
    groups = dict.fromkeys((*few, *others), "callers") | dict.fromkeys(sellers, "sellers")
    found = outlooks(few | sellers | others, groups)["new"]

    assert found
    assert 9 < found.mean < 12


def test_nobody():
    assert outlooks({}, {}) == {}
    assert outlooks({"a": []}, {}) == {"a": None}


# --- together


def test_a_department_is_surer_than_its_people():
    """Nine alike: each 1,000,000 ± 150,000; together 9,000,000 ± 450,000."""
    team = together([OWN] * 9)

    assert (team.mean, team.deviation) == (9_000_000, pytest.approx(450_000))
    assert reach(9_900_000, 0, team) == pytest.approx(tail(2))


def test_what_moves_all_at_once_makes_it_wider():
    team = together([OWN] * 9, Level(8_000_000, 800_000**2, 12))

    assert team.deviation == pytest.approx(900_000 * sqrt(13 / 12))
    assert together([OWN] * 9, Level(8_000_000, 1.0, 12)).deviation == pytest.approx(450_000)


def test_together_those_who_may_bring_nothing():
    team = together([Outlook(100, 20, nothing=0.5), Outlook(50, 10)])

    assert team.mean == 100
    assert team.deviation**2 == pytest.approx(0.5 * 400 + 0.25 * 100**2 + 100)


def test_together_numbers_are_numbers():
    calls = Outlook(4, 2, counted=True)

    assert together([calls, calls]).counted
    assert not together([calls, OWN]).counted
    assert reach(6, 0, together([calls, calls])) == pytest.approx(
        1 - sum(exp(-8) * 8**k / factorial(k) for k in range(6))
    )


def test_of_nobody_nothing_comes():
    assert reach(1, 0, together([])) == 0
