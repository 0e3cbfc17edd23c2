"""Differences against published ones; and that chance is seldom taken for more."""

from random import Random
from statistics import mean

import pytest

from merilo.analysis import difference, limits
from merilo.analysis.difference import Verdict, verdict
from merilo.analysis.ranks import ranges


def test_two_sellers_of_the_forum():
    """31 of 52 against 20 of 52: 21.2 points, between 2.0 and 38.3."""
    found = difference.shares(31, 52, 20, 52)

    assert [round(100 * end, 1) for end in found] == [2.0, 38.3]
    assert verdict(found) is Verdict.MORE


def test_six_of_ten_is_not_more_than_two_of_ten():
    assert verdict(difference.shares(6, 10, 2, 10)) is Verdict.NOISE


def test_too_few_to_say():
    assert verdict(difference.shares(1, 1, 0, 0)) is Verdict.FEW
    assert verdict(difference.means(5, 0, 1, 9, 1, 30)) is Verdict.FEW


@pytest.mark.parametrize(
    ("count", "count2", "said"),
    [(100, 60, Verdict.MORE), (60, 100, Verdict.LESS), (12, 8, Verdict.NOISE),
     (0, 0, Verdict.NOISE), (9, 0, Verdict.MORE)],
)  # fmt: skip
def test_counts(count, count2, said):
    assert verdict(difference.counts(count, count2)) is said


def test_it_is_the_other_way_round_for_the_other():
    for found, turned in (
        (difference.counts(30, 12), difference.counts(12, 30)),
        (difference.shares(3, 9, 7, 8), difference.shares(7, 8, 3, 9)),
        (difference.means(5, 2, 9, 3, 4, 7), difference.means(3, 4, 7, 5, 2, 9)),
        (difference.totals(50, 90, 20, 40), difference.totals(20, 40, 50, 90)),
    ):
        assert found == pytest.approx((-turned.high, -turned.low))


@pytest.mark.parametrize("law", ["counts", "shares", "means"])
def test_of_equals_one_in_twenty_looks_different(law):
    def wrong(seed: int) -> bool:
        dice = Random(seed)
        if law == "counts":
            found = difference.counts(
                *(sum(dice.random() < 0.02 for _ in range(1500)) for _ in "ab")
            )
        elif law == "shares":
            found = difference.shares(
                sum(dice.random() < 0.25 for _ in range(60)), 60,
                sum(dice.random() < 0.25 for _ in range(60)), 60,
            )  # fmt: skip
        else:
            one, two = ([dice.gauss(9, 3) for _ in range(n)] for n in (7, 12))
            found = difference.means(*spread(one), *spread(two))
        return verdict(found) is not Verdict.NOISE

    assert 0.02 < mean(map(wrong, range(1_000))) < 0.08


def spread(sample):
    middle = mean(sample)
    squares = sum((x - middle) ** 2 for x in sample)
    return middle, (squares / (len(sample) - 1)) ** 0.5, len(sample)


def test_ten_equal_sellers_are_not_ranked():
    """T7.3: of ten alike, at 25 % of 20 deals each, some show 45 %; nobody's place is sure."""
    won = [9, 7, 6, 5, 5, 5, 4, 4, 3, 2]
    places = ranges(won, lambda a, b: verdict(difference.shares(a, 20, b, 20)))

    assert places[0] == (1, 8)
    assert places[-1] == (2, 10)
    assert all(place.best <= 2 and place.worst >= 8 for place in places)


def test_funnel_limits_as_published():
    near, far = limits.share(0.25, 20), limits.share(0.25, 20, limits.FAR)

    assert [round(100 * end, 1) for end in near] == [6.0, 44.0]
    assert [round(100 * end, 1) for end in far] == [0, 54.9]
