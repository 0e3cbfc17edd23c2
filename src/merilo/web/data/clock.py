"""Moments as people of the company read them, facts or none."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from merilo.company import Company
from merilo.report.figures import day
from merilo.web.accounts.clock import told
from merilo.words import spoken


def when(value: datetime) -> str:
    """A moment in the company's zone."""
    clock = Company.load(Path(settings.HOME)).clock
    return told(value.astimezone(clock))


def day_of(said: str) -> str:
    """A day that was kept as text."""
    return day(date.fromisoformat(said), "day", spoken.get())
