"""Every form of a period, said on Thursday 2 November 2017."""

import pickle
from datetime import date

import pytest

from merilo.errors import NoPeriod, Unknown
from merilo.periods import FORMS, Period, Year

TODAY = date(2017, 11, 2)
APRIL = Year(starts=4)

DAYS = {
    "2017": ("2017-01-01", "2017-12-31"),
    "2017-Q4": ("2017-10-01", "2017-12-31"),
    "2017-10": ("2017-10-01", "2017-10-31"),
    "2016-02": ("2016-02-01", "2016-02-29"),
    "2017-W40": ("2017-10-02", "2017-10-08"),
    "2017-W01": ("2017-01-02", "2017-01-08"),
    "2020-W53": ("2020-12-28", "2021-01-03"),
    "2017-10-05": ("2017-10-05", "2017-10-05"),
    "2016-02-29": ("2016-02-29", "2016-02-29"),
    "2017-01-15..2017-03-31": ("2017-01-15", "2017-03-31"),
    "2017-01..2017-03": ("2017-01-01", "2017-03-31"),
    "2016-Q4..2017-W02": ("2016-10-01", "2017-01-15"),
    "2017-10-05..2017-10-05": ("2017-10-05", "2017-10-05"),
    "last-month..today": ("2017-10-01", "2017-11-02"),
    "today": ("2017-11-02", "2017-11-02"),
    "yesterday": ("2017-11-01", "2017-11-01"),
    "this-week": ("2017-10-30", "2017-11-05"),
    "last-week": ("2017-10-23", "2017-10-29"),
    "this-month": ("2017-11-01", "2017-11-30"),
    "last-month": ("2017-10-01", "2017-10-31"),
    "this-quarter": ("2017-10-01", "2017-12-31"),
    "last-quarter": ("2017-07-01", "2017-09-30"),
    "this-year": ("2017-01-01", "2017-12-31"),
    "last-year": ("2016-01-01", "2016-12-31"),
    "last-30-days": ("2017-10-03", "2017-11-01"),
    "last-1-day": ("2017-11-01", "2017-11-01"),
    "last-3-months": ("2017-08-01", "2017-10-31"),
    "last-2-weeks": ("2017-10-16", "2017-10-29"),
    "week-to-date": ("2017-10-30", "2017-11-02"),
    "month-to-date": ("2017-11-01", "2017-11-02"),
    "quarter-to-date": ("2017-10-01", "2017-11-02"),
    "year-to-date": ("2017-01-01", "2017-11-02"),
    " 2017-q4 ": ("2017-10-01", "2017-12-31"),
    "Last-Month": ("2017-10-01", "2017-10-31"),
    "2017-01 .. 2017-03": ("2017-01-01", "2017-03-31"),
    "1900": ("1900-01-01", "1900-12-31"),
    "2199": ("2199-01-01", "2199-12-31"),
}


@pytest.mark.parametrize("said", DAYS)
def test_a_period_has_the_days_that_are_said(said):
    period = Period.of(said, TODAY)

    assert (str(period.since), str(period.last)) == DAYS[said]


@pytest.mark.parametrize(
    ("said", "since", "last"),
    [
        ("2017", "2016-04-01", "2017-03-31"),
        ("2017-Q4", "2017-01-01", "2017-03-31"),
        ("2017-10", "2017-10-01", "2017-10-31"),
        ("this-year", "2017-04-01", "2018-03-31"),
        ("last-quarter", "2017-07-01", "2017-09-30"),
        ("year-to-date", "2017-04-01", "2017-11-02"),
        ("last-2-years", "2015-04-01", "2017-03-31"),
        ("2017-W40", "2017-10-02", "2017-10-08"),
    ],
)
def test_quarters_and_years_are_the_company_s(said, since, last):
    period = Period.of(said, TODAY, APRIL)

    assert (str(period.since), str(period.last)) == (since, last)


@pytest.mark.parametrize(
    "said",
    [
        *("2017-13", "2017-00", "2017-02-30", "2017-02-29", "2017-Q5", "2017-Q0", "2017-W53"),
        *("2017-W00", "2017-W54", "0000", "0000-01", "0017", "1899", "2200", "9999", "99999"),
        *("2017-03..2017-01", "2017-10-06..2017-10-05", "2017-01..", "..2017-01", "..", ""),
        *("2017-01..2017-02..2017-03", "2017-1", "2017-10-5", "2017/10", "october", "last-decade"),
        *(
            "last-0-days",
            "last--1-days",
            f"last-{10**30}-days",
            "last-999999999-days",
            "last-" + "9" * 5000 + "-days",
        ),
        *("this-months", "last-months", "day-to-date", "month to date", "٢٠١٧", "2017-10-05T00:00"),
    ],
)
def test_an_impossible_period_is_refused_with_the_forms(said):
    with pytest.raises(NoPeriod) as refused:
        Period.of(said, TODAY)

    assert (refused.value.what, refused.value.name) == ("period", said)
    assert all(form in str(refused.value) for form in FORMS)
    assert isinstance(refused.value, Unknown)


def test_the_forms_that_are_offered_are_all_read():
    assert [Period.of(form, TODAY).days for form in FORMS] == [
        *(365, 92, 31, 7, 1, 76),
        *(1, 1, 7, 31, 30, 306),
    ]


def test_the_error_travels_between_processes():
    error = NoPeriod("period", "2017-13", FORMS)

    assert str(pickle.loads(pickle.dumps(error))) == str(error)
