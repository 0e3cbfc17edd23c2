"""What the worker knows how to do: huey finds it by this module's name."""

from datetime import UTC, datetime
from threading import Lock

from huey import crontab
from huey.contrib.djhuey import HUEY, close_db, db_periodic_task, db_task

from merilo.web.jobs import start
from merilo.web.jobs.alive import hold

ONCE = Lock()


@db_task()  # type: ignore[untyped-decorator]
def work(pk: str) -> None:
    """Do a run."""
    start.do(pk)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Every minute: what fell is taken up, what nobody finished is cleared away."""
    from merilo.web.data.sweep import clear

    now = datetime.now(UTC)
    start.sweep(now)
    clear(now)


@HUEY.on_startup()  # type: ignore[untyped-decorator]
def begin() -> None:
    """At the worker's start, once however many threads it has: what runs, runs no more."""
    from merilo.web.connections.reading import settle as unread
    from merilo.web.data.sweep import settle
    from merilo.web.notices.send import resume

    with ONCE:
        if hold():
            close_db(resume)()
            close_db(unread)()
            close_db(lambda: start.sweep(datetime.now(UTC), dead=True))()
            settle(datetime.now(UTC))
