"""Working days by published calendars, working time by counting minutes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.errors import SetupError
from merilo.periods import Calendar, Hours, Period

BUDAPEST = ZoneInfo("Europe/Budapest")
NINE_TO_SIX = Hours.of("09:00-18:00")
MINUTE = timedelta(minutes=1)


def calendar(**said):
    """Budapest, 9 to 18 without a break, Monday to Friday."""
    return Calendar(**{"zone": BUDAPEST, "hours": NINE_TO_SIX} | said)


def month(said):
    return Period.of(said, date.max)


def at(day, hour, minute=0):
    """That time of a day of March 2026 in Budapest."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BUDAPEST)


@pytest.mark.parametrize(
    ("year", "norm"),
    [
        (2024, [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21]),
        (2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22]),
    ],
)
def test_working_days_of_russia_as_the_government_moved_them(year, norm):
    """The production calendars of 2024 (248 days) and 2025 (247)."""
    russia = calendar(country="RU")

    assert [russia.working_days(month(f"{year}-{m:02}")) for m in range(1, 13)] == norm


@pytest.mark.parametrize(
    ("country", "day", "working"),
    [
        ("HU", "2024-08-03", True),  # a Saturday for Monday the 19th
        ("HU", "2024-08-19", False),
        ("HU", "2024-08-20", False),  # State Foundation Day
        ("RU", "2024-12-28", True),  # a Saturday for Monday the 30th
        ("RU", "2024-12-30", False),
        ("AE", "2021-12-10", False),  # a Friday; the weekend was moved in 2022
        ("AE", "2022-01-07", True),
        ("IL", "2024-02-04", True),  # a Sunday
        ("IL", "2024-02-02", False),
        ("DE", "2024-05-30", True),
        ("DE-BY", "2024-05-30", False),  # Corpus Christi, in Bavaria
        ("", "2024-12-25", True),
        ("", "2024-12-28", False),
        ("RU", "1985-05-01", True),  # before what is known: Monday to Friday
    ],
)
def test_days_of_countries(country, day, working):
    assert calendar(country=country).is_working(date.fromisoformat(day)) is working


@pytest.mark.parametrize("country", ["XX", "DE-XX"])
def test_a_country_that_is_none_is_refused(country):
    with pytest.raises(SetupError, match=f"country is '{country}'"):
        calendar(country=country).is_working(date(2024, 1, 1))


def test_the_company_s_exceptions_are_stronger_than_the_country_s_days():
    short = Hours.of("09:00-14:00", "13:00-14:00")
    own = calendar(country="HU", exceptions={date(2024, 8, 20): short, date(2024, 8, 21): None})

    assert own.hours_on(date(2024, 8, 20)) == short
    assert not own.is_working(date(2024, 8, 21))
    assert own.hours_on(date(2024, 8, 22)) == NINE_TO_SIX
    assert own.working_days(month("2024-08")) == 21  # 21 of Hungary, one more and one less


def test_nth_working_day():
    may = month("2024-05")
    russia = calendar(country="RU")

    assert russia.nth_working_day(may, 1) == date(2024, 5, 2)
    assert russia.nth_working_day(may, 6) == date(2024, 5, 13)  # the 9th and 10th are off
    assert russia.nth_working_day(may, -1) == date(2024, 5, 31)
    assert russia.nth_working_day(may, 20) == date(2024, 5, 31)
    assert russia.nth_working_day(may, 21) is None
    assert russia.nth_working_day(may, -21) is None
    assert russia.nth_working_day(may, 0) is None


def test_from_friday_evening_to_monday_morning_two_hours_are_worked():
    assert calendar().worked(at(20, 17), at(23, 10)) == timedelta(hours=2)
    assert at(23, 10) - at(20, 17) == timedelta(hours=65)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ({}, 9 + 9),
        ({"hours": Hours.of("09:00-18:00", "13:00-14:00")}, 8 + 8),
        ({"exceptions": {date(2026, 3, 18): None}}, 9),  # a holiday of the company
        ({"exceptions": {date(2026, 3, 18): Hours.of("9-14", "13-14")}}, 9 + 4),  # a short day
        ({"absences": (Period(date(2026, 3, 17), date(2026, 3, 18)),)}, 9),  # sick on Tuesday
    ],
)
def test_breaks_holidays_and_absences_are_not_worked(said, hours):
    """From Tuesday morning to Wednesday night."""
    assert calendar(**said).worked(at(17, 8), at(18, 20)) == timedelta(hours=hours)


def test_a_person_who_is_away_has_a_calendar_of_their_own():
    away = calendar().without(month("2026-03-16..2026-03-20")).without(month("2026-03-25"))

    assert away.working_days(month("2026-03")) == 22 - 6
    assert calendar().working_days(month("2026-03")) == 22


def test_working_time_within_a_break_and_backwards():
    lunch = calendar(hours=Hours.of("09:00-18:00", "13:00-14:00"))

    assert lunch.worked(at(18, 13, 10), at(18, 13, 50)) == timedelta()
    assert lunch.worked(at(18, 12, 30), at(18, 14, 30)) == timedelta(hours=1)
    assert lunch.worked(at(18, 14, 30), at(18, 12, 30)) == -timedelta(hours=1)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25)])
def test_round_the_clock_a_day_is_as_long_as_it_is(day, hours):
    always = calendar(hours=Hours.of("00:00-24:00"), exceptions={date(*day): Hours.of("0-24")})

    assert always.shift(date(*day)).length == timedelta(hours=hours)


def test_instants_may_come_in_any_zone_but_not_without():
    moscow = [moment.astimezone(ZoneInfo("Europe/Moscow")) for moment in (at(20, 17), at(23, 10))]

    assert calendar().worked(*moscow) == timedelta(hours=2)
    with pytest.raises(TypeError, match="no zone"):
        calendar().worked(datetime(2026, 3, 20, 17), at(23, 10))  # noqa: DTZ001


# Days of which the clocks change at two in the morning, by half an hour, and at midnight.
CHANGES = {
    "Europe/Budapest": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Havana": ("2026-03-08", "2026-11-01"),
    "Asia/Beirut": ("2026-03-29", "2026-10-25"),
}
OPEN = [("00:00-24:00", "13:00-14:00"), ("09:00-18:00", "12:30-13:00"), ("22:30-24:00", "")]
moments = st.integers(0, 5 * 24 * 60)


@st.composite
def worlds(draw):
    """A calendar that also works on the Sunday of the change, and two instants around it."""
    zone, sundays = draw(st.sampled_from([*CHANGES.items()]))
    sunday = date.fromisoformat(draw(st.sampled_from(sundays)))
    hours = Hours.of(*draw(st.sampled_from(OPEN)))
    away = draw(st.lists(st.integers(-2, 2).map(lambda n: sunday + timedelta(days=n)), max_size=1))
    own = calendar(
        zone=ZoneInfo(zone),
        hours=hours,
        exceptions={sunday: hours},
        absences=tuple(Period(day, day + timedelta(days=1)) for day in away),
    )
    friday = datetime.combine(sunday, datetime.min.time(), UTC) - timedelta(days=2)
    start, end = sorted((draw(moments), draw(moments)))
    return own, sunday, away, friday + start * MINUTE, friday + end * MINUTE


def counted(own, sunday, away, start, end):
    """The slow way round: look at the clock each minute."""
    minutes = 0
    while start < end:
        wall = start.astimezone(own.zone)
        day, minute, hours = wall.date(), wall.hour * 60 + wall.minute, own.hours
        open_day = (day == sunday or wall.weekday() < 5) and day not in away
        at_work = hours.opens <= minute < hours.closes
        paused = hours.pause_since <= minute < hours.pause_until
        minutes += open_day and at_work and not paused
        start += MINUTE
    return minutes


def test_working_time_is_what_counting_minutes_finds():
    found = []

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(worlds())
    def law(world):
        own, *_, start, end = world
        found.append(counted(*world))
        assert own.worked(start, end) == found[-1] * MINUTE

    law()
    assert sum(n > 0 for n in found) > len(found) / 4, "the law is about something"


@settings(deadline=None)
@given(worlds(), moments)
def test_working_time_adds_up(world, between):
    own, sunday, _, start, end = world
    middle = datetime.combine(sunday, datetime.min.time(), UTC) + between * MINUTE

    assert own.worked(start, middle) + own.worked(middle, end) == own.worked(start, end)
