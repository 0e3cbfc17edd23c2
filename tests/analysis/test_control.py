"""Control limits: published numbers, the same by enumeration, and laws."""

from math import comb, exp, inf, lgamma, log
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from merilo.analysis import control
from merilo.analysis.control import LEAST, LOOSEST, Kind, Past, Side, kept, limits, signal, tail
from merilo.analysis.interval import Interval
from merilo.analysis.law import Counts, Power, Shares, Sums, beyond, heavier, raised

RARE = 0.001


def past(*values, of=1.0):
    return [Past(value, of) for value in values]


# Budgets


def test_false_alarms_of_fifty_indicators():
    """T4.3: at 95 % two and a half a day, at three sigma one in 7.4 days."""
    assert control.expected(50, NormalDist().inv_cdf(0.975)) == pytest.approx(2.5)
    assert control.expected(50, 3) == pytest.approx(0.135, abs=5e-5)
    assert 1 / control.expected(50, 3) == pytest.approx(7.4, abs=0.05)


@pytest.mark.parametrize("deviations", [1.96, 3])
def test_false_alarms_of_fifty_indicators_by_simulation(deviations):
    dice, days = Random(1), 4000

    out = sum(abs(dice.gauss(0, 1)) > deviations for _ in range(50 * days))

    assert out / days == pytest.approx(control.expected(50, deviations), rel=0.1)


def test_the_budget_is_shared_by_the_checks():
    assert tail(alarms=2, checks=3000) == pytest.approx(1 / 1500)
    assert tail(alarms=2, checks=5) == tail(alarms=2, checks=0) == LOOSEST


def test_benjamini_and_hochberg_keep_two():
    """T4.4."""
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]

    assert kept(p, 0.05) == [True, True] + [False] * 8
    assert kept(p[::-1], 0.05) == [False] * 8 + [True, True]


def test_a_later_one_that_passes_carries_those_before_it():
    """Each alone misses its line, .0167 and .0333; the third does not."""
    assert kept([0.03, 0.034, 0.049], 0.05) == [True, True, True]
    assert kept([0.03, 0.034, 0.051], 0.05) == [False, False, False]
    assert kept([], 0.05) == []


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.5))
def test_what_is_kept_is_what_the_definition_keeps(chances, rate):
    most = max(
        (k for k in range(1, len(chances) + 1)
         if sum(p <= k / len(chances) * rate for p in chances) >= k),
        default=0,
    )  # fmt: skip
    assert sum(kept(chances, rate)) == most


# Laws, by adding up their single chances


def negative_binomial(count, mean, ratio):
    """Of exactly so many, as a Poisson whose mean is gamma distributed."""
    size = mean / (ratio - 1)
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return exp(ways - size * log(ratio) + count * log(1 - 1 / ratio))


@pytest.mark.parametrize(("mean", "ratio"), [(0.2, 1.1), (4, 1.02), (30, 1.5), (12.5, 6)])
def test_counts_by_enumeration(mean, ratio):
    chances = [negative_binomial(count, mean, ratio) for count in range(600)]
    law = Counts(mean, ratio)

    assert sum(chances) == pytest.approx(1)
    assert sum(n * p for n, p in enumerate(chances)) == pytest.approx(law.mean)
    for count in (0, 1, 3, 10, 40):
        assert law.below(count) == pytest.approx(sum(chances[: count + 1]), rel=1e-8)
        assert law.above(count) == pytest.approx(sum(chances[count:]), rel=1e-7, abs=1e-14)
    assert law.below(-1) == 0


def test_counts_hardly_wider_than_poisson_are_poisson():
    chances = [exp(-7.0) * 7.0**n / exp(lgamma(n + 1)) for n in range(4)]

    assert Counts(7.0, 1 + 1e-6).below(3) == pytest.approx(sum(chances), rel=1e-5)


def test_shares_by_enumeration():
    """With shapes 1 and 1 every part is as likely; with large ones it is binomial."""
    assert [Shares(9, 1, 1).below(part) for part in (0, 4)] == pytest.approx([0.1, 0.5])
    assert Shares(9, 1, 1).above(8) == pytest.approx(0.2)
    binomial = [comb(9, k) * 0.25**k * 0.75 ** (9 - k) for k in range(10)]
    assert Shares(9, 1e7, 3e7).below(2) == pytest.approx(sum(binomial[:3]), rel=1e-5)
    assert Shares(9, 1e7, 3e7).above(5) == pytest.approx(sum(binomial[5:]), rel=1e-5)
    assert Shares(8, 1, 3).mean == 2


@pytest.mark.parametrize("law", [Counts(30, 1.3), Counts(0.4, 2, 11), Shares(40, 9, 21, 11)])
@pytest.mark.parametrize("rare", [0.2, 0.025, 1e-4])
def test_the_range_ends_where_it_gets_too_rare(law, rare):
    low, high = law.range(rare)

    assert law.below(low) > rare >= law.below(low - 1) if low else law.below(0) > rare
    assert law.above(high) > rare
    assert law.above(high + 1) <= rare


def test_student_as_published():
    """2.262 of nine degrees of freedom, 12.706 of one, leave 2.5 % above."""
    assert [beyond(2.2622, 9), beyond(12.7062, 1)] == pytest.approx([0.025] * 2, rel=1e-4)
    assert beyond(-2.2622, 9) == pytest.approx(0.975, rel=1e-4)
    assert heavier(NormalDist().cdf(-2.2622), 9) == pytest.approx(0.025, rel=1e-4)
    assert heavier(0.7, 9) == 0.7


def test_powers_keep_the_sign():
    under, over = Power(0.75, 8, 1, 20), Power(0.25, 2, 0.1, 20)
    law = Sums(16, under, over, least=-inf)

    assert raised(-81, 0.25) == pytest.approx(-3)
    assert law.below(16) == law.above(16) == 0.5
    assert law.below(-16) == pytest.approx(beyond(16, 20))
    assert law.above(81) == pytest.approx(beyond(10, 20))
    low, high = law.range(0.025)
    assert (law.below(low), law.above(high)) == pytest.approx((0.025, 0.025))


def test_a_sum_in_half_a_period_is_as_usual_as_twice_it_in_a_whole():
    """What is less certain in the half is its error, not its middle."""
    under, over = Power(0.75, 8, 1, 20), Power(0.25, 2, 0.1, 20)

    assert Sums(8, under, over, of=0.5).below(5) == Sums(16, under, over).below(10)
    assert Sums(8, under, over, of=0.5).range(0.1).high * 2 == Sums(16, under, over).range(0.1).high


# From the past to a law


def test_counts_as_they_follow_from_the_past():
    """Two of 8 and one of 14 in turn: m = (120 + .5) / 12, χ² = (8 · 2.04² + 4 · 3.96²) / m."""
    law = control.following(Kind.COUNT, past(*4 * [8, 8, 14]), 1)

    m = 120.5 / 12
    chi = (8 * (m - 8) ** 2 + 4 * (14 - m) ** 2) / m
    assert law.mean == pytest.approx(m)
    assert law.ratio == pytest.approx(max(1, (chi + 6) / 15) * 13 / 12)
    assert law.freedom == 15


def test_counts_of_five_days_by_single_days():
    """Five times the mean, and the doubt of the mean weighs five times more."""
    law = control.following(Kind.COUNT, past(*30 * [40, 20]), 5)

    assert law.mean == pytest.approx(5 * 1800.5 / 60)
    assert law.ratio == pytest.approx((60 * 100 / (1800.5 / 60) + 6) / 63 * (1 + 5 / 60), rel=1e-3)


def test_shares_as_they_follow_from_the_past():
    """Of quite even shares only the doubt of their mean is left: one by the trials."""
    law = control.following(Kind.SHARE, past(*20 * [5.0], of=20.0), 10)

    assert law.whole == 10
    assert law.mean == pytest.approx(10 * 100.5 / 401)
    assert law.a + law.b == pytest.approx(400)


def test_shares_that_vary_go_together():
    """2 and 8 of 20 in turn: χ² = 20 · 3² / (20 · ¼ · ¾) = 48 where 19 were expected."""
    law = control.following(Kind.SHARE, past(*10 * [2.0, 8.0], of=20.0), 10)

    assert 1 / (law.a + law.b + 1) == pytest.approx((48 - 19) / 380 + 48 / 19 / 401, rel=0.01)


def test_sums_as_they_follow_from_the_past():
    law = control.following(Kind.SUM, past(*6 * [16.0, 81.0]), 1)

    assert law.mean == 48.5
    assert law.over.middle == pytest.approx(2.5)
    assert law.over.error == pytest.approx((12 * 0.5**2 / 11 * 13 / 12) ** 0.5)
    assert law.under.middle == pytest.approx((8 + 27) / 2)
    assert law.over.freedom == 11


def test_one_outlier_hardly_widens():
    """A day of ten times the usual and one of none: the limits were 17 to 64."""
    dice = Random(3)
    usual = [dice.gauss(40, 6) // 1 for _ in range(60)]

    assert limits(Kind.COUNT, past(*usual), 2, 3000) == (17, 64)
    assert limits(Kind.COUNT, past(*usual[:-2], 400, 0), 2, 3000) == (14, 70)


@pytest.mark.parametrize("kind", Kind)
def test_of_eleven_periods_nothing_is_said(kind):
    told = [Past(n, 20) for n in (5, 6, 4) * 4]

    assert len(told) == LEAST
    assert signal(kind, told, Past(5, 20), RARE) is not None
    assert signal(kind, told[1:], Past(5, 20), RARE) is None
    assert limits(kind, told[1:], 2, 3000) is None


@pytest.mark.parametrize("kind", Kind)
def test_periods_of_no_size_tell_nothing(kind):
    told = [Past(n, 20) for n in (5, 6, 4) * 4]

    assert signal(kind, [*told[1:], Past(0, 0)], Past(5, 20), RARE) is None
    assert signal(kind, told, Past(0, 0), RARE) is None


# What is said


def test_so_few_calls_are_said_with_the_usual_range():
    found = signal(Kind.COUNT, past(*10 * [30, 36, 42]), Past(8), tail(2, 3000))

    assert found.side is Side.BELOW
    assert found.p < 2 / 3000
    assert found.usual == Interval(24, 49)
    assert limits(Kind.COUNT, past(*10 * [30, 36, 42]), 2, 3000) == Interval(16, 61)


@pytest.mark.parametrize(
    ("kind", "told", "of"),
    [(Kind.COUNT, past(*10 * [30, 36, 42]), 1),
     (Kind.SHARE, [Past(n, 40) for n in (10, 12, 8) * 10], 50),
     (Kind.SUM, past(*10 * [30e3, 36e3, 44e3]), 1)],
    ids=[*Kind],
)  # fmt: skip
def test_a_signal_is_what_leaves_the_limits(kind, told, of):
    low, high = limits(kind, told, 2, 500, of=of)
    step = 1e-6 if kind is Kind.SUM else 0
    beside = 1e-3 if kind is Kind.SUM else 1

    def side(value):
        return signal(kind, told, Past(value, of), tail(2, 500)).side

    assert side(low + step) is side(high - step) is Side.NONE
    assert side(low - beside) is Side.BELOW
    assert side(high + beside) is Side.ABOVE


def test_of_one_watched_side_the_whole_budget_is_there():
    told = past(*10 * [30, 36, 42])
    both = limits(Kind.COUNT, told, 2, 3000)
    few = limits(Kind.COUNT, told, 2, 3000, watched=Side.BELOW)
    many = limits(Kind.COUNT, told, 2, 3000, watched=Side.ABOVE)

    assert few.low > both.low
    assert many.high < both.high
    assert (many.low, few.high) == (-inf, inf)
    assert signal(Kind.COUNT, told, Past(99), RARE, Side.BELOW).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(99), RARE, Side.ABOVE).side is Side.ABOVE
    assert signal(Kind.COUNT, told, Past(0), RARE, Side.ABOVE).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(few.low - 1), tail(2, 3000), Side.BELOW).side is Side.BELOW
    assert signal(Kind.COUNT, told, Past(few.low - 1), tail(2, 3000)).side is Side.NONE


def test_of_none_at_all_one_is_not_yet_news_but_ten_are():
    told = past(*30 * [0])

    assert signal(Kind.COUNT, told, Past(0), RARE).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(1), RARE).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(10), RARE).side is Side.ABOVE
    assert signal(Kind.SHARE, past(*30 * [0], of=10.0), Past(9, 10), RARE).side is Side.ABOVE


def test_sums_that_never_varied_tell_nothing_of_how_much_they_do():
    assert signal(Kind.SUM, past(*30 * [500.0]), Past(9e9), RARE) is None
    assert signal(Kind.SUM, past(*30 * [0.0]), Past(9e9), RARE) is None
    assert signal(Kind.SUM, [Past(200.0 * of, of) for of in 15 * [1, 2]], Past(9), RARE) is None


def test_huge_figures():
    told = [Past(1e8 + n) for n in range(30)]

    assert signal(Kind.COUNT, told, Past(1e8), RARE).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(0.9e8), RARE).side is Side.BELOW
    assert signal(Kind.SUM, told, Past(1e12), RARE).side is Side.ABOVE


def test_sums_are_not_below_nothing_unless_they_were():
    """Refunds can make them so."""
    sold = past(*10 * [0.0, 10.0, 900.0])
    refunded = past(*10 * [-50.0, 10.0, 900.0])

    assert limits(Kind.SUM, sold, 2, 500).low == 0
    assert limits(Kind.SUM, refunded, 2, 500).low < 0


KINDS = st.sampled_from(Kind)
HISTORIES = st.lists(
    st.builds(lambda n, part: Past(int(n * part), n), st.integers(1, 40), st.floats(0, 1)),
    min_size=LEAST, max_size=40,
)  # fmt: skip


@given(KINDS, HISTORIES, st.floats(0.1, 5), st.floats(1.1, 20), st.integers(20, 5000))
def test_a_wider_budget_makes_narrower_limits_and_more_checks_wider_ones(
    kind, history, alarms, more, checks
):
    usual = limits(kind, history, alarms, checks, of=20)
    assume(usual)
    generous = limits(kind, history, alarms * more, checks, of=20)
    many = limits(kind, history, alarms, checks * more, of=20)

    assert usual.low <= generous.low <= generous.high <= usual.high
    assert many.low <= usual.low <= usual.high <= many.high


@given(KINDS, HISTORIES, st.integers(1, 50))
def test_what_is_expected_never_alarms(kind, history, of):
    law = control.following(kind, history, of)
    assume(law)

    assert signal(kind, history, Past(law.mean, of), LOOSEST).side is Side.NONE


@given(KINDS, HISTORIES, st.floats(0, 30), st.floats(0, 30))
def test_what_lies_farther_out_is_not_less_rare(kind, history, value, other):
    law = control.following(kind, history, 30)
    assume(law)
    low, high = sorted((value, other))

    assert law.below(low) <= law.below(high) + 1e-9
    assert law.above(high) <= law.above(low) + 1e-9


# Weekdays


def test_weekdays_are_drawn_to_the_groups():
    """His Fridays are half of his Thursdays; three of them weigh 3 of 15."""
    group = control.weekdays(40 * [("Thu", 12.0), ("Fri", 8.0)], {})
    own = control.weekdays(3 * [("Thu", 20.0), ("Fri", 10.0)], group)

    assert group == pytest.approx({"Thu": 1.2, "Fri": 0.8})
    assert own == pytest.approx({"Thu": (4 + 14.4) / 15, "Fri": (2 + 9.6) / 15})


def test_weekdays_of_one_without_any_are_the_groups():
    group = {0: 1.2, 4: 0.8}

    assert control.weekdays([], group) == control.weekdays([(0, 0), (4, 0)], group) == group
    assert control.weekdays([(5, 7.0)] * 3, group) == {**group, 5: 1.0}


def test_a_poor_friday_is_no_news():
    """Fridays are half; so many on a Wednesday would be."""
    week = {0: 1.1, 1: 1.1, 2: 1.1, 3: 1.1, 4: 0.6}
    told = [Past(round(50 * of), of) for of in 12 * [*week.values()]]

    assert signal(Kind.COUNT, told, Past(26, week[4]), RARE).side is Side.NONE
    assert signal(Kind.COUNT, told, Past(26, week[2]), RARE).side is Side.BELOW
