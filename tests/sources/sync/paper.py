"""A source whose records are rows already: for what the engine makes of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from merilo.sources.sync.protocol import (
    Account,
    Batch,
    Client,
    Door,
    Ground,
    Hint,
    Known,
    Limits,
    Mark,
    Record,
    Row,
    Span,
)  # fmt: skip


@dataclass
class Sheet:
    """All of it, each time."""

    rows_: dict[str, Record] = field(default_factory=dict)
    name = "sheet"
    feeds = ("activities",)
    timed = False
    settle_s = 0
    overlap_s = 0
    every_s = 0

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        yield Batch([dict(one) for one in self.rows_.values()], {})

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        yield Row(record["table"], record["values"], record["extra"])

    def hints(self, record: Record) -> Iterator[Hint]:
        return iter(())

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        yield [dict(self.rows_[id]) for id in ids if id in self.rows_]

    def ids(self, client: Client) -> None:
        return None

    def keys(self, id: str) -> list[tuple[str, str]]:
        return [("activities", id)]


@dataclass
class Paper:
    """The connector."""

    kind: str
    sheet: Sheet = field(default_factory=Sheet)
    name = "paper"
    title = "Paper"
    sign_in = ()
    settings = ()
    limits = Limits(per_second=1000, page=2)

    @property
    def streams(self) -> tuple[Sheet, ...]:
        return (self.sheet,)

    def put(self, table: str, id: str, extra: dict[str, Any] | None = None, **said: Any) -> None:
        """A row from now on."""
        self.sheet.rows_[id] = {"id": id, "table": table, "values": {"id": id, **said},
                                "extra": extra or {}}  # fmt: skip

    def take(self, id: str) -> None:
        """It is there no more."""
        del self.sheet.rows_[id]

    def door(self, settings: Any, secrets: Any) -> Door:
        return Door("http://127.0.0.1:9")

    def judge(self, answer: Any) -> None:
        return None

    def hello(self, client: Client) -> Account:
        return Account("Paper", "Europe/Moscow", "RUB")

    def fields(self, client: Client) -> list[Known]:
        return []
