"""Sending as work of the worker: huey finds it by this module's name."""

from datetime import UTC, datetime

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from merilo.web.notices.send import clear, pass_over


@db_task()  # type: ignore[untyped-decorator]
def send_now() -> None:
    """As soon as somebody is told."""
    pass_over(datetime.now(UTC))


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def again() -> None:
    """What is due by now: quiet hours that are over, gatherings, second tries."""
    pass_over(datetime.now(UTC))


@db_periodic_task(crontab(minute="20", hour="3"))  # type: ignore[untyped-decorator]
def tidy() -> None:
    """Once a day: the log of long ago."""
    clear(datetime.now(UTC))
