"""Norms with a limit: each kind at its boundary, and who is not judged."""

from datetime import date

import pytest

from merilo.errors import Impossible
from merilo.metrics.catalogue import CATALOGUE
from merilo.periods import Grain, Period
from merilo.report.alerts.finding import Figures, episodes
from merilo.report.alerts.norm import Kind, Norm, checked
from tests.norms import ANN, MONDAY, at, broken, day, days, findings, posting, staff

CALLS = Norm("calls", Kind.LESS, 60)
MEETINGS = Norm("meetings", Kind.LESS, 5, grain=Grain.WEEK)
MISSED = Norm("calls_missed", Kind.MORE, 3)
WAIT = Norm("lead_processing", Kind.MORE, 24, grain=Grain.WEEK)


# Less than, a day


def test_exactly_at_the_norm_is_kept():
    found = findings(CALLS, days(60, 59, 61))

    assert broken(found[:3]) == ["2026-11-10"]
    assert found[1].size == pytest.approx(1 / 60)


def test_a_day_is_judged_when_its_hours_are_over():
    running, over = (findings(CALLS, days(10), at(0, hour)) for hour in (17.99, 18))

    assert running == []
    assert broken(over) == ["2026-11-09"]


def test_nothing_is_said_before_the_facts_are_there():
    """They were brought at noon; or in the evening, but what they tell ends on Monday."""
    noon = findings(CALLS, days(70, 10), at(1, 20), facts=at(1, 12))
    ended = findings(CALLS, days(70, 10), at(1, 20), facts=at(1, 19), reach=MONDAY)
    there = findings(CALLS, days(70, 10), at(1, 20), facts=at(1, 19), reach=day(1))

    assert [broken(found) for found in (noon, ended, there)] == [[], [], ["2026-11-10"]]
    assert len(noon) == len(ended) == 1


def test_nobody_is_judged_on_free_days_on_leave_before_they_came_or_after_they_left():
    """November 2026: the 4th is a holiday in Russia, the 7th and 8th a weekend."""
    span = Period(date(2026, 11, 2), day(5))
    people = staff(posting(since=date(2026, 11, 3), until=day(3)), away=[("ann", MONDAY, day(1))])

    found = findings(CALLS, {}, people=people, span=span)

    assert [one.day.day for one in found] == [3, 5, 6, 10, 11]


def test_roles_and_units_are_those_of_the_day():
    people = staff(posting(until=day(2)), posting(unit="south", role="closer", since=day(2)))

    def judged(**whom):
        found = findings(Norm("calls", Kind.LESS, 60, **whom), days(*5 * [1]), at(4), people)
        return [one.day for one in found]

    assert judged(units=("north",)) == judged(roles=("seller",)) == [day(0), day(1)]
    assert judged(units=("south",)) == [day(2), day(3), day(4)]
    assert judged(units=("sales",)) == judged() == judged(people=("ann",)) == [*map(day, range(5))]
    assert judged(roles=("cold_caller",)) == []


def test_those_who_lead_are_not_meant_by_everybody_who_sells():
    assert findings(CALLS, {}, people=staff(posting(role="head"))) == []


# More than


def test_too_much_is_said_at_once():
    """At three in the afternoon, of the running day."""
    found = findings(MISSED, days(3, 4), at(1, 15))

    assert broken(found) == ["2026-11-10"]


def test_a_mean_of_nothing_is_not_judged():
    norm = Norm("lead_processing", Kind.MORE, 24)
    figures = Figures(days={ANN: days(None, 24.0, 24.5)})

    assert [one.breach for one in findings(norm, figures)] == [False, True]


def test_a_mean_of_the_running_week():
    figures = Figures(periods={ANN: {MONDAY: 24.0, day(7): 30.0}})

    found = findings(WAIT, figures, at(8, 10))

    assert [(one.key, one.breach) for one in found] == [("2026-W46", False), ("2026-W47", True)]
    assert found[1].size == pytest.approx(0.25)


# A week


def test_a_week_is_judged_when_it_is_over():
    values = days(1, 1, 1, 1, 1, 1, 1, 1, 1, 0)

    thursday, friday = (broken(findings(MEETINGS, values, at(n))) for n in (10, 11))

    assert (thursday, friday) == ([], ["2026-W47"])


def test_a_saturday_counts_in_its_week():
    values = days(1, 1, 1, 1, 0) | {day(5): 1.0}

    assert broken(findings(MEETINGS, values, at(6))) == []


def test_of_three_days_at_work_three_fifths_are_asked():
    """Five a week are three in three days; of two days (2.0) two, of one (1.0) one."""
    people = staff(posting(), away=[("ann", day(3), day(6))])

    found = findings(MEETINGS, days(1, 1, 1), at(6), people)
    short = findings(MEETINGS, days(1, 1, 0), at(6), people)

    assert (found[0].limit, found[0].breach) == (3, False)
    assert broken(short) == ["2026-W46"]


def test_of_what_is_counted_whole_ones_are_asked():
    """Two a week are .8 in two days: none is enough. Two hours of talk are 48 minutes."""
    people = staff(posting(), away=[("ann", day(2), day(6))])
    count = Norm("meetings", Kind.LESS, 2, grain=Grain.WEEK)
    talk = Norm("talk_time", Kind.LESS, 7200, grain=Grain.WEEK)

    assert findings(count, days(0, 0), at(6), people)[0].limit == 0
    assert findings(talk, days(0, 0), at(6), people)[0].limit == pytest.approx(2880)


def test_whoever_came_within_the_week_is_asked_for_the_rest_of_it():
    people = staff(posting(since=day(2)))

    assert findings(MEETINGS, days(0, 0, 1, 1, 1), at(6), people)[0].limit == 3


def test_of_a_team_that_was_left_the_days_in_it_count():
    people = staff(posting(until=day(2)), posting(unit="south", since=day(2)))
    norm = Norm("meetings", Kind.LESS, 5, grain=Grain.WEEK, units=("north",))

    found = findings(norm, days(1, 1, 5, 5, 5), at(6), people)

    assert (found[0].value, found[0].limit) == (2, 2)


# The plan


def planned(values, wanted=2_100_000, **more):
    norm = Norm("revenue", Kind.LESS, 0.9, "plan", Grain.MONTH)
    september = date(2017, 9, 1)
    figures = Figures(days={ANN: values}, plans={(ANN, september): wanted})
    return findings(norm, figures, span=Period(september, date(2017, 10, 1)), **more)


def test_due_by_now():
    """T3.5: 21 working days, 10 done, 2,100,000 wanted: a million is due, 900,000 are nine tenths
    of it. A rouble less is a breach."""
    fourteenth = Period(date(2017, 9, 1), date(2017, 9, 15))
    kept = planned({date(2017, 9, 1): 900_000.0}, now=at(0))
    short = planned({date(2017, 9, 1): 899_999.0}, now=at(0))

    by_day = {one.day: one for one in kept}
    assert len([one for one in fourteenth if one in by_day]) == 5  # from a quarter of 21 days on
    assert by_day[date(2017, 9, 14)].limit == pytest.approx(900_000)
    assert not by_day[date(2017, 9, 14)].breach
    assert next(one for one in short if one.day == date(2017, 9, 14)).breach


def test_days_on_leave_are_not_due():
    """Of 21 days ten are on leave: of the first eleven all is due."""
    people = staff(posting(), away=[("ann", date(2017, 9, 18), date(2017, 10, 1))])

    found = planned({date(2017, 9, 1): 1.0}, now=at(0), people=people)

    assert found[-1].limit == pytest.approx(0.9 * 2_100_000)


def test_one_alarm_a_month_however_many_days_it_lasts():
    found = planned({date(2017, 9, 1): 300_000.0, date(2017, 9, 20): 5_000_000.0}, now=at(0))
    norm = Norm("revenue", Kind.LESS, 0.9, "plan", Grain.MONTH)

    (one,) = episodes(norm, found)

    assert one.over
    assert one.last.day == date(2017, 9, 19)


# Nothing for


def test_nothing_for_three_days():
    """On the third evening: two are not enough. The weekend does not count."""
    norm = Norm("calls", Kind.NOTHING, 3)
    values = days(0, 0, 0, 5, 0, 0, 0, 0)

    found = findings(norm, values, at(9))
    alarms = episodes(norm, found)

    assert [one.day for one in found if one.breach] == [day(2), day(8), day(9)]
    assert [(one.first.span.since, one.over) for one in alarms] == [(day(0), True), (day(4), False)]
    assert alarms[1].last.value == 4


def test_leave_is_no_silence():
    norm = Norm("calls", Kind.NOTHING, 3)
    people = staff(posting(), away=[("ann", day(1), day(9))])

    assert broken(findings(norm, days(0, 0, 0, 0, 0, 0, 0, 0), at(9), people)) == []


def test_a_call_today_ends_it_at_once():
    norm = Norm("calls", Kind.NOTHING, 3)

    (one,) = episodes(norm, findings(norm, days(0, 0, 0, 2), at(3, 10)))

    assert one.over


def silence(*moments, now, people=None, hours=4):
    norm = Norm("calls", Kind.NOTHING, hours, "hours")
    gaps = [*zip(moments, [*moments[1:], None], strict=True)]
    return findings(norm, Figures(gaps={ANN: gaps}), now, people)


def test_nothing_for_four_working_hours():
    """From eleven with lunch from one to two: at four exactly, not a minute before."""
    early, late = (silence(at(0, 11), now=at(0, hour)) for hour in (15.98, 16))

    assert (broken(early), broken(late)) == ([], ["2026-11-09T11:00"])
    assert late[0].value == 4


def test_nights_weekends_and_sick_days_are_not_silent():
    """T4.6. Friday at five to Monday at ten are two hours."""
    monday = silence(at(4, 17), now=at(7, 10), hours=3)
    people = staff(posting(), away=[("ann", day(7), day(8))])
    ill = silence(at(4, 17), now=at(8, 10), people=people, hours=3)

    assert (monday[0].value, ill[0].value) == (2, 2)


def test_silence_is_known_as_far_as_facts_are():
    """At noon they were brought; nobody knows what was since."""
    norm = Norm("calls", Kind.NOTHING, 4, "hours")
    found = findings(norm, Figures(gaps={ANN: [(at(0, 11), None)]}), at(0, 18), facts=at(0, 12))

    assert found[0].value == 1


def test_who_came_today_was_not_silent_before():
    people = staff(posting(since=day(3)))
    norm = Norm("calls", Kind.NOTHING, 4, "hours")

    assert findings(norm, Figures(), at(3, 11), people)[0].value == 2


# Fell by


def fallen(*values, limit=0.3, **more):
    """Of the second week."""
    norm = Norm("calls", Kind.FELL, limit, grain=Grain.WEEK)
    return findings(norm, days(*values), at(13), **more)


def test_fell_by_exactly_so_much_is_no_breach():
    kept, broken_ = (fallen(*5 * [10], *4 * [7], last) for last in (7, 6))

    assert [one.breach for one in (kept[0], broken_[0])] == [False, True]
    assert (broken_[0].limit, broken_[0].size) == (50, pytest.approx(0.32))


def test_against_as_many_working_days():
    """Two of them on leave: three against the three before."""
    people = staff(posting(), away=[("ann", day(10), day(12))])

    (one,) = fallen(1, 1, 10, 10, 10, 7, 7, 7, people=people)

    assert (one.value, one.limit, one.breach) == (21, 30, False)


def test_who_has_no_past_did_not_fall():
    assert fallen(*5 * [9], *5 * [1], people=staff(posting(since=day(1)))) == []


def test_against_a_year_before():
    """Of November 2025, 19 working days; of November 2026, 20."""
    norm = Norm("revenue", Kind.FELL, 0.5, "year", Grain.MONTH)
    values = {date(2025, 11, 10): 190.0, date(2026, 11, 10): 100.0}
    span = Period(date(2026, 11, 1), date(2026, 12, 1))

    (one,) = findings(norm, values, at(60), span=span)

    assert (one.limit, one.breach) == (pytest.approx(200), False)


# Which norms there are


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("calls", {"kind": Kind.LESS, "limit": 0}),
        ("calls", {"kind": Kind.LESS, "limit": float("nan")}),
        ("calls", {"kind": Kind.LESS, "limit": 0.8, "way": "plan"}),
        ("calls", {"kind": Kind.FELL, "limit": 1.5, "grain": Grain.WEEK}),
        ("calls", {"kind": Kind.FELL, "limit": 0.5}),
        ("calls", {"kind": Kind.NOTHING, "limit": 1.5}),
        ("calls", {"kind": Kind.LESS, "limit": 5, "way": "hours"}),
        ("revenue", {"kind": Kind.NOTHING, "limit": 2, "way": "hours"}),
        ("lead_processing", {"kind": Kind.NOTHING, "limit": 2}),
        ("lead_processing", {"kind": Kind.UNUSUAL, "limit": 2}),
        ("company_revenue", {"kind": Kind.LESS, "limit": 2}),
    ],
)
def test_what_cannot_be_asked_is_refused(metric, said):
    with pytest.raises(Impossible):
        checked(Norm(metric, **said), CATALOGUE.find(metric))
