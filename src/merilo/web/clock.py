"""The company's clock, also while there are no facts: its day, and instants as people read them."""

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.conf import settings

from merilo.company import NAME, Company
from merilo.periods import Calendar
from merilo.report.figures import day
from merilo.words import spoken

Mark = tuple[int, int]


def mark(path: Path) -> Mark:
    """What changes when a file does."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_ino


def zone() -> ZoneInfo:
    """The company's zone."""
    return _company(*_here()).clock


def _here() -> tuple[Path, Mark]:
    home = Path(settings.HOME)
    return home, mark(home / NAME)


@lru_cache(maxsize=1)
def _company(home: Path, _mark: Mark) -> Company:
    return Company.load(home)


def calendar() -> Calendar:
    """The company's working calendar, as its settings say now."""
    return _company(*_here()).calendar


def today() -> date:
    """The company's day."""
    return datetime.now(UTC).astimezone(zone()).date()


def clock(at: datetime | None) -> str:
    """Day and minute, in English so that the day is not taken for the month; "" for never."""
    if at is None:
        return ""
    form = "d MMM y, HH:mm" if spoken.get() == "en" else "short"
    return str(format_datetime(at.astimezone(zone()), form, locale=spoken.get()))


def day_of(said: str) -> str:
    """A day that was kept as text."""
    return day(date.fromisoformat(said), "day", spoken.get())
