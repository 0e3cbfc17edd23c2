"""Where tests of the intake hand in small files: text in, rows of the lake out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from arro3.core import Array, DataType, Table

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.facts.tables import TABLES
from merilo.sources.files import load
from merilo.sources.files.load import Home, Import, Outcome
from merilo.sources.files.mapping import Feed, Formats, Plan, Take
from merilo.sources.files.sheet import Broken, Chunk, Flaw, Sheet
from merilo.sources.files.targets import TARGETS

NOW = datetime(2018, 1, 15, 9, tzinfo=UTC)


def sheet(
    text: str,
    name: str = "deals.csv",
    chunk: int = 1000,
    broken: Sequence[Broken] = (),
    flaws: Sequence[Flaw] = (),
) -> Sheet:
    """A sheet of lines parted by `;`, its header the first; `_` is an empty cell."""
    header, *lines = [line.split(";") for line in text.strip("\n").split("\n")]
    rows = [[None if cell in ("", "_") else cell for cell in line] for line in lines]

    def chunks() -> Iterator[Chunk]:
        for start in range(0, max(len(rows), 1), chunk):
            some = rows[start : start + chunk]
            told = (broken, flaws) if start + chunk >= len(rows) else ((), ())
            yield Chunk(_table(header, some, start + 2), len(some), 1.0, *told)

    return Sheet(Path(name), "", tuple(header), "CSV", len(text), chunks)


def _table(header: Sequence[str], rows: Sequence[Sequence[str | None]], first: int) -> Table:
    columns = {"_row": Array(list(range(first, first + len(rows))), DataType.int64())}
    for place in range(len(header)):
        columns[f"c{place}"] = Array([row[place] for row in rows], DataType.utf8())
    return Table.from_pydict(columns)


def feed(table: str, header: Sequence[str], **said: Any) -> Feed:
    """Columns whose captions are slots are mapped; a caption `slot=word` is a constant."""
    slots = TARGETS[table].slots
    columns = {c: Take((n,)) for n, c in enumerate(header) if c in slots}
    constants = {name: Take(constant=word) for name, word in said.pop("constants", {}).items()}
    return Feed(table, {**columns, **constants}, **said)


@dataclass
class Desk:
    """A home of a company in Moscow that counts in roubles; each taking is a day later."""

    path: Path
    company: Company = field(default_factory=lambda: Company(zone="Europe/Moscow", currency="RUB"))
    now: datetime = NOW
    connection: str = ""

    def take(
        self,
        text: str,
        table: str = "deals",
        formats: Formats | None = None,
        dry: bool = False,
        chunk: int = 1000,
        broken: Sequence[Broken] = (),
        flaws: Sequence[Flaw] = (),
        name: str = "deals.csv",
        feeds: Sequence[Feed] = (),
        **said: Any,
    ) -> Outcome:
        """Import the text into the table."""
        paper = sheet(text, name, chunk, broken, flaws)
        if "id" not in paper.header and "key" not in said and not feeds:
            said["key"] = tuple(k for k in TARGETS[table].key if k in paper.header)
        feeds = tuple(feeds) or (feed(table, paper.header, **said),)
        plan = Plan(feeds, formats or Formats())
        where = Home(self.path, self.company, self.now)
        outcome = Import(paper, plan, where, self.connection).run(dry)
        self.now += timedelta(days=1)
        return outcome

    @property
    def snapshot(self):
        """The newest one."""
        return Lake.open(self.path / "lake").snapshot()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What SQL by hand finds in the lake."""
        with duckdb.connect() as db:
            db.execute("set TimeZone = 'UTC'")
            show(db, self.snapshot, [name for name in TABLES if name in query])
            return db.execute(query).fetchall()

    def one(self, query: str) -> Any:
        """The only row, its only value if there is but one."""
        (row,) = self.rows(query)
        return row if len(row) > 1 else row[0]


@contextmanager
def without_calendar() -> Iterator[None]:
    """A new home gets no calendar: half a second that few tests need."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "put_calendar", lambda *_: None)
        yield


def refusals(outcome: Outcome) -> list[Mapping[str, str]]:
    """The lines of the file of refused rows."""
    import csv

    assert outcome.refused is not None
    with outcome.refused.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
