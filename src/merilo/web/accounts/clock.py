"""Instants in the company's zone, also while there are no facts."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.conf import settings

from merilo.company import NAME, Company
from merilo.web.desks import mark
from merilo.words import spoken


def zone() -> ZoneInfo:
    """The company's zone."""
    home = Path(settings.HOME)
    return _zone(home, mark(home / NAME))


@lru_cache(maxsize=1)
def _zone(home: Path, _mark: tuple[int, int]) -> ZoneInfo:
    return ZoneInfo(Company.load(home).zone)


def clock(at: datetime | None) -> str:
    """Day and minute; "" for never."""
    return told(at.astimezone(zone())) if at else ""


def told(at: datetime) -> str:
    """Day and minute; in English so that the day is not taken for the month."""
    form = "d MMM y, HH:mm" if spoken.get() == "en" else "short"
    return str(format_datetime(at, form, locale=spoken.get()))
