"""A target split among people and over months: worked numbers, laws, a slow way."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from merilo.analysis.cascade import hamilton, season, shared, spread
from tests.laws import share_of_tries

WEIGHT = st.one_of(
    st.none(), st.integers(-5, 1000), st.decimals(-1, 10**9, places=2), st.floats(-1, 1e9)
)
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=12)
AMOUNT = st.decimals(-(10**15), 10**15, places=2)
STEP = st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(7), Decimal(1000), Decimal(10**6)])
YEAR = st.lists(st.one_of(st.none(), st.floats(-1e3, 1e9)), max_size=12)
# Yearly figures of twelve months, as they go in a trade of presents.
USUAL = [5, 6, 8, 7, 7, 6, 5, 5, 8, 10, 13, 20]


def test_three_people():
    """T3.4."""
    assert shared(120_000, [50, 30, 20], 1000) == [60_000, 36_000, 24_000]
    assert shared(120_000, [0.5, 0.3, 0.2], 1000) == [60_000, 36_000, 24_000]


def test_numbers_stay_of_their_kind():
    assert [*map(type, shared(7, [0.5, Decimal(1)], 1))] == [int, int]
    assert [*map(type, shared(Decimal(7), [0.5, 1, None], Decimal(1)))] == [Decimal] * 3


@pytest.mark.parametrize(
    ("target", "weights", "step", "parts"),
    [
        (100, [], 1, []),
        (100, [3], 1, [100]),
        (105, [3], 10, [105]),
        (0, [3, 2], 1, [0, 0]),
        (100, [0, 0, None, -4], 1, [25, 25, 25, 25]),
        (100, [float("nan"), float("inf"), 1, Decimal("NaN")], 1, [0, 0, 100, 0]),
        (100, [-50, 50, None, 50], 1, [0, 50, 0, 50]),
        (10, [1, 1, 1], 1, [4, 3, 3]),
        (11, [1, 1, 1], 1, [4, 4, 3]),
        (10, [5, 3, 1], 1, [6, 3, 1]),
        (2, [1, 1, 1, 1, 1], 1, [1, 1, 0, 0, 0]),
        (999, [1, 2, 1], 1000, [0, 999, 0]),
        (10_300, [1, 1, 2], 1000, [3000, 2000, 5300]),
        (10_300, [1, 1, 1], 1000, [4300, 3000, 3000]),
        (-10, [1, 1, 1], 1, [-4, -3, -3]),
        (-10_300, [1, 1, 2], 1000, [-3000, -2000, -5300]),
        (10**30 + 1, [2, 1], 1, [(2 * 10**30 + 1) // 3, (10**30 + 2) // 3]),
        (5, [0.3, 0.7], 1, [2, 3]),
        (5, [0.7, 0.3], 1, [4, 1]),
    ],
)
def test_parts(target, weights, step, parts):
    assert shared(target, weights, step) == parts


def test_a_tiny_step():
    assert shared(Decimal(1), [1, 1, 1], Decimal("1e-9"))[1:] == [Decimal("0.333333333")] * 2


@pytest.mark.parametrize("target", [Decimal(-5), Decimal("-0.00"), Decimal(0)])
def test_nothing_is_never_minus_nothing(target):
    assert not any(part.is_signed() for part in shared(target, [0, 5], Decimal(1)) if not part)


@given(AMOUNT, WEIGHTS, STEP)
def test_parts_add_up_and_are_whole_but_for_one(target, weights, step):
    parts = shared(target, weights, step)

    assert sum(parts) == target
    assert len(parts) == len(weights)
    assert sum(part % step != 0 for part in parts) <= 1
    assert all(part * target >= 0 for part in parts)


@given(AMOUNT, WEIGHTS, STEP)
def test_who_weighs_more_gets_no_less(target, weights, step):
    parts = shared(abs(target), weights, step)
    those = sorted(zip([w or 0 for w in weights], parts, strict=True))

    assert all(
        less <= more
        for (light, less), (heavy, more) in pairwise(those)
        if light < heavy and heavy > 0
    )


@given(st.integers(0, 10**9), st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_nobody_is_a_step_away_from_the_exact_share(target, weights):
    for part, weight in zip(shared(target, weights, 1), weights, strict=True):
        assert abs(part - Fraction(target * weight, sum(weights))) < 1


@given(AMOUNT, WEIGHTS, STEP, st.integers(1, 10**6))
def test_a_scale_of_weights_changes_nothing(target, weights, step, scale):
    exact = [None if w is None else Decimal(str(w)) for w in weights]
    scaled = [None if w is None else Fraction(w) * scale for w in exact]

    assert shared(target, weights, step) == shared(target, exact, step)
    assert shared(target, exact, step) == shared(target, [decimal(w) for w in scaled], step)


def decimal(weight):
    """Exactly."""
    return None if weight is None else Decimal(weight.numerator) / weight.denominator


@given(st.data())
def test_order_decides_nothing_but_ties(data):
    weights = data.draw(st.lists(st.integers(1, 1000), min_size=2, max_size=8, unique=True))
    target, step = data.draw(st.integers(0, 10**6)), data.draw(st.integers(1, 1000))
    left = [target // step * weight % sum(weights) for weight in weights]
    assume(len({*left}) == len(left))
    order = data.draw(st.permutations(range(len(weights))))
    parts = shared(target, weights, step)

    assert shared(target, [weights[n] for n in order], step) == [parts[n] for n in order]


@given(st.integers(0, 9), st.lists(st.integers(0, 20), min_size=1, max_size=4))
@example(9, [8, 7, 1, 0])
def test_no_other_split_is_nearer_to_the_exact_shares(count, weights):
    """The slow way: all that there are."""
    assume(any(weights))
    exact = [Fraction(count * weight, sum(weights)) for weight in weights]

    def far(parts):
        return sum((part - share) ** 2 for part, share in zip(parts, exact, strict=True))

    every = (p for p in product(range(count + 1), repeat=len(weights)) if sum(p) == count)
    assert far(hamilton(count, [Fraction(w) for w in weights])) == min(map(far, every))


def test_a_year_adds_up():
    """T3.7: 1 000 000 by a season."""
    months = spread(1_000_000, season([USUAL]), 1)

    assert sum(months) == 1_000_000
    assert months == spread(1_000_000, USUAL, 1)
    assert months[11] == 200_000


@given(st.integers(-(10**12), 10**12), st.integers(1, 60), st.integers(1, 1000))
def test_an_equal_season_is_equal_parts(target, months, step):
    first, *others = spread(target, season([], months), step)

    assert all(abs(part - other) <= step for part in others for other in others)
    assert abs(first) >= max(map(abs, others), default=0)
    assert [first, *others] == shared(target, [1] * months, step)


def close(parts, expected):
    assert parts == pytest.approx([one / sum(expected) for one in expected])


def grown(factor, year=USUAL):
    return [factor * one for one in year]


def test_season_of_growing_years_is_that_of_each():
    close(season([USUAL, grown(3), [Decimal(one) for one in grown(7)]]), USUAL)


def test_season_of_two_years_is_the_mean_of_their_parts():
    close(season([[1, 3], [30, 10]], months=2), [0.5, 0.5])
    close(season([[1, 9], [50, 50]], months=2), [0.3, 0.7])


@pytest.mark.parametrize("wild", [[*USUAL[:2], 9_000, *USUAL[3:]], [1] * 11 + [0]])
def test_one_wild_year_is_not_seen(wild):
    usual = season([USUAL, grown(2), grown(3), grown(4)])
    moved = season([USUAL, grown(2), wild, grown(3), grown(4)])

    assert moved == pytest.approx(usual)


@pytest.mark.parametrize("part", [
    [None] * 6 + grown(3)[6:],
    grown(3)[:4],
    [None, *grown(3)[1:]],
    [*grown(3)[:11], float("nan")],
])  # fmt: skip
def test_an_incomplete_year_says_how_its_months_are_to_each_other(part):
    close(season([part, USUAL]), USUAL)
    close(season([part, part, USUAL]), USUAL)


def test_half_a_year_alone_is_half_of_the_weight():
    parts = season([[None] * 6 + USUAL[6:]])

    assert sum(parts[6:]) == pytest.approx(0.5)
    assert parts[:6] == pytest.approx([1 / 12] * 6)
    assert parts[11] / parts[6] == pytest.approx(4)


@pytest.mark.parametrize(
    "years", [[], [[]], [[None] * 12], [[0] * 12], [[0] * 12, [-5] * 12], [[0] * 3 + [None] * 9]]
)
def test_of_nothing_all_months_are_equal(years):
    assert season(years) == [1 / 12] * 12


def test_years_that_have_no_month_in_common_leave_all_equal():
    assert season([[1, 0, 0], [0, 1, 0], [0, 0, 1]], months=3) == [1 / 3] * 3


def test_a_year_of_nothing_does_not_flatten_the_others():
    close(season([USUAL, [0] * 12]), USUAL)


def test_a_month_of_refunds_counts_as_nothing():
    close(season([[-50, 3, 7]], months=3), [0, 3, 7])


@given(st.lists(YEAR, max_size=5))
def test_a_season_is_a_whole(years):
    parts = season(years)

    assert len(parts) == 12
    assert sum(parts) == pytest.approx(1)
    assert min(parts) >= 0


def test_the_laws_meet_their_subject():
    assert share_of_tries(WEIGHTS, lambda those: sum((w or 0) > 0 for w in those) > 1) > 0.5
    assert share_of_tries(AMOUNT, lambda one: one > 10**6) > 0.2
    assert share_of_tries(st.lists(YEAR, max_size=5), lambda years: len(years) > 1) > 0.3
