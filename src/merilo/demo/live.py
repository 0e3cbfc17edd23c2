"""A demo company that keeps happening: an invented amoCRM on this machine, connected like a real
one.

What has happened follows from the seed and the time alone, so that the same company goes on when
it is started again.
"""

import dataclasses
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from merilo.company import NAME, Company
from merilo.demo.make import company
from merilo.errors import Taken
from merilo.facts.lake import Lake
from merilo.facts.lake.disk import replace
from merilo.facts.staff import Posting, Staff, staff
from merilo.fakes.__main__ import TOKEN
from merilo.sources.engine.typed import put_person, put_postings
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.hooks import hook
from merilo.sources.sync.run import Sync
from merilo.sources.sync.vault import Vault

LIVE = "demo-crm"  # the connection
PAST_S = 120 * 86_400  # how much of it has happened when it begins
PEOPLE, DEALS = 12, 900
KINDS = {"2": "meeting", "3": "presentation"}
QUALIFIES = ("7001/40004", "7002/40011")  # a meeting; terms are being agreed
OFFERS = ("7001/40005", "7002/40012")
BEGUN = "live.yaml"
HIRED = date(2020, 1, 1)


@dataclass(frozen=True)
class Begun:
    """When it began, up to when it was built at first, and the token that opens it."""

    since: int
    until: int
    token: str


@contextmanager
def live(home: Path, port: int, now: Callable[[], float] = time.time) -> Iterator[str]:
    """The company, happening, in a process of its own; connected, and its last weeks read. Its
    address. It calls our pages on `port`. Taken if the home holds others' facts."""
    settle(home)
    begun = began(home, now())
    hooked = f"http://127.0.0.1:{port}{hook(Vault(home), LIVE)}"
    with happening(begun, hooked) as url:
        connect(home, url, begun.token)
        Sync(home, connection(url), past=False).run()  # the worker reads what lies before
        appoint(home, datetime.fromtimestamp(now(), UTC))
        yield url


@contextmanager
def happening(begun: Begun, hooked: str) -> Iterator[str]:
    """The invented amoCRM, as a child of this process. Its address."""
    words = [sys.executable, "-m", "merilo.fakes", "amocrm", "--live", "--busy", "0.6"]
    words += ["--people", str(PEOPLE), "--deals", str(DEALS), "--hook", hooked]
    words += ["--since", str(begun.since), "--until", str(begun.until)]
    child = subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env={**os.environ, TOKEN: begun.token}
    )
    try:
        assert child.stdout
        yield child.stdout.readline().split()[-1]
    finally:
        child.terminate()
        child.communicate()


def settle(home: Path) -> None:
    """A home of its own, with the demo company's settings."""
    lake = Lake(home.absolute() / "lake")
    if lake.exists():
        batches = lake.snapshot().batches
        if batches and f"sync:{LIVE}" not in batches:
            raise Taken(str(home), ", ".join(sorted(batches)))
    if not (home / NAME).exists():
        company().save(home)


def began(home: Path, now: float) -> Begun:
    """When it began: kept, so that its past stays."""
    path = home / BEGUN
    if path.exists():
        return Begun(**yaml.safe_load(path.read_text("utf-8")))
    found = Begun(int(now) - PAST_S, int(now), secrets.token_urlsafe(24))
    replace(path, yaml.safe_dump(vars(found)))
    path.chmod(0o600)
    return found


def connection(url: str) -> Connection:
    """The invented amoCRM as a connection: asked every half minute."""
    settings: dict[str, Any] = {"address": url, "task_kinds": KINDS, "qualifies": [*QUALIFIES],
                                "offers": [*OFFERS]}  # fmt: skip
    return Connection(LIVE, "amocrm", "amoCRM", settings, every_s=30)


def connect(home: Path, url: str, token: str) -> None:
    """Keep where it is now, and what opens it."""
    keep(home, connection(url))
    vault = Vault(home)
    vault.write(LIVE, {**vault.read(LIVE), "token": token})


def appoint(home: Path, now: datetime) -> None:
    """Who leads whom: the source does not say it, and somebody would have typed it."""
    today = Company.load(home).day(now)
    lake = Lake.open(home.absolute() / "lake")
    known = staff(lake.snapshot())
    if any(one.role for one in known.people.values()):
        return
    with lake.writing("staff of the demo company", now, 30) as load:
        for key, role, head in places(known):
            person = known.people[key]
            put_person(load, known, dataclasses.replace(person, head=head))
            unit = person.unit or next(iter(known.units))
            put_postings(load, known, key, [Posting(key, unit, role, HIRED, None)], today)


def places(known: Staff) -> list[tuple[str, str, str]]:
    """Of everybody: their key, their role, who leads them. The first of a unit leads it."""
    order = sorted(known.people)
    first = {known.people[key].unit: key for key in reversed(order)}
    director = order[0]
    found = []
    for key in order:
        leader = first[known.people[key].unit]
        if key == director:
            found.append((key, "director", ""))
        else:
            found.append((key, "head" if key == leader else "seller",
                          director if key == leader else leader))  # fmt: skip
    return found
