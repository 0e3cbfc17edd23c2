"""The company's year against DuckDB, the ISO calendar and years that companies published."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from merilo.errors import SetupError
from merilo.periods import GREGORIAN, Grain, Period, Year

ALL = Period(date(1990, 1, 1), date(2060, 1, 1))
RETAIL = Year(starts=2, named="start", weeks="4-5-4", weekday="sunday")
APPLE = Year(starts=10, weeks="5-4-4", weekday="sunday", begins="before")
ISO = Year(weeks="4-4-5")


@pytest.mark.parametrize("grain", Grain)
def test_parts_of_the_ordinary_year_begin_where_duckdb_truncates(grain):
    sql = f"select d::date, date_trunc('{grain}', d)::date from range(?, ?, interval 1 day) r(d)"
    truncated = duckdb.execute(sql, [ALL.since, ALL.until]).fetchall()

    assert len(truncated) == ALL.days
    assert all(GREGORIAN.start(grain, day) == first for day, first in truncated)


def test_year_of_weeks_from_the_monday_nearest_to_new_year_is_the_iso_year():
    assert all(ISO.label(Grain.YEAR, day) == str(day.isocalendar().year) for day in ALL)


def test_weeks_are_called_by_the_iso_year():
    assert GREGORIAN.label(Grain.WEEK, date(2021, 1, 3)) == "2020-W53"
    assert GREGORIAN.label(Grain.WEEK, date(2018, 12, 31)) == "2019-W01"


def test_week_53_comes_in_the_years_that_have_it():
    with_53 = [year for year in range(1990, 2060) if date(year, 12, 28).isocalendar().week == 53]
    days = {year: Period.of(str(year), date.max, ISO).days for year in range(1990, 2060)}

    assert [year for year in days if days[year] == 371] == with_53
    assert {days[year] for year in days if year not in with_53} == {364}


@pytest.mark.parametrize(
    ("year", "name", "since", "last"),
    [
        (RETAIL, "2006", "2006-01-29", "2007-02-03"),  # of 53 weeks, as the NRF published
        (RETAIL, "2012", "2012-01-29", "2013-02-02"),  # of 53
        (RETAIL, "2017", "2017-01-29", "2018-02-03"),  # of 53
        (RETAIL, "2022", "2022-01-30", "2023-01-28"),
        (RETAIL, "2023", "2023-01-29", "2024-02-03"),  # of 53
        (APPLE, "2017", "2016-09-25", "2017-09-30"),  # of 53, as in its annual reports
        (APPLE, "2022", "2021-09-26", "2022-09-24"),
        (APPLE, "2023", "2022-09-25", "2023-09-30"),  # of 53
        (APPLE, "2024", "2023-10-01", "2024-09-28"),
    ],
)
def test_years_of_weeks_are_as_published(year, name, since, last):
    period = Period.of(name, date.max, year)

    assert (str(period.since), str(period.last)) == (since, last)


@pytest.mark.parametrize(
    ("weeks", "of_2019", "of_2020"),
    [
        ("4-4-5", [4, 4, 5] * 4, [4, 4, 5] * 3 + [4, 4, 6]),
        ("4-5-4", [4, 5, 4] * 4, [4, 5, 4] * 3 + [4, 5, 5]),
        ("5-4-4", [5, 4, 4] * 4, [5, 4, 4] * 3 + [5, 4, 5]),
    ],
)
def test_months_have_their_weeks_and_the_last_one_week_53(weeks, of_2019, of_2020):
    year = Year(weeks=weeks)

    def lengths(name, grain):
        return [part.days / 7 for part in Period.of(name, date.max, year).slices(grain, year)]

    assert lengths("2019", Grain.MONTH) == of_2019
    assert lengths("2020", Grain.MONTH) == of_2020
    assert lengths("2019", Grain.QUARTER) == [13, 13, 13, 13]
    assert lengths("2020", Grain.QUARTER) == [13, 13, 13, 14]


def test_months_of_weeks_are_called_after_the_months_they_stand_for():
    february = Period.of("2017-02", date.max, RETAIL)

    assert str(february) == "2017-01-29..2017-02-25"
    assert RETAIL.label(Grain.MONTH, date(2018, 2, 3)) == "2018-01"
    assert RETAIL.label(Grain.QUARTER, date(2018, 2, 3)) == "2017-Q4"


def test_fiscal_year_is_named_by_its_end_unless_told_otherwise():
    assert Year(starts=7).label(Grain.YEAR, date(2011, 7, 1)) == "2012"
    assert Year(starts=7).label(Grain.YEAR, date(2012, 6, 30)) == "2012"
    assert Year(starts=7, named="start").label(Grain.YEAR, date(2011, 7, 1)) == "2011"
    assert Year(named="end").label(Grain.YEAR, date(2011, 1, 1)) == "2011"


def test_fiscal_year_of_adventure_works(data):
    """The published totals are by the calendar year of the date plus six months."""
    sales = defaultdict(Decimal)
    path = data / "adventureworks/oltp/sales_orders_reseller.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for order in csv.DictReader(file):
            day = date.fromisoformat(order["OrderDate"][:10])
            sales[Year(starts=7).label(Grain.YEAR, day)] += Decimal(order["SubTotal"])

    assert {year: round(total, 2) for year, total in sales.items()} == {
        "2011": Decimal("489328.58"),
        "2012": Decimal("21793993.42"),
        "2013": Decimal("28815141.76"),
        "2014": Decimal("29389240.42"),
    }


@pytest.mark.parametrize("starts", range(1, 13))
def test_fiscal_quarters_by_counting_months(starts):
    """The slow way round: walk month by month from the start of a year, three make a quarter."""
    year, day, told = Year(starts=starts, named="start"), date(2016, starts, 1), []
    for month in range(24):
        told.append((day, f"{2016 + month // 12}-Q{month % 12 // 3 + 1}"))
        day = (day + timedelta(days=31)).replace(day=1)

    assert [(day, year.label(Grain.QUARTER, day)) for day, _ in told] == told


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("starts", 0), ("starts", 13), ("named", "middle"), ("weeks", "4-4-4")),
        *(("weekday", "Mon"), ("begins", "after")),
    ],
)
def test_a_year_that_cannot_be_is_refused_by_its_setting(setting, value):
    with pytest.raises(SetupError, match="is wanted") as refused:
        Year(**{setting: value})

    assert (refused.value.setting, refused.value.value) == (f"year.{setting}", value)
