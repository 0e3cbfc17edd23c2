"""What periods are, and the steps from one to another: laws over all years, and golden dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.errors import NoPeriod
from merilo.periods import GREGORIAN, Grain, Period, Year
from merilo.periods.year import WEEKDAYS

DAY = timedelta(days=1)
RETAIL = Year(starts=2, named="start", weeks="4-5-4", weekday="sunday")

years = st.builds(
    Year,
    starts=st.integers(1, 12),
    named=st.sampled_from(("end", "start")),
    weeks=st.sampled_from(("", "4-4-5", "4-5-4", "5-4-4")),
    weekday=st.sampled_from(WEEKDAYS),
    begins=st.sampled_from(("nearest", "before")),
)
days = st.dates(date(1990, 1, 1), date(2059, 12, 31))
grains = st.sampled_from(Grain)
periods = st.builds(lambda since, n: Period(since, since + n * DAY), days, st.integers(1, 800))
of_months = st.sampled_from((Grain.MONTH, Grain.QUARTER, Grain.YEAR))


def of(said, year=GREGORIAN):
    return Period.of(said, date(2018, 1, 1), year)


@given(days, grains, years)
def test_the_label_of_a_part_is_read_back_as_the_part(day, grain, year):
    part = Period.holding(day, grain, year)

    assert day in part
    assert of(year.label(grain, day), year) == part


@given(periods, years)
def test_the_label_of_a_period_is_read_back_as_the_period(period, year):
    assert of(period.label(year), year) == period


@settings(max_examples=50)
@given(periods, grains, years)
def test_slices_tile_the_period_at_the_borders_of_the_grain(period, grain, year):
    slices = [*period.slices(grain, year)]

    assert (slices[0].since, slices[-1].until) == (period.since, period.until)
    assert all(one.until == other.since for one, other in pairwise(slices))
    starts = [{year.start(grain, day) for day in part} for part in slices]
    assert all(len(first) == 1 for first in starts)
    assert len(set.union(*starts)) == len(slices)


@given(periods, years)
def test_the_previous_one_ends_where_it_begins_and_is_made_of_as_many(period, year):
    previous, whole = period.previous(year), period.whole(year)

    assert previous.until == period.since
    if whole.grain in (Grain.DAY, Grain.WEEK):
        assert previous.days == period.days
    count = len([*period.slices(whole.grain, year)])
    assert len([*previous.slices(whole.grain, year)]) == count


@given(days, of_months, years)
def test_a_year_before_has_the_same_name_with_another_year(day, grain, year):
    """Shown to be about something: every drawn period is whole parts."""
    part = Period.holding(day, grain, year)
    name, earlier = year.label(grain, part.since), part.year_before(year)

    assert year.label(grain, earlier.since) == f"{int(name[:4]) - 1}{name[4:]}"
    assert earlier == Period.holding(earlier.since, grain, year)


@pytest.mark.parametrize(
    ("said", "previous", "before"),
    [
        ("2018-03", "2018-02-01..2018-02-28", "2017-03-01..2017-03-31"),
        ("2018-03-09..2018-03-15", "2018-03-02..2018-03-08", "2017-03-09..2017-03-15"),
        ("2017-Q1", "2016-10-01..2016-12-31", "2016-01-01..2016-03-31"),
        ("2017-02..2017-03", "2016-12-01..2017-01-31", "2016-02-01..2016-03-31"),
        ("2017", "2016-01-01..2016-12-31", "2016-01-01..2016-12-31"),
        ("2016..2017", "2014-01-01..2015-12-31", "2015-01-01..2016-12-31"),
        ("2017-W40", "2017-09-25..2017-10-01", "2016-10-03..2016-10-09"),
        ("2018-W01..2018-W02", "2017-12-18..2017-12-31", "2017-01-01..2017-01-14"),
        ("2016-02-29", "2016-02-28", "2015-02-28"),
        ("2016-02-01..2016-02-28", "2016-01-04..2016-01-31", "2015-02-01..2015-02-28"),
        ("2024-02", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
        ("2018-01-01", "2017-12-31", "2017-01-01"),
    ],
)
def test_steps_back(said, previous, before):
    assert str(of(said).previous()) == previous
    assert str(of(said).year_before()) == before


def test_steps_back_are_the_company_s():
    """January 2018 of retail has five weeks, for 2017 has 53. 31 days are no unit of it."""
    january = of("2018-01", RETAIL)

    assert str(january) == "2017-12-31..2018-02-03"
    assert str(january.previous(RETAIL)) == "2017-11-26..2017-12-30"
    assert str(january.year_before(RETAIL)) == "2017-01-01..2017-01-28"
    assert Period(date(2017, 3, 1), date(2017, 4, 1)).previous(RETAIL).days == 31


def test_a_period_is_half_open():
    october = of("2017-10")

    assert (october.since, october.last, october.until) == (
        date(2017, 10, 1),
        date(2017, 10, 31),
        date(2017, 11, 1),
    )
    assert date(2017, 10, 1) in october
    assert date(2017, 10, 31) in october
    assert date(2017, 9, 30) not in october
    assert date(2017, 11, 1) not in october
    assert [*october] == [date(2017, 10, 1 + n) for n in range(31)]


def test_periods_are_values():
    assert sorted([of("2017-02"), of("2017-Q1"), of("2017-01")]) == [
        *(of("2017-01"), of("2017-Q1"), of("2017-02"))
    ]
    assert {of("2017-Q1"), of("2017-01..2017-03")} == {of("2017-Q1")}


@pytest.mark.parametrize("until", [date(2017, 10, 5), date(2017, 10, 4), date.min])
def test_a_period_without_days_is_refused(until):
    with pytest.raises(NoPeriod):
        Period(date(2017, 10, 5), until)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("2017-01..2017-12", "2017"),
        ("2017-10-01..2017-12-31", "2017-Q4"),
        ("2017-10-01..2017-10-31", "2017-10"),
        ("2017-10-02..2017-10-08", "2017-W40"),
        ("2017-10-05", "2017-10-05"),
        ("2017-01..2017-02", "2017-01-01..2017-02-28"),
    ],
)
def test_the_label_is_the_shortest_form(said, label):
    assert of(said).label() == label
