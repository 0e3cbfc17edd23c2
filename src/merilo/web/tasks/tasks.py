"""Reminding as work of the worker: huey finds it by this module's name."""

from datetime import UTC, datetime

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from merilo.web.tasks.remind import recur, remind


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def minute() -> None:
    """Every minute: what repeats, then who is to be reminded."""
    now = datetime.now(UTC)
    recur(now)
    remind(now)
