"""Checking as work of the worker: huey finds it by this module's name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from merilo.web.alerts.check import check, utc


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def look() -> None:
    """Every minute: what changed since the last look is judged, facts that came foremost; ten
    minutes passed are a change, too."""
    check(utc())


@db_task()  # type: ignore[untyped-decorator]
def look_now() -> None:
    """As soon as a rule is set."""
    check(utc(), anew=True)
