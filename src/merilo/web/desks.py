"""The desk at which the pages ask: one for all, until facts, settings or the day change."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from merilo.company import NAME
from merilo.errors import NoFacts
from merilo.metrics.own import NAME as OWN
from merilo.report.desk import Desk
from merilo.web.clock import Mark, mark, today

MAKING = Lock()


def desk() -> Desk:
    """The desk over the newest snapshot. NoFacts where there is none yet."""
    home = Path(settings.HOME)
    with MAKING:
        found = _at(home, marks(), today())
    if found is None:
        raise NoFacts(str(home))
    return found


def marks() -> tuple[Mark, ...]:
    """What changes when facts or settings do."""
    home = Path(settings.HOME)
    return tuple(mark(home / name) for name in ("lake/published.json", NAME, OWN))


@lru_cache(maxsize=1)
def _at(home: Path, marks: tuple[Mark, ...], day: date) -> Desk | None:
    if not marks[0][0]:
        return None
    return Desk.at(home, day)
