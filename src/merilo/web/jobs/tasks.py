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


@db_periodic_task(crontab(minute="10"))  # type: ignore[untyped-decorator]
def back_up() -> None:
    """Each hour, so that a night in which nobody was there is made good in the morning."""
    from merilo.web.jobs.nightly import tonight

    tonight(datetime.now(UTC))


@HUEY.on_startup()  # type: ignore[untyped-decorator]
def begin() -> None:
    """At the worker's start, once however many threads it has: what runs, runs no more."""
    with ONCE:  # imports, too: threads that load the same libraries at once may wait for each other
        from merilo.web.connections.reading import settle as unread
        from merilo.web.data.sweep import settle
        from merilo.web.notices.send import resume
        from merilo.web.outbox.carry import settle as uncarried

        if hold():
            close_db(resume)()
            close_db(unread)()
            close_db(uncarried)()
            close_db(lambda: start.sweep(datetime.now(UTC), dead=True))()
            settle(datetime.now(UTC))
