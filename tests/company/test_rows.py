"""The calendar as facts: its arithmetic gives the same working time as counting day by day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from time import process_time

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.company import SPAN, Company, calendar_rows
from merilo.facts.tables import TABLES
from merilo.periods import Grain, Period, Year

NOTHING = timedelta()
COMPANIES = {
    "ordinary": Company(),
    "hungarian": Company(zone="Europe/Budapest", country="HU", hours="00:00-24:00"),
    "russian": Company(
        zone="Asia/Vladivostok",
        country="RU",
        pause="",
        exceptions={date(2026, 3, 28): "on", date(2026, 3, 30): "off", date(2026, 4, 1): "9-12"},
    ),
    "australian": Company(
        zone="Australia/Lord_Howe",
        hours="00:00-24:00",
        pause="01:45-02:15",
        exceptions=dict.fromkeys((date(2026, 4, 5), date(2026, 10, 4)), "on"),
    ),
    "canadian": Company(zone="America/St_Johns", country="CA", hours="07:30-16:00"),
}
# Where clocks change, years meet, exceptions lie; and anywhere.
days = st.sampled_from(
    (date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25), date(2006, 10, 29))
) | st.dates(date(1990, 1, 12), date(2059, 12, 20))
instants = st.builds(
    lambda day, seconds: datetime.combine(day, time(), UTC) + timedelta(seconds=seconds),
    days,
    st.floats(-2 * 86400, 2 * 86400),
)


@cache
def rows(name):
    return {row["day"]: row for row in calendar_rows(COMPANIES[name])}


def clamp(value, most):
    return min(max(value, NOTHING), most)


def before(name, t):
    """W(t), from the row of its day and nothing else."""
    row = rows(name)[COMPANIES[name].day(t)]
    worked = timedelta(seconds=row["worked_before_s"])
    if not row["working"]:
        return worked
    pause = row["pause_until_at"] - row["pause_since_at"]
    there = clamp(t - row["opens_at"], row["closes_at"] - row["opens_at"])
    return worked + there - clamp(t - row["pause_since_at"], pause)


def test_arithmetic_over_the_rows_is_the_working_time():
    found = []

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.sampled_from([*COMPANIES]), instants, st.floats(-9, 9))
    def law(name, start, days):
        end = start + timedelta(days=days)
        found.append(before(name, end) - before(name, start))
        assert found[-1] == COMPANIES[name].calendar.worked(start, end)

    law()
    assert sum(bool(one) for one in found) > len(found) / 4, "the law is about something"


@pytest.mark.parametrize("name", COMPANIES)
def test_there_is_a_row_for_each_day_as_the_table_declares(name):
    columns = {column.name for column in TABLES["calendar"].own} | {"connection", "id"}

    assert [*rows(name)] == [*SPAN]
    assert (SPAN.since, SPAN.last) == (date(1990, 1, 1), date(2059, 12, 31))
    assert all(row.keys() == columns for row in rows(name).values())
    assert all(row["id"] == str(day) for day, row in rows(name).items())
    assert {row["connection"] for row in rows(name).values()} == {"merilo"}


@pytest.mark.parametrize("name", COMPANIES)
def test_instants_are_in_order_on_working_days_and_empty_on_days_off(name):
    for row in rows(name).values():
        told = [row["opens_at"], row["pause_since_at"], row["pause_until_at"], row["closes_at"]]
        if row["working"]:
            assert told == sorted(told)
            assert all(moment.utcoffset() == NOTHING for moment in told)
        else:
            assert told == [None] * 4


def test_a_day_without_a_break_has_an_empty_one_at_its_end():
    row = rows("russian")[date(2026, 3, 26)]

    assert row["opens_at"] == datetime(2026, 3, 25, 23, tzinfo=UTC)
    assert row["pause_since_at"] == row["pause_until_at"] == row["closes_at"]
    assert row["closes_at"] == datetime(2026, 3, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", COMPANIES)
def test_working_days_before_are_those_counted(name):
    calendar = COMPANIES[name].calendar
    year = Period.of("2026", date.max)
    told = rows(name)[year.until]["workdays_before"] - rows(name)[year.since]["workdays_before"]

    assert told == calendar.working_days(year) > 240
    assert rows(name)[SPAN.since]["workdays_before"] == 0
    assert rows(name)[SPAN.since]["worked_before_s"] == 0


def test_ordinary_company_by_sql():
    """Eight hours each Monday to Friday, by another program."""
    sql = """
        select d::date, count(*) filter (isodow(d) < 6) over (order by d) - (isodow(d) < 6)::int,
               date_trunc('month', d)::date, date_trunc('quarter', d)::date,
               date_trunc('year', d)::date
        from range(date '1990-01-01', date '2060-01-01', interval 1 day) r(d) order by d
    """
    told = [
        (row["day"], row["workdays_before"], row["month_on"], row["quarter_on"], row["year_on"])
        for row in rows("ordinary").values()
    ]

    assert told == duckdb.execute(sql).fetchall()
    assert all(
        row["worked_before_s"] == row["workdays_before"] * 8 * 3600
        for row in rows("ordinary").values()
    )


@pytest.mark.parametrize("year", [Year(starts=4), Year(starts=2, weeks="4-5-4", weekday="sunday")])
def test_months_quarters_and_years_are_the_company_s(year):
    for row in calendar_rows(Company(year=year)):
        firsts = [row["month_on"], row["quarter_on"], row["year_on"]]
        assert firsts == [year.start(g, row["day"]) for g in [*Grain][2:]]


def test_the_rows_are_made_in_a_moment():
    """A quarter of a second of processor time; four times that for a busy machine."""
    start = process_time()

    assert sum(1 for _ in calendar_rows(COMPANIES["russian"])) == SPAN.days
    assert process_time() - start < 1
