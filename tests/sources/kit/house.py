"""A home with one connection to a fake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.sync.client import Patience
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.load import Result
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Limits
from merilo.sources.sync.run import Sync
from merilo.sources.sync.vault import Vault

QUICK = Patience(tries=12, first_s=0.001, most_s=0.02, all_s=60)
FAST = Limits(per_second=20_000, page=250, timeout_s=2.0)


@dataclass
class Place:
    """A home, the fake that it reads, and what was found."""

    home: Path
    fake: Any  # what is read: one of `merilo.fakes`, or what a subject of the kit makes
    connector: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    name: str = "crm"
    limits: Limits = FAST
    since: date | None = None

    def __post_init__(self) -> None:
        if not (self.home / "merilo.yaml").exists():
            Company(zone="Europe/Moscow", currency="RUB").save(self.home)
        keep(self.home, self.connection)
        Vault(self.home).write(self.name, dict(self.secrets))

    @property
    def connection(self) -> Connection:
        settings = dict(self.settings)
        return Connection(self.name, self.connector, settings=settings, since=self.since)

    def sync(self, **options: Any) -> list[Result]:
        """Read it, in the fake's time."""
        given = {"clock": self.fake.clock.exact, "limits": self.limits, "patience": QUICK}
        results = Sync(self.home, self.connection, **{**given, **options}).run()
        for result in results:
            assert all(count.whole for count in result.counts.values()), result.counts
        return results

    def later(self, seconds: int = 1300, times: int = 1) -> None:
        """Time passes, and it is read again."""
        for _ in range(times):
            self.fake.clock.advance(seconds)
            self.sync()

    def rows(self, query: str) -> list[tuple]:
        """What the lake answers; nothing, before it holds anything."""
        if not Lake(self.home / "lake").exists():
            return []
        with duckdb.connect() as db:
            show(db, self.snapshot)
            return db.execute(query).fetchall()

    @property
    def snapshot(self):
        return Lake(self.home / "lake").snapshot()

    @property
    def versions(self) -> Mapping[str, int]:
        """The versions of the tables: another one is a change."""
        return dict(self.snapshot.versions)

    def marks(self) -> Marks:
        return Marks(self.home, self.name)
