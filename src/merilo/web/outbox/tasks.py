"""Carrying as work of the worker: huey finds it by this module's name.

Two at once do no harm: the lake has one pen, and counts what it has taken.
"""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from merilo.web.outbox.carry import carry


@db_task()  # type: ignore[untyped-decorator]
def carry_over() -> None:
    """As soon as something is typed."""
    carry()


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def again() -> None:
    """What was left, because somebody wrote for long or the server fell."""
    carry()
