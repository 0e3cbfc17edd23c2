"""Hours as people write them."""

import pytest

from merilo.errors import SetupError
from merilo.periods import Hours


@pytest.mark.parametrize(
    ("hours", "pause", "minutes"),
    [
        ("09:00-18:00", "13:00-14:00", (540, 1080, 780, 840)),
        ("9-18", "13 – 14", (540, 1080, 780, 840)),
        ("09:30-17:15", "", (570, 1035, 1035, 1035)),
        ("0:00-24:00", "", (0, 1440, 1440, 1440)),
        ("09:00-13:30", "13:00-14:00", (540, 810, 780, 810)),  # the break is cut
        ("09:00-12:00", "13:00-14:00", (540, 720, 720, 720)),
        ("15:00-18:00", "13:00-14:00", (900, 1080, 900, 900)),
    ],
)
def test_hours_and_break(hours, pause, minutes):
    read = Hours.of(hours, pause)

    assert (read.opens, read.closes, read.pause_since, read.pause_until) == minutes


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "9",
        "18-9",
        "9-9",
        "22:00-06:00",
        "9:60-18:00",
        "09:00-24:01",
        "25-26",
        "9-18-20",
        "٩-١٨",
    ],
)
def test_hours_that_are_none_are_refused(hours):
    with pytest.raises(SetupError) as refused:
        Hours.of(hours, setting="exceptions.2026-12-31")

    assert (refused.value.setting, refused.value.value) == ("exceptions.2026-12-31", hours)


def test_a_wrong_break_is_named_as_the_break():
    with pytest.raises(SetupError, match="pause is '14-13'"):
        Hours.of("9-18", "14-13")
