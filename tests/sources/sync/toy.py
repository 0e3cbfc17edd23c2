"""A source that is a list in memory: for what the engine does, whatever the source is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from merilo.sources.sync import faults
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

START = 1_760_000_000  # 2025-10-09


def iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


@dataclass
class Deals:
    """Deals with the time at which they changed, two on a page."""

    rows_: dict[str, Record] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    lacking: bool = False
    called: str = "Deal"  # how rows are mapped
    name = "deals"
    feeds = ("deals",)
    timed = True
    settle_s = 60
    overlap_s = 600
    every_s = 0

    def put(self, id: str, at: int, **said: Any) -> None:
        self.rows_[id] = {"id": id, "at": at, "outcome": "open", "amount": "10", **said}

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        self.spans.append(span)
        if self.lacking:
            raise faults.Lacking("no right")
        found = sorted(
            (r for r in self.rows_.values() if span.since <= r["at"] <= span.until),
            key=lambda r: (r["at"], r["id"]),
        )
        first = mark["n"] if mark else 0
        for n in range(first, len(found), 2):
            some = [dict(r) for r in found[n : n + 2]]
            yield Batch(some, {"n": n + len(some), "at": some[-1]["at"]})

    def rows(self, record: Record, ground: Ground) -> Iterator[Row]:
        values = {
            "id": record["id"],
            "name": f"{self.called} {record['id']}",
            "owner": record.get("owner"),
            "pipeline": "p",
            "stage": record.get("stage", "p/new"),
            "outcome": record["outcome"],
            "amount": record["amount"],
            "created": iso(record.get("created", record["at"])),
            "closed": iso(record["at"]) if record["outcome"] != "open" else None,
            "updated": iso(record["at"]),
        }
        yield Row("deals", values, record.get("extra"))

    def hints(self, record: Record) -> Iterator[Hint]:
        for id in record.get("merged", ()):
            yield Hint("deals", id)

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        yield [dict(self.rows_[id]) for id in ids if id in self.rows_]

    def ids(self, client: Client) -> Iterator[list[str]]:
        yield [*self.rows_]

    def keys(self, id: str) -> Iterator[tuple[str, str]]:
        yield "deals", id


@dataclass
class Toy:
    """The connector; `streams[0]` is its list of deals."""

    streams: tuple[Deals, ...] = field(default_factory=lambda: (Deals(),))
    name = "toy"
    title = "Toy"
    kind = "crm"
    sign_in = ()
    settings = ()
    limits = Limits(per_second=1000, page=2)
    greeted: int = 0
    known: list[Known] = field(default_factory=list)

    def door(self, settings: Any, secrets: Any) -> Door:
        return Door("http://127.0.0.1:9")

    def judge(self, answer: Any) -> None:
        return None

    def hello(self, client: Client) -> Account:
        self.greeted += 1
        return Account("Toy & Co", "Europe/Moscow", "RUB", datetime(2025, 1, 1, tzinfo=UTC))

    def fields(self, client: Client) -> list[Known]:
        return self.known
