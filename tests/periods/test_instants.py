"""The wall clock against what really passes, at the changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.periods import aware, elapsed, instant

BUDAPEST = ZoneInfo("Europe/Budapest")
# Half an hour, an hour at midnight, back over midnight, a whole day that never was.
CHANGES = {
    "Europe/Budapest": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/St_Johns": (date(2006, 4, 2), date(2006, 10, 29)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 12, 31)),
}
places = st.sampled_from([(zone, day) for zone, both in CHANGES.items() for day in both])


@pytest.mark.parametrize(
    ("start", "hours"), [((2026, 3, 28), 23), ((2026, 10, 24), 25), ((2026, 5, 1), 24)]
)
def test_from_noon_to_noon_of_the_clock(start, hours):
    noon = datetime(*start, 12, tzinfo=BUDAPEST)

    assert elapsed(noon, noon + timedelta(days=1)) == timedelta(hours=hours)
    assert elapsed(noon + timedelta(days=1), noon) == -timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "minute", "utc"),
    [
        (date(2026, 3, 29), 119, "2026-03-29T00:59"),
        (date(2026, 3, 29), 120, "2026-03-29T01:00"),  # jumped over, as are the next two
        (date(2026, 3, 29), 150, "2026-03-29T01:00"),
        (date(2026, 3, 29), 179, "2026-03-29T01:00"),
        (date(2026, 3, 29), 180, "2026-03-29T01:00"),
        (date(2026, 3, 29), 181, "2026-03-29T01:01"),
        (date(2026, 10, 25), 150, "2026-10-25T00:30"),  # shown twice: the first
        (date(2026, 10, 25), 180, "2026-10-25T02:00"),
        (date(2026, 10, 25), 1440, "2026-10-25T23:00"),
    ],
)
def test_time_of_the_clock_as_an_instant(day, minute, utc):
    assert instant(day, minute, BUDAPEST) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(places, st.lists(st.integers(-1440, 2880), min_size=2))
def test_a_later_time_of_the_clock_is_never_an_earlier_instant(place, minutes):
    zone, day = ZoneInfo(place[0]), place[1]

    instants = [instant(day, minute, zone) for minute in sorted(minutes)]

    assert instants == sorted(instants)


@given(places, st.integers(-1440, 2880))
def test_the_clock_shows_the_time_at_the_instant_unless_it_jumps(place, minute):
    zone = ZoneInfo(place[0])
    wall = datetime.combine(place[1], datetime.min.time()) + timedelta(minutes=minute)

    shown = instant(place[1], minute, zone).astimezone(zone).replace(tzinfo=None)

    before = instant(place[1], minute, zone) - timedelta(seconds=1)
    assert shown == wall or before.astimezone(zone).replace(tzinfo=None) < wall < shown


def test_an_instant_without_a_zone_is_nobody_s():
    with pytest.raises(TypeError, match="no zone"):
        aware(datetime(2026, 1, 1))  # noqa: DTZ001
