"""Reminders as work of the worker: huey finds it by this module's name."""

from datetime import UTC, datetime

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from merilo.web.daily.remind import remind


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def reminders() -> None:
    """Every minute: whoever it is time to tell is told, once."""
    remind(datetime.now(UTC))
