"""Draining as work of the worker: huey finds it by this module's name."""

import time
from pathlib import Path

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from merilo.errors import Error
from merilo.sources.sync.alone import Busy
from merilo.sources.sync.client import Stopped
from merilo.sources.sync.connection import read
from merilo.sources.sync.run import Sync
from merilo.web.connections.reading import state_of
from merilo.web.connections.trouble import until
from merilo.web.hooks.drain import drain
from merilo.web.hooks.models import Call


@db_task()  # type: ignore[untyped-decorator]
def drain_soon(connection: str) -> None:
    """As soon as somebody called."""
    drain_now(connection)


def drain_now(connection: str) -> None:
    """Look at what the calls name, and at what else is new."""
    if not drain(connection):
        return
    home = Path(settings.HOME)
    try:
        told = read(home, connection)
        shut = until(state_of(connection)) > time.time()  # to ask now would make it worse
        if not told.paused and not shut:
            Sync(home, told, past=False).run()
    except (Busy, Stopped):
        return  # whoever reads now, or next, finds the hints
    except Error:
        return  # noted on the connection; the next reading tries again


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def drain_left() -> None:
    """What was left because the worker was not there."""
    for connection in Call.objects.order_by().values_list("connection", flat=True).distinct():
        drain_soon(connection)
