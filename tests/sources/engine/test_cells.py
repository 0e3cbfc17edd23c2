"""Texts of cells as values: SQL against a slow way in Python that says the same."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.sources.engine.cells import Reading, local, quoted
from merilo.sources.files.mapping import Formats
from merilo.sources.files.values import number

PLACES = Decimal("0.0001")


@cache
def reader_in(home, **formats):
    """A database that reads cells so, for a company at home there."""
    reading = Reading(Formats(**formats), home)
    db = duckdb.connect(config={"threads": 1})
    db.execute("set TimeZone = 'UTC'")
    db.execute(reading.macros())
    return db, reading


def reader(**formats):
    """A database that reads cells so; the company is in Moscow."""
    return reader_in("Europe/Moscow", **formats)


POINT, COMMA = reader(decimal=".")[0], reader(decimal=",")[0]
ENGINES = {".": POINT, ",": COMMA}


def cell(macro, text, db=POINT):
    return db.execute(f"select {macro}(?::text)", [text]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1054", ".", "1054"),
        ("1 234,56", ",", "1234.56"),
        ("1\u00a0234,56", ",", "1234.56"),
        ("1\u202f234", ".", "1234"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("50 000 руб.", ".", "50000"),
        ("45 000 Ft", ",", "45000"),
        ("€ 1,234", ".", "1234"),
        ("$12.50", ".", "12.50"),
        ("12 р.", ".", "12"),
        ("-5", ".", "-5"),
        ("−5", ".", "-5"),
        ("(1 234)", ".", "-1234"),
        ("5-", ".", "-5"),
        ("- 5 руб", ".", "-5"),
        ("1'234.50", ".", "1234.50"),
        ("1.234", ".", "1.234"),
        ("1.234", ",", "1234"),
        (".5", ".", ".5"),
        ("1e5", ".", "100000"),
        ("12.34565", ".", "12.3457"),
    ],
)
def test_amount(text, mark, value):
    assert cell("money", text, ENGINES[mark]) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("abc", "."), ("руб", "."), ("12 abc", "."), ("1 2", "."), ("1 23 456", "."),
        ("12,5", "."), ("12.5", ","), ("0,500", "."), ("--5", "."), ("12 %", "."),
        ("1,23,456.7", "."), ("шт 5", "."), ("999999999999999999", "."), ("inf", "."), ("-", "."),
    ],
)  # fmt: skip
def test_text_that_is_no_amount(text, mark):
    assert cell("money", text, ENGINES[mark]) is None


@st.composite
def written(draw, mark):
    """A number as people write it with that decimal mark."""
    whole = str(draw(st.integers(0, 10**9)))
    if draw(st.booleans()):
        gap = draw(st.sampled_from([" ", "\u00a0", "\u202f", "," if mark == "." else "."]))
        whole = f"{int(whole):,}".replace(",", gap)
    part = draw(st.sampled_from(["", mark, mark + draw(st.text("0123456789", max_size=6))]))
    sign = draw(st.sampled_from(["", "-", "+", "−"]))
    before, after = draw(
        st.sampled_from([("", ""), ("", " руб."), ("", " ₽"), ("$", ""), ("EUR ", ""), ("", "Ft")])
    )
    return f"{before}{sign}{whole}{part}{after}"


@pytest.mark.parametrize("mark", [".", ","])
def test_amounts_are_read_as_the_slow_way_reads_them(mark):
    read = []

    @settings(deadline=None)
    @given(written(mark))
    def law(text):
        expected = number(text, mark)
        if expected is not None:
            expected = expected.quantize(PLACES, ROUND_HALF_UP)
            read.append(text)
        assert cell("money", text, ENGINES[mark]) == expected

    law()
    assert len(set(read)) > 50


@settings(deadline=None)
@given(st.text("0123456789,. -+()руб$%'", max_size=12))
def test_no_text_is_an_amount_that_the_slow_way_does_not_know(text):
    found = cell("money", text)

    assert found is None or found == number(text, ".").quantize(PLACES, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("text", "discount", "value"),
    [("0.15", "fraction", "0.15"), ("15", "percent", "0.15"), ("15 %", "fraction", "0.15"),
     ("15%", "percent", "0.15"), ("0", "fraction", "0"), ("1", "fraction", "1"),
     ("15", "fraction", None),
     ("-0.1", "fraction", None), ("x", "fraction", None)],
)  # fmt: skip
def test_share(text, discount, value):
    db, _ = reader(discount=discount)

    assert cell("share", text, db) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("330", 330), ("5:30", 330), ("1:05:30", 3930), ("90:00", 5400), ("12.4", 12),
     ("1:75", None), ("-5", None), ("long", None), ("1:2:3:4", None)],
)  # fmt: skip
def test_duration(text, seconds):
    assert cell("duration", text) == seconds


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), ("7.0", 7), ("7.5", None), ("1 000", 1000), ("x", None)]
)
def test_whole_number(text, value):
    assert cell("whole", text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [("12 руб.", "RUB"), ("€ 5", "EUR"), ("12", None), ("45 000 Ft", "HUF"), ("$5", "USD"),
     ("5 EUR", "EUR"), ("(5) ₽", "RUB"), ("12 у.е.", None)],
)  # fmt: skip
def test_currency_beside_an_amount(text, code):
    assert cell("currency_beside", text) == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" Ann ", "Ann"), ("Ann\u00a0", "Ann"), ("\u00a0Ann", "Ann"), ("Ann\n", "Ann"), (" ", None),
     ("\ufeff Ann", "\ufeff Ann"), ("Анна  М", "Анна  М"), ("\t", None)],
)  # fmt: skip
def test_blanks_around_a_text(text, kept):
    assert cell("neat", text) == kept


def moment(text, home="Europe/Moscow", **formats):
    """The instant and the company's day of a text."""
    db, reading = reader_in(home, **formats)
    there = local("s", reading.ways())
    instant = reading.instant("s", "l")
    day = reading.day("s", "l", "a")
    rows = f"select *, {there} as l from (select {quoted(text)} as s)"
    return db.execute(f"select a, {day} from (select *, {instant} as a from ({rows}))").fetchall()[
        0
    ]


@pytest.mark.parametrize(
    ("text", "instant", "day"),
    [
        ("2017-10-05", datetime(2017, 10, 4, 21, tzinfo=UTC), date(2017, 10, 5)),
        ("2017-10-05 23:30:00", datetime(2017, 10, 5, 20, 30, tzinfo=UTC), date(2017, 10, 5)),
        ("2017-10-05T23:30", datetime(2017, 10, 5, 20, 30, tzinfo=UTC), date(2017, 10, 5)),
        ("2017-10-05T22:30:00Z", datetime(2017, 10, 5, 22, 30, tzinfo=UTC), date(2017, 10, 6)),
        ("2017-10-05 22:30+03", datetime(2017, 10, 5, 19, 30, tzinfo=UTC), date(2017, 10, 5)),
        ("2017-10-05 22:30:00+00:00", datetime(2017, 10, 5, 22, 30, tzinfo=UTC), date(2017, 10, 6)),
        ("2017-10-05T22:30-05:00", datetime(2017, 10, 6, 3, 30, tzinfo=UTC), date(2017, 10, 6)),
        ("05.10.2017", datetime(2017, 10, 4, 21, tzinfo=UTC), date(2017, 10, 5)),
        ("5.10.2017 1:05", datetime(2017, 10, 4, 22, 5, tzinfo=UTC), date(2017, 10, 5)),
        ("05.10.2017 10:00:00", datetime(2017, 10, 5, 7, tzinfo=UTC), date(2017, 10, 5)),
    ],
)
def test_moment(text, instant, day):
    assert moment(text, dates=("%d.%m.%Y",)) == (instant, day)


@pytest.mark.parametrize(
    "text",
    ["31.02.2017", "01.02.17", "17-03-01", "2017-13-01", "20177-01-01", "infinity", "epoch",
     "tomorrow",
     "12017-03-01", "2017-03-01 25:00", "44000", "1899-12-31", "2200-01-01"],
)  # fmt: skip
def test_text_that_is_no_moment(text):
    assert moment(text, dates=("%d.%m.%Y",)) == (None, None)


def test_last_day_that_is_a_moment():
    assert moment("2199-12-31 23:59:59")[1] == date(2199, 12, 31)


def test_clock_time_is_of_the_file_s_zone_and_the_day_of_the_company_s():
    found = moment("2017-10-05 23:30:00", zone="America/New_York")

    assert found == (datetime(2017, 10, 6, 3, 30, tzinfo=UTC), date(2017, 10, 6))


def test_bare_day_is_the_company_s_whatever_the_zone_of_clock_times():
    found = moment("2017-10-05", zone="America/New_York")

    assert found == (datetime(2017, 10, 4, 21, tzinfo=UTC), date(2017, 10, 5))


ZONES = ("Europe/Moscow", "Europe/Budapest", "Asia/Vladivostok", "America/New_York")


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_moments_are_those_of_zoneinfo(when, theirs, ours):
    when = when.replace(microsecond=0)
    aware = when.replace(tzinfo=ZoneInfo(theirs))
    if aware.utcoffset() == aware.replace(fold=1).utcoffset():  # not in the hour of a clock change
        instant, day = moment(f"{when:%Y-%m-%d %H:%M:%S}", home=ours, zone=theirs)

        assert (instant, day) == (aware.astimezone(UTC), aware.astimezone(ZoneInfo(ours)).date())


def test_hour_that_a_clock_change_brings_twice_is_taken_for_the_later_one():
    assert moment("2017-10-29 02:30", "Europe/Budapest")[0] == datetime(
        2017, 10, 29, 1, 30, tzinfo=UTC
    )
