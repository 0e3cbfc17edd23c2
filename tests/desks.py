"""A desk over rows in memory, for tests of what reports hold."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

from merilo.company import Company
from merilo.facts.lake import Snapshot
from merilo.facts.rows import Row
from merilo.report.desk import Desk
from tests.builders import NOWHERE, TODAY, OverRows


class InTurn(OverRows):
    """Over rows in memory there is one cursor: whoever asks at the same time waits."""

    turn = Lock()

    def rows(self, sql: str, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
        with self.turn:
            return iter([*super().rows(sql, snapshot)])


ENGINE = InTurn({})  # one for all: what it wrote once it need not write again
number = count(1)


def desk(today: date = TODAY, zone: str = "Europe/Moscow", **tables: Iterable[Row]) -> Desk:
    """A desk of its own: what one has answered is not another's."""
    company = Company(zone=zone, currency="RUB")
    made = Desk(Path(f"/nowhere/{next(number)}"), company, NOWHERE, today)
    ENGINE.hold(tables)
    made.__dict__["engine"] = ENGINE
    return made
