"""What open deals promise: worked numbers, what is drawn, laws."""

import doctest
from math import sqrt
from random import Random
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.analysis import promise
from merilo.analysis.outlook import Outlook
from merilo.analysis.promise import (
    Held,
    Month,
    Odds,
    Promise,
    belief,
    blended,
    joined,
    odds,
    promises,
)
from merilo.analysis.realism import reach
from tests.laws import share_of_tries


def test_examples():
    found = doctest.testmod(promise)

    assert found.attempted > 0
    assert found.failed == 0


def held(person="ann", stage="offer", deals=1.0, worth=None, won=False) -> Held:
    worth = deals if worth is None else worth
    return Held(person, stage, deals, worth, worth * worth / deals, won)


def month(*those: Held, came=None, own=None) -> Month:
    return Month(those, came or {}, own or {})


# --- odds


def test_worked_odds():
    """40 deals, 12 won: 30 %. Offers: 9 of 15, (9 + 3) / 25 = 0.48; leads 3 of 25, 6 / 35."""
    found = odds([
        month(held(deals=9, won=True), held(deals=6), came={"ann": 15.0}),
        month(held(stage="lead", deals=3, won=True), held(stage="lead", deals=22)),
    ])  # fmt: skip

    assert found.all == 0.3
    assert found.stages == pytest.approx({"offer": 12 / 25, "lead": 6 / 35})
    assert found.part == 12 / 15


def test_of_a_stage_nobody_knows_as_many_are_won_as_of_all():
    known = odds([month(held(deals=3, won=True), held(deals=7))])

    assert known.won(held("new", "new")) == 0.3


def test_whoever_wins_more_than_their_stages_do_is_believed_by_and_by():
    """All 0.5, the stage 0.5. Ann won 15 where 10 were due: 25 / 20; Bob 5: 15 / 20."""
    known = odds([
        month(held(deals=15, won=True), held(deals=5), held("bob", deals=5, won=True),
              held("bob", deals=15)),
    ])  # fmt: skip

    assert known.people["ann"] == (25 / 20, 25 / 400)
    assert known.people["bob"] == (15 / 20, 15 / 400)
    assert known.won(held("ann")) == pytest.approx(0.625)
    assert known.won(held("bob")) == pytest.approx(0.375)


def test_nothing_is_likelier_than_sure():
    assert Odds(0.9, {}, {"ann": (1.5, 0.1)}, 1).won(held()) == 1


def test_of_nothing_nothing_is_promised():
    none = odds([])

    assert (none.all, none.part) == (0, 0)
    assert promises([held()], none)["ann"] == Promise(0, 0, 1)
    assert odds([month(held(won=True), came={"ann": -5.0})]).part == 0  # refunds
    assert odds([month(held(won=True, worth=9), came={"ann": 5.0})]).part == 1


# --- promises


def test_worked_promise():
    """100 at 0.5 and 300 at 0.2: 110 ± √(2,500 + 14,400); that Ann wins as many as all do is known
    as 10 wins tell it: 110² / 10 more. Both are lost with 0.4."""
    known = Odds(0.3, {"offer": 0.5, "lead": 0.2}, {}, 1)
    found = promises([held(worth=100.0), held(stage="lead", worth=300.0)], known)

    assert found["ann"].mean == pytest.approx(110)
    assert found["ann"].variance == pytest.approx(16_900 + 1_210)
    assert found["ann"].nothing == pytest.approx(0.4)


def test_that_little_is_known_of_somebody_counts_by_what_all_would_win():
    """Ann wins twice as many, 0.5 of 100: 50, and all would win 25 of it: 2,500 + 0.1 · 25²."""
    known = Odds(0.25, {}, {"ann": (2.0, 0.1)}, 1)

    assert promises([held(worth=100.0)], known)["ann"] == (50, 2562.5, 0.5)


def test_promises_as_they_are_drawn():
    """Of somebody of whom it is not known how much they win: gamma, of 25 wins on 20 due."""
    dice, known = Random(3), Odds(0.2, {}, {"ann": (25 / 20, 25 / 400)}, 1)
    deals = [held(worth=float(worth)) for worth in (50, 80, 120, 10, 200)]
    found = promises(deals, known)["ann"]
    drawn = []
    for _n in range(60_000):
        times = dice.gammavariate(25, 1 / 20)
        drawn.append(sum(one.worth for one in deals if dice.random() < 0.2 * times))

    assert found.mean == pytest.approx(mean(drawn), rel=0.01)
    assert found.variance == pytest.approx(variance(drawn), rel=0.05)
    assert found.nothing == pytest.approx(mean(one == 0 for one in drawn), abs=0.02)


def test_deals_that_hang_on_each_other_are_wider():
    known = Odds(0.5, {}, {}, 1)
    plain, wide = (promises([held(worth=10.0)], known, wide)["ann"] for wide in (1, 3))

    assert wide == plain._replace(variance=3 * plain.variance)


def test_of_several_it_adds_up():
    assert joined([Promise(3, 4, 0.5), Promise(5, 6, 0.2)]) == (8, 10, 0.1)
    assert joined([]) == Promise(0, 0, 1)


# --- how far they are believed


def seen(own: float, came: float, won: int) -> Month:
    """Ten offers of Ann and ten of Bob, of which so many were won; of Bob's always five."""
    deals = [held(deals=won, won=True), held(deals=10 - won), held("bob", deals=5, won=True),
             held("bob", deals=5)]  # fmt: skip
    return month(*deals, came={"ann": came, "bob": 5.0}, own={"ann": Outlook(own, 2)})


def weight(months) -> float:
    return belief(months).weight


def test_worked_weight():
    """Each of both months is seen with the odds of the other: 10 of 20 won, the part 10 / 10. Of
    ten offers each promises 5 to Ann. Months foretold 3, and 5 came; then 4, and 5 came:

    x = 2, y = 2 and x = 1, y = 1; by the variance 4: (4 + 1) / 4 / (1 + 5 / 4)."""
    assert weight([seen(3, 5, 5), seen(4, 5, 5)]) == pytest.approx(1.25 / 2.25)


def test_of_what_comes_only_the_part_of_open_deals_is_held_against_months():
    """Half of what came was open before. Months foretold 4, so 2 of open deals, which promise 5;
    6 came: x = 3, y = 2, by the variance 4, twice."""
    one = seen(4, 6, 5)._replace(came={"ann": 6.0, "bob": 14.0})

    assert weight([one, one]) == pytest.approx(3 / (1 + 4.5))


def test_a_month_says_nothing_of_itself():
    """All that is known of the month is the month itself: no odds, no weight."""
    assert weight([seen(3, 5, 5)]) == 0


def test_what_deceives_is_not_believed():
    """Where deals promised 5 instead of 3, fewer than 3 came."""
    assert weight([seen(3, 1, 5), seen(3, 1, 5)]) == 0


def test_the_more_months_say_so_the_more_they_are_believed():
    few, many = (weight([seen(3, 5, 5)] * n) for n in (2, 40))

    assert 0 < few < many < 1


def test_whose_months_brought_nothing_ever_tells_nothing():
    nobody = [seen(3, 5, 5)._replace(own={"ann": Outlook(0, 0, counted=True)})] * 2

    assert weight(nobody) == 0


def test_of_a_number_the_variance_is_no_less_than_chance_has_it():
    one = seen(4, 5, 5)._replace(own={"ann": Outlook(4, 0.1, counted=True)})

    assert weight([one, one]) == pytest.approx(0.5 / 1.5)  # x = y = 1, by 4, twice


def test_worked_width():
    """Two months, and what came all of deals open before: 5 of 10 of Ann's, 5 of 10 of Bob's. By
    the other month she promises 5, with the variance 10 · 0.25, and 5²/15 more, for her 5 wins and
    10 beside them are what is known of her. 5 and 12 came; of Bob no month is known."""
    one = seen(3, 5, 5)
    other = one._replace(came={"ann": 12.0, "bob": -2.0})

    assert belief([one, other]).wide == pytest.approx((0 + 49) / (2 * (2.5 + 25 / 15)))


def test_never_narrower_than_deals_alone_of_each_other():
    assert belief([seen(5, 5, 5)] * 3).wide == 1
    assert belief([]) == (0, 1)


# --- both together


def test_worked_blend():
    """Months: 100 ± 30. Deals: 120 ± 20, and a fifth of what comes is of later ones: 140 with the
    variance 400 + 180. Of each half: 120, (900 + 580) / 2."""
    found = blended(Outlook(100, 30), Promise(120, 400, 0), part=0.8, weight=0.5)

    assert (found.mean, found.nothing) == (120, 0)
    assert found.deviation == pytest.approx(sqrt(740))


def test_without_weight_months_alone():
    own = Outlook(100, 30, 5, 0.1)
    found = blended(own, Promise(500, 4, 0), part=0.5, weight=0)

    assert (found.mean, found.deviation) == pytest.approx((100, 30))
    assert (found.nothing, found.freedom) == pytest.approx((0.1, 5))


def test_without_open_deals_only_later_ones_bring_something():
    found = blended(Outlook(8, 3, counted=True), Promise(), part=0.75, weight=1)

    assert (found.mean, found.counted) == (2, True)
    assert found.deviation**2 == pytest.approx(9 / 4)


def test_all_may_be_lost():
    """Two deals, each lost with one half, and none comes later."""
    found = blended(Outlook(100, 30), Promise(100, 5_000, 0.25), part=1, weight=1)

    assert found.nothing == 0.25
    assert found.mean == pytest.approx(100 / 0.75)
    assert (found.expected, found.spread) == (pytest.approx(100), pytest.approx(5_000))
    assert reach(1, 0, found) < 0.76


def test_later_ones_may_bring_something_where_all_are_lost():
    """Of 100 ± 50 nothing is left with Φ(-2) = 0.02275; half of it is of later ones."""
    found = blended(Outlook(100, 50), Promise(50, 900, 0.25), part=0.5, weight=1)

    assert found.nothing == pytest.approx(0.25 * sqrt(0.02275), rel=1e-3)


def test_of_no_deals_at_all_nothing_comes():
    assert blended(Outlook(100, 30), Promise(), part=1, weight=1).expected == 0
    assert blended(Outlook(0, 0), Promise(), part=0.5, weight=0.5).expected == 0


OWN = st.builds(
    lambda mean, varies, nothing, counted: Outlook(
        mean, varies * mean, nothing=0 if counted else nothing, counted=counted
    ),
    st.floats(0.1, 1e6), st.floats(0, 3), st.floats(0, 0.9), st.booleans(),
)  # fmt: skip
OPEN = st.builds(Promise, st.floats(0, 1e6), st.floats(0, 1e9), st.floats(0, 1))
SHARE = st.floats(0, 1)


@given(OWN, OPEN, SHARE, SHARE)
def test_it_lies_between_what_both_say(own, open, part, weight):
    found = blended(own, open, part, weight)
    deals = open.mean + (1 - part) * own.expected
    low, high = sorted((own.expected, deals))

    assert low * (1 - 1e-9) - 1e-6 <= found.expected <= high * (1 + 1e-9) + 1e-6
    assert 0 <= reach(own.mean, 0, found) <= 1


def test_the_law_meets_deals_that_say_otherwise():
    worlds = st.tuples(OWN, OPEN, SHARE)
    assert share_of_tries(worlds, lambda w: w[1].mean > w[2] * w[0].expected) > 0.2


@given(OWN, OPEN, st.floats(0, 1e5), SHARE, SHARE)
def test_more_promised_is_more_expected(own, open, more, part, weight):
    less = blended(own, open, part, weight)
    much = blended(own, open._replace(mean=open.mean + more), part, weight)

    assert much.expected >= less.expected - 1e-6
