"""The day's figures by worked numbers: metrics.md section 5, peers.md T3.5, and odd months.

February 2018 has 20 working days, of which the 12th is the 8th; June 2018 has 21, of which the
14th is the 10th.
"""

from datetime import UTC, date, datetime
from statistics import fmean, stdev

import pytest

from tests.builders import row
from tests.web.day.conftest import ANN, LONG_AGO, away, calls, plan, seen, weekdays, won

FEBRUARY, JUNE = date(2018, 2, 1), date(2018, 6, 1)
EIGHTH, NINTH = date(2018, 2, 12), date(2018, 2, 13)
CALLER = {"role": "cold_caller"}


def forty():
    """40 calls on the first eight working days of February."""
    return [one for day in weekdays(FEBRUARY, 8) for one in calls(day, 5)]


def only(found, metric: str = "calls"):
    (goal,) = [one for one in found.goals if one.metric.id == metric]
    return goal


def test_forty_of_a_hundred_calls_after_8_of_20_days(shop):
    home = shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, EIGHTH, 18)
    goal = only(found)

    assert (found.time.days, found.time.before, found.time.left) == (20, 7, 12)
    assert (goal.fact, goal.left, goal.daily) == (40, 60, 5)
    assert goal.pace == pytest.approx(1.00)
    assert goal.due == 40
    assert found.sag is None


def test_two_million_one_hundred_after_10_of_21_days(shop):
    """Due by now 1,000,000; at the end 1,890,000; left 1,200,000, of which 109,091 a day."""
    home = shop(since=JUNE, deals=[won(day, 90_000) for day in weekdays(JUNE, 10)],
                plans=[plan(2_100_000, "revenue", JUNE)])  # fmt: skip
    goal = only(seen(home, date(2018, 6, 14), 18), "revenue")

    assert goal.due == pytest.approx(1_000_000)
    assert goal.left == 1_200_000
    assert round(goal.daily) == 109_091
    assert [round(end) for end in goal.expected] == [1_890_000] * 3
    assert goal.pace == pytest.approx(0.9)


def test_share_of_a_day_is_what_was_left_in_the_morning(shop):
    """60 left for 12 days: 5 today; with 2 done by 14:00, 3 in the four hours that are left."""
    made = [*forty(), *calls(NINTH, 2)]
    home = shop(**CALLER, activities=made, plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, NINTH, 14)
    goal = only(found)

    assert (found.time.nth, found.time.left, found.time.hours_left) == (9, 12, 4)
    assert (goal.today, goal.share, goal.daily, goal.hourly) == (2, 5, 5, 0.75)
    assert found.time.passed == 8.5
    assert goal.pace == pytest.approx(42 / 100 / (8.5 / 20))


@pytest.mark.parametrize(("hour", "hourly"), [
    (8, 5 / 8), (9, 5 / 8), (11, 5 / 6), (13, 5 / 4), (13.5, 5 / 4), (17, 5 / 1),
])  # fmt: skip
def test_hours_that_are_left_are_without_the_break(shop, hour, hourly):
    home = shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, NINTH, int(hour), int(hour % 1 * 60))

    assert only(found).hourly == pytest.approx(hourly)


def test_in_the_morning_nobody_is_behind_for_the_day(shop):
    home = shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])

    assert only(seen(home, NINTH, 8)).pace == pytest.approx(1.0)
    assert only(seen(home, NINTH, 18)).pace == pytest.approx(40 / 100 / (9 / 20))


def test_what_is_done_today_is_never_asked_for_again(shop):
    made = [*forty(), *calls(NINTH, 7)]
    home = shop(**CALLER, activities=made, plans=[plan(100, "calls", FEBRUARY)])

    assert only(seen(home, NINTH, 14)).hourly == 0


def test_joiner_counts_the_own_days(shop):
    """From the 15th on: 10 of 20 days; 100 of the month would be 50 of them."""
    begun = date(2018, 2, 15)
    made = [one for day in weekdays(begun, 4) for one in calls(day, 5)]
    home = shop(**CALLER, since=begun, activities=made, plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, date(2018, 2, 20), 18)
    goal = only(found)

    assert (found.time.days, found.time.passed, found.time.left) == (10, 4, 6)
    assert goal.fair == 50
    assert goal.daily == pytest.approx(80 / 6)
    assert goal.pace == pytest.approx(20 / 100 / (4 / 10))


def test_before_the_first_day_nothing_is_asked_of_the_day(shop):
    home = shop(**CALLER, since=date(2018, 2, 15), plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, EIGHTH, 10)

    assert (found.time.part, found.time.left) == (None, 10)


def test_absence_leaves_fewer_days(shop):
    """Away from the 14th to the 20th: five days less."""
    home = shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)],
                absences=[away(date(2018, 2, 14), date(2018, 2, 21))])  # fmt: skip
    found = seen(home, EIGHTH, 18)

    assert (found.time.days, found.time.left) == (15, 7)
    assert only(found).daily == pytest.approx(60 / 7)
    on_leave = seen(home, date(2018, 2, 15), 12)
    assert (on_leave.time.part, on_leave.time.left) == (None, 6)
    assert only(on_leave).hourly is None


def test_away_all_the_month_nothing_breaks(shop):
    home = shop(**CALLER, plans=[plan(100, "calls", FEBRUARY)],
                absences=[away(date(2018, 1, 1), date(2018, 4, 1))])  # fmt: skip
    found = seen(home, EIGHTH, 12)

    assert (found.time.days, found.sag) == (0, None)
    assert [goal.daily for goal in found.goals if goal.metric.id == "calls"] in ([], [None])


def test_without_a_plan_the_figure_stands_alone(shop):
    found = seen(shop(**CALLER, activities=forty()), EIGHTH, 18)
    goal = only(found)

    assert (goal.fact, goal.plan, goal.left, goal.pace, found.planned) == (
        40,
        None,
        None,
        None,
        False,
    )
    assert found.sag is None


def test_without_facts_all_of_it_is_left(shop):
    home = shop(**CALLER, plans=[plan(100, "calls", FEBRUARY)])
    goal = only(seen(home, FEBRUARY, 9))

    assert (goal.fact, goal.left, goal.share, goal.pace) == (0, 100, 5, None)


@pytest.mark.parametrize("role", [None, "nobody", "director"])
def test_role_that_is_not_measured_has_no_goals(shop, role):
    assert seen(shop(role=role), EIGHTH, 12).goals == ()


def test_plan_changed_in_the_middle_of_the_month(shop):
    """100 as first set, 160 from the 10th on."""
    at = datetime(2018, 2, 10, 9, tzinfo=UTC)
    plans = [plan(100, "calls", FEBRUARY, valid_until=at),
             plan(160, "calls", FEBRUARY, valid_since=at)]  # fmt: skip
    home = shop(**CALLER, activities=forty(), plans=plans)

    assert only(seen(home, EIGHTH, 18)).daily == 10  # 120 in 12 days
    assert only(seen(home, date(2018, 2, 9), 18)).left == 100 - 40  # its calls are all known here


def test_weekend_asks_for_nothing_today_and_counts_the_days_to_come(shop):
    """Saturday 10 February: 7 days are over, 13 to come."""
    made = [one for day in weekdays(FEBRUARY, 7) for one in calls(day, 5)]
    home = shop(**CALLER, activities=made, plans=[plan(100, "calls", FEBRUARY)])
    found = seen(home, date(2018, 2, 10), 12)
    goal = only(found)

    assert (found.time.part, found.time.left) == (None, 13)
    assert (goal.daily, goal.share, goal.hourly) == (5, None, None)


def test_last_day_of_the_month(shop):
    """Wednesday 28 February: 60 are left for this one day."""
    home = shop(**CALLER, activities=forty(), plans=[plan(100, "calls", FEBRUARY)])
    last = date(2018, 2, 28)
    goal = only(seen(home, last, 17))
    assert (goal.share, goal.hourly) == (60, 60)

    over = only(seen(home, last, 18))
    assert (over.left, over.daily, over.share, over.hourly) == (60, None, None, None)
    assert over.pace == pytest.approx(0.4)
    assert over.expected == (40, 40, 40)


def test_month_whose_working_days_are_over(shop):
    """Saturday 31 March 2018."""
    march = date(2018, 3, 1)
    home = shop(**CALLER, activities=calls(march, 30), plans=[plan(100, "calls", march)])
    found = seen(home, date(2018, 3, 31), 12)

    assert found.time.left == 0
    assert (only(found).left, only(found).daily) == (70, None)


def test_reached_it_is_not_behind(shop):
    home = shop(**CALLER, activities=forty(), plans=[plan(40, "calls", FEBRUARY)])
    found = seen(home, EIGHTH, 18)

    assert (only(found).met, only(found).left, only(found).daily) == (True, 0, 0)
    assert found.sag is None


def test_furthest_behind_is_said_first(shop):
    """Revenue 50 % and deals 25 % of what should be there."""
    deals = [won(day, 100) for day in weekdays(FEBRUARY, 2)]
    home = shop(deals=deals, plans=[plan(1000, "revenue", FEBRUARY),
                                    plan(20, "deals_won", FEBRUARY)])  # fmt: skip
    found = seen(home, EIGHTH, 18)

    assert found.sag.metric.id == "deals_won"
    assert found.sag.pace == pytest.approx(0.25)


def test_at_most_is_not_to_be_filled(shop):
    home = shop(**CALLER, activities=forty(),
                plans=[plan(30, "calls", FEBRUARY, kind="at_most")])  # fmt: skip
    goal = only(seen(home, EIGHTH, 18))

    assert (goal.left, goal.daily, goal.met) == (None, None, False)
    assert goal.speed == pytest.approx(30 / 40)


def test_growth_is_by_the_month_before(shop):
    """50,000 in January, 15 % on top: 57,500; 55,000 are there."""
    deals = [won(date(2018, 1, 15), 50_000), won(date(2018, 2, 5), 55_000)]
    home = shop(deals=deals, plans=[plan(0.15, "revenue", FEBRUARY, kind="growth")])
    goal = only(seen(home, EIGHTH, 18), "revenue")

    assert goal.attained == pytest.approx(0.9565, abs=1e-4)
    assert goal.left == pytest.approx(2_500)


def test_expected_end_by_sixty_own_days_behind(shop):
    """By hand: the mean of the last 60 working days on each of the 12 to come."""
    days = weekdays(date(2017, 11, 1), 200)
    behind = [one for one in days if one <= EIGHTH]
    counts = {one: n % 7 for n, one in enumerate(behind)}
    made = [call for one, count in counts.items() for call in calls(one, count)]
    home = shop(**CALLER, activities=made, plans=[plan(100, "calls", FEBRUARY)])
    goal = only(seen(home, EIGHTH, 18))

    last = [float(counts[one]) for one in behind[-60:]]
    done = sum(counts[one] for one in behind if one >= FEBRUARY)
    assert goal.expected.middle == pytest.approx(done + 12 * fmean(last))
    half = 1.296 * stdev(last) * (12 + 12**2 / 60) ** 0.5  # Student's 80 % for 59
    assert goal.expected.high - goal.expected.middle == pytest.approx(half, rel=1e-3)


def test_expected_end_is_not_below_what_is_there(shop):
    home = shop(**CALLER, activities=[*calls(EIGHTH, 40)], plans=[plan(100, "calls", FEBRUARY)])

    assert only(seen(home, EIGHTH, 17, 30)).expected.low >= 40


def test_days_in_another_role_and_team(shop):
    """A seller until the 7th, then a caller in North and South: the days from the 8th on count."""
    since, moved = date(2018, 2, 8), date(2018, 2, 10)
    posts = [("seller", "n", LONG_AGO, since), ("cold_caller", "n", since, moved),
             ("cold_caller", "s", moved, None)]  # fmt: skip
    home = shop(activities=forty(), plans=[plan(100, "calls", FEBRUARY)], postings=[
        row("postings", {}, person=ANN, role=role, unit=f"test:{unit}", since=begun, until=end)
        for role, unit, begun, end in posts
    ])  # fmt: skip
    found = seen(home, EIGHTH, 18)

    assert (found.role, found.time.days, found.time.passed) == ("cold_caller", 15, 3)
    assert only(found).fact == 15
