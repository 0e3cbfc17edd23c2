"""A home with a telephone system, and perhaps a CRM: what the tests of calls share."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.sync.client import Patience
from merilo.sources.sync.connection import Connection, keep
from merilo.sources.sync.load import Result
from merilo.sources.sync.protocol import Account, Limits
from merilo.sources.sync.run import Sync
from merilo.sources.sync.vault import Vault

HASTE = Patience(tries=6, first_s=0.01, most_s=0.02, all_s=20.0)


@dataclass
class Lines:
    """A home; `clock` tells its time."""

    home: Path
    clock: Callable[[], float]
    made: dict[str, Connection] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Company(zone="Europe/Moscow", currency="RUB").save(self.home)

    def connect(
        self, name: str, connector: str, settings: Mapping[str, Any] | None = None, **more: Any
    ) -> Connection:
        """A connection, with what is secret of it under `secrets`."""
        Vault(self.home).write(name, more.pop("secrets", {}))
        made = Connection(name, connector, settings=settings or {}, **more)
        keep(self.home, made)
        self.made[name] = made
        return made

    def sync(self, name: str, **options: Any) -> list[Result]:
        """Read a connection."""
        options = {"clock": self.clock, "patience": HASTE, **options}
        sync = Sync(self.home, self.made[name], **options)
        sync.client.pace = replace(sync.client.pace, limits=Limits(100_000, 100, burst=100))
        return sync.run()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the lake answers."""
        with closing(duckdb.connect()) as db:
            db.execute("set TimeZone = 'UTC'")
            show(db, Lake(self.home / "lake").snapshot())
            return db.execute(query).fetchall()

    @property
    def number(self) -> int:
        """Of the snapshot."""
        return Lake(self.home / "lake").snapshot().number

    def told(self, name: str) -> list[dict[str, Any]]:
        """The calls of a connection as the truth of a fake tells them."""
        return [
            {**dict(zip(TRUTH, row, strict=True)), "result": json.loads(row[-1] or "null")}
            for row in self.rows(
                "select id, kind, direction, epoch(occurred_at)::bigint, duration_s, outcome, "
                "coalesce(extra ->> '$.operator.id', extra ->> '$.operator.extension'), author, "
                "recording, (extra -> '$.result')::text "
                f"from activities where connection = '{name}' order by occurred_at, id"
            )
        ]


TRUTH = ("id", "kind", "direction", "occurred_at", "duration_s", "outcome", "operator", "author",
         "recording", "result")  # fmt: skip


def truth(fake: Any) -> list[dict[str, Any]]:
    """The calls of a fake, in the same order."""
    return sorted(fake.truth()["activities"], key=lambda row: (row["occurred_at"], row["id"]))


def greet(home: Path, connection: Connection, **options: Any) -> Account:
    """Test the connection: who it says it is. Errors of the source as they are."""
    sync = Sync(home, connection, **options)
    try:
        return sync.connector.hello(sync.client)
    finally:
        sync.close()
