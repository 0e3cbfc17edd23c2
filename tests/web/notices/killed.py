"""A worker that is killed while it sends, in processes that `tests.warm` forks; run by test_killed.

`prepare PORT PORT` makes a home with messages that wait, to a mail server and a receiver of
webhooks at those ports; `work N MINUTES` is a pass of the worker so many minutes later, which kills
itself (kill -9) at its N-th step, 0 never; `finish` is the worker after it, and prints how the
messages stand.

A step is every query that writes, and every word to another server before it goes and after.
"""

import json
import os
import smtplib
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bomb import Bomb

HOME = Path(os.environ["MERILO_HOME"])
NOON = datetime(2018, 1, 15, 9, tzinfo=UTC)


def prepare(_post: int, hook: int) -> dict[str, Any]:
    """Somebody with a channel of each kind, and one that gathers; three notices."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from merilo.web.accounts.models import Role, User
    from merilo.web.notices import tell as telling
    from merilo.web.notices.models import Channel, Kind
    from merilo.web.notices.sealed import seal

    setattr(telling, "call", lambda: None)  # noqa: B010
    key = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    sealed = seal({"address": f"http://127.0.0.1:{hook}/in", "key": key})
    for name, hour in (("ann", None), ("bob", 9)):
        who = User.objects.create_user(f"{name}@example.com", name=name, role=Role.SELLER)
        Channel.objects.create(to=who, way="mail", kinds=[*Kind], hour=hour)
        Channel.objects.create(to=who, way="webhook", kinds=[*Kind], hour=hour, sealed=sealed)
        for number in range(2):
            at = NOON - timedelta(minutes=10 - number)
            telling.tell(who, "task", f"task {number}", f"{name} {number}", at)
    return {}


def work(step: int, minutes: int) -> dict[str, Any]:
    """A pass of the worker, with a bomb in it."""
    from merilo.web.notices.send import pass_over

    return {"steps": bomb(step), "sent": pass_over(NOON + timedelta(minutes=minutes))}


def bomb(step: int) -> list[str]:
    """Counts steps, and kills this process at that one; their names, as they come."""
    from django.db import connection

    bomb = Bomb(step)

    def query(execute: Any, sql: str, *more: Any) -> Any:
        writes = sql.split()[0] in ("INSERT", "UPDATE", "DELETE")
        if writes:
            bomb.tick(f"before {sql[:20]}")
        found = execute(sql, *more)
        if writes:
            bomb.tick(f"after {sql[:20]}")
        return found

    connection.execute_wrappers.append(query)
    for name in ("connect", "mail", "rcpt", "data", "quit"):
        bomb.around(smtplib.SMTP, name)
    bomb.around(socket, "create_connection")
    import http.client

    bomb.around(http.client.HTTPConnection, "request")
    bomb.around(http.client.HTTPConnection, "getresponse")
    return bomb.steps


def finish() -> dict[str, Any]:
    """The worker that comes after: a minute later, while the claim holds, and once it is over."""
    from merilo.web.notices.send import pass_over

    for minutes in (1, 6):
        pass_over(NOON + timedelta(minutes=minutes))
    return tell()


def tell() -> dict[str, Any]:
    """How the messages stand."""
    from merilo.web.notices.models import Delivery

    return {"states": sorted({*Delivery.objects.values_list("state", flat=True)}),
            "tries": max(Delivery.objects.values_list("tries", flat=True))}  # fmt: skip


def main(what: str, *numbers: str) -> None:
    """One of these, by its name, in a process that tests.warm has forked."""
    ways: dict[str, Any] = {"prepare": prepare, "work": work, "finish": finish}
    sys.stdout.write(json.dumps(ways[what](*map(int, numbers))))
