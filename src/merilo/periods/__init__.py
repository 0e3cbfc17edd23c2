"""Periods, grains, the company's year and working calendars. "Now" and the zone are arguments."""

from merilo.periods.calendar import Calendar
from merilo.periods.hours import Hours, Shift
from merilo.periods.instants import aware, elapsed, instant
from merilo.periods.period import Period, Whole
from merilo.periods.said import FORMS
from merilo.periods.year import GREGORIAN, Grain, Year

__all__ = [
    "FORMS",
    "GREGORIAN",
    "Calendar",
    "Grain",
    "Hours",
    "Period",
    "Shift",
    "Whole",
    "Year",
    "aware",
    "elapsed",
    "instant",
]
