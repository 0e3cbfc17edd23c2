"""A connection taken away with what it brought: work of the worker, which may be killed and done
again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from merilo.errors import Unknown
from merilo.sources.sync import leave as facts
from merilo.sources.sync.connection import Connection, read
from merilo.web.accounts.models import User
from merilo.web.connections import change, reading, trouble
from merilo.web.connections.models import Reading
from merilo.web.jobs.at_work import Work
from merilo.words import say


def leave(work: Work) -> Mapping[str, Any]:
    """Its rows are marked as deleted, then it is forgotten."""
    name, home = work.arguments["connection"], Path(settings.HOME)
    try:
        connection = read(home, name)
    except Unknown:  # a worker that died had done it
        return {}
    work.tell(0.1, say("Taking away what {name} brought ...", name=connection.called))
    with reading.nobody(name):
        work.check()
        facts.leave(home, name, datetime.now(UTC))
    forgotten(work.run.who, connection, work.arguments["rows"])
    return {}


def forgotten(who: User | None, connection: Connection, rows: Mapping[str, int]) -> None:
    """Secrets, marks and settings go; `rows` were taken away. Impossible while it is read."""
    name = connection.name
    with reading.nobody(name):
        taken = {table: (count, None) for table, count in rows.items()}
        change.note(who, name, {"made": (connection.connector, None), **taken})
        trouble.clear(name, datetime.now(UTC))
        Reading.objects.filter(name=name).delete()
        facts.forget(Path(settings.HOME), name)
