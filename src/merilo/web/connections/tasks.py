"""Reading as work of the worker: huey finds it by this module's name."""

from datetime import UTC, datetime

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from merilo.errors import Error
from merilo.sources.sync.connection import read as connection_of
from merilo.web.connections import reading, trips, trouble
from merilo.web.connections.models import Reading

OFTEN_S = 60  # what is read more often does not wait for the minute


@db_task()  # type: ignore[untyped-decorator]
def read(name: str) -> None:
    """Read a connection, if it is due; once more if somebody asked meanwhile."""
    if not reading.read(name):
        return  # somebody else does, who also sees to what comes next
    if Reading.objects.filter(name=name, wanted=True).exists():
        read(name)
    else:
        later(name)


def later(name: str) -> None:
    """The next reading of one that is read more often than once a minute."""
    try:
        connection = connection_of(reading.home(), name)
    except Error:
        return
    if connection.every_s < OFTEN_S and not connection.paused:
        read.schedule((name,), delay=connection.every_s)


def wake(name: str) -> None:
    """Have it read at once."""
    reading.ask(name)
    read(name)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def look() -> None:
    """Every minute: what is due is read, each as work of its own."""
    now = datetime.now(UTC)
    for name in reading.all_due(now):
        read(name)


@db_periodic_task(crontab(minute="40", hour="6"))  # type: ignore[untyped-decorator]
def endings() -> None:
    """Once a day: tokens that end soon; and trips to a provider that nobody came back from."""
    trips.forget(datetime.now(UTC))
    for connection in reading.sound():
        trouble.watch(connection, datetime.now(UTC))
