"""Moments as people of the company read them, facts or none."""

from datetime import date, datetime
from pathlib import Path

from babel.dates import format_datetime
from django.conf import settings

from merilo.company import Company
from merilo.report.figures import day
from merilo.words import spoken


def when(value: datetime) -> str:
    """A moment in the company's zone."""
    clock = Company.load(Path(settings.HOME)).clock
    return str(format_datetime(value.astimezone(clock), "short", locale=spoken.get()))


def day_of(said: str) -> str:
    """A day that was kept as text."""
    return day(date.fromisoformat(said), "day", spoken.get())
