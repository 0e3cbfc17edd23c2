"""The desk at which the pages ask: one for all, until facts, settings or the day change."""

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings

from merilo.company import NAME, Company
from merilo.errors import NoFacts
from merilo.metrics.own import NAME as OWN
from merilo.report.desk import Desk

MAKING = Lock()


def desk() -> Desk:
    """The desk over the newest snapshot. NoFacts where there is none yet."""
    home = Path(settings.HOME)
    marks = tuple(mark(home / name) for name in ("lake/published.json", NAME, OWN))
    with MAKING:
        found = _at(home, marks, today(home, marks[1]))
    if found is None:
        raise NoFacts(str(home))
    return found


def mark(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_ino


def today(home: Path, settings_mark: tuple[int, int]) -> date:
    """The company's day."""
    return datetime.now(UTC).astimezone(ZoneInfo(_zone(home, settings_mark))).date()


@lru_cache(maxsize=1)
def _zone(home: Path, _mark: tuple[int, int]) -> str:
    return Company.load(home).zone


@lru_cache(maxsize=1)
def _at(home: Path, marks: tuple[tuple[int, int], ...], day: date) -> Desk | None:
    if not marks[0][0]:
        return None
    return Desk.at(home, day)
