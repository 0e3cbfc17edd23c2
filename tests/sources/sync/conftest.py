"""A home with a connection to the toy, and a clock that the test sets."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.sync import run
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.run import Sync
from tests.sources.sync.toy import START, Deals, Toy


@dataclass
class House:
    """A home; `now` is its time."""

    home: Path
    toy: Toy
    now: float = START

    @property
    def deals(self) -> Deals:
        return self.toy.streams[0]

    def sync(self, **options) -> list[run.Result]:
        return Sync(self.home, self.connection, clock=lambda: self.now, **options).run()

    @property
    def connection(self) -> Connection:
        return Connection("toy", "toy", settings={"qualifies": ["p/deal"]})

    def marks(self) -> Marks:
        """What is remembered of it."""
        return Marks(self.home, "toy")

    def rows(self, query: str) -> list[tuple]:
        """What the lake answers."""
        with duckdb.connect() as db:
            show(db, Lake(self.home / "lake").snapshot())
            return db.execute(query).fetchall()

    @property
    def number(self) -> int:
        return Lake(self.home / "lake").snapshot().number


@pytest.fixture
def house(tmp_path, monkeypatch) -> House:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    home = tmp_path / "home"
    Company(zone="Europe/Moscow", currency="RUB").save(home)
    toy = Toy()
    monkeypatch.setattr(run, "connector", lambda name: toy)
    found = House(home, toy)
    keep(home, found.connection)
    return found
