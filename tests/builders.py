"""Rows for tests. Say only what the test is about; everything else is ordinary."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from merilo.facts.lake import Snapshot
from merilo.facts.rows import Row, create
from merilo.facts.table import Kind
from merilo.facts.tables import TABLES
from merilo.metrics.engines.duckdb import DuckDB
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from tests import written

TODAY = date(2018, 1, 15)
OCTOBER = Period(date(2017, 10, 1), date(2017, 11, 1))
NOWHERE = Snapshot(Path(), 0, datetime(2018, 1, 15, tzinfo=UTC), MappingProxyType({}))
number = count(1)


def row(table: str, said: Mapping[str, Any], **ordinary: Any) -> Row:
    """What the test said over what is ordinary, and the days of its instants."""
    kinds = {c.name: c.kind for c in TABLES[table].columns}
    made = {"connection": "test", "id": str(next(number))} | ordinary | dict(said)
    assert made.keys() <= kinds.keys(), f"{table} has no {made.keys() - kinds.keys()}"
    instants = {
        name: made[name]
        for name in made
        if kinds[name] is Kind.INSTANT and made[name] and name.replace("_at", "_on") in kinds
    }
    return {name.replace("_at", "_on"): when.date() for name, when in instants.items()} | made


def deal(amount: Any = 1000, **said: Any) -> Row:
    """Won by Ann on 15 October, a fortnight after it appeared."""
    money = dict.fromkeys(("amount", "amount_base"), amount if amount is None else Decimal(amount))
    ordinary = {"owner": "ann", "outcome": "won", "created_at": at(1), "closed_at": at(15)}
    if said.get("outcome") == "open":
        ordinary["closed_at"] = None
    return row("deals", said, **money, **ordinary)


def handed(deal: Row, giver: str, taker: str, when: datetime) -> Row:
    """A deal handed over."""
    said = {"deal": f"test:{deal['id']}", "from_person": giver, "to_person": taker}
    return row("owner_changes", said, occurred_at=when)


def repriced(deal: Row, before: Any, after: Any, when: datetime, **said: Any) -> Row:
    """A deal whose amount became another one, by a person's hand."""
    both = {"from_amount": before, "to_amount": after}
    money = {name: None if n is None else Decimal(n) for name, n in both.items()}
    money |= {f"{name}_base": n for name, n in money.items()}
    ordinary = {"deal": f"test:{deal['id']}", "occurred_at": when, "author": "person"}
    return row("amount_changes", said, **money, **ordinary)


def call(day: int = 10, **said: Any) -> Row:
    """Ann's, outgoing, reached, about a deal of its own."""
    return activity("call", at(day), "reached", {"direction": "out"} | said)


def meeting(day: int = 12, **said: Any) -> Row:
    """Ann's, held, about a deal of its own."""
    return activity("meeting", at(day), "held", said)


def letter(day: int = 10, **said: Any) -> Row:
    """Ann's, sent, about a deal of its own."""
    return activity("email", at(day), None, {"direction": "out"} | said)


def task(due: int = 10, done: int | None = 10, **said: Any) -> Row:
    """Ann's, due at noon and done then."""
    times = {"due_at": at(due), "completed_at": at(done) if done else None}
    return activity("task", at(1), "done" if done else "open", times | said)


def activity(kind: str, occurred_at: datetime, outcome: str | None, said: Mapping[str, Any]) -> Row:
    """Something Ann did."""
    ordinary = {"kind": kind, "outcome": outcome, "occurred_at": occurred_at}
    whose = {"person": "ann", "deal": f"test:{next(number)}", "author": "person"}
    return row("activities", said, **ordinary, **whose)


def proposal(day: int = 10, amount: Any = 500, **said: Any) -> Row:
    """Ann's, still open."""
    money = dict.fromkeys(("amount", "amount_base"), None if amount is None else Decimal(amount))
    ordinary = {"person": "ann", "sent_at": at(day), "outcome": "open"}
    return row("proposals", said, **money, **ordinary)


def move(deal: str, to: str, when: datetime, **said: Any) -> Row:
    """A deal's entry into a stage, by a person."""
    ordinary = {"deal": deal, "to_stage": to, "occurred_at": when, "author": "person"}
    return row("stage_changes", said, **ordinary)


def stage(name: str, position: int, kind: str = "open", **said: Any) -> Row:
    """A stage of the pipeline `p`; its key is test:p/name."""
    ordinary = {"id": f"p/{name}", "pipeline": "test:p", "name": name}
    return row("stages", said, position=position, kind=kind, **ordinary)


def posting(person: str = "ann", **said: Any) -> Row:
    """In team North since long ago, and still there."""
    return row("postings", said, person=person, unit="north", role="seller", since=date(2015, 1, 1))


def cost(amount: Any, **said: Any) -> Row:
    """Shared by all, on 10 October."""
    money = dict.fromkeys(("amount", "amount_base"), Decimal(amount))
    return row("costs", said, **money, kind="salary", day=date(2017, 10, 10))


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """That day and hour of October 2017, UTC."""
    return datetime(2017, 10, day, hour, minute, tzinfo=UTC)


def calendar(since: date = date(2017, 8, 1), days: int = 200) -> Iterable[Row]:
    """Monday to Friday, 9 to 18 with an hour's break at 13, UTC; counted by hand."""
    workdays = seconds = 0
    for day in (since + timedelta(days=n) for n in range(days)):
        working = day.weekday() < 5
        hours = [datetime.combine(day, time(h), UTC) if working else None for h in (9, 18, 13, 14)]
        yield row(
            "calendar", {}, day=day, working=working, workdays_before=workdays,
            worked_before_s=seconds, opens_at=hours[0], closes_at=hours[1],
            pause_since_at=hours[2], pause_until_at=hours[3],
        )  # fmt: skip
        workdays, seconds = workdays + working, seconds + 8 * 3600 * working


CALENDAR = tuple(calendar())


class OverRows(DuckDB):
    """The same engine over rows in memory: a test takes milliseconds."""

    def __init__(self, tables: Mapping[str, Iterable[Row]]) -> None:
        super().__init__(threads=1, folder=written.folder())
        self.hold(tables)

    def hold(self, tables: Mapping[str, Iterable[Row]]) -> None:
        """From now on these are the facts."""
        self.tables = {"postings": [posting()], "calendar": CALENDAR} | dict(tables)
        self.made: set[str] = set()

    def rows(self, sql: str, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
        for name, table in TABLES.items():
            if f'"{name}"' in sql and name not in self.made:
                create(self.db, table, self.tables.get(name, []))
                self.made.add(name)
        names = [column[0] for column in self.db.execute(sql).description or ()]
        for row in self.db.fetchall():
            yield dict(zip(names, row, strict=True))


ENGINE = OverRows({})  # one for all: what it wrote once it need not write again


def answers(
    metrics: str, by: str = "", period: Period = OCTOBER, **said: Any
) -> list[dict[str, Any]]:
    """The rows of the answer; `said` are tables, or fields of the question."""
    names = ("scope", "where", "placed", "rules", "year", "turns", "catalogue")
    fields = {name: said.pop(name) for name in names if name in said}
    question = Question(
        tuple(metrics.split()), period, fields.pop("scope", EVERYBODY),
        said.pop("today", TODAY), tuple(by.split()), **fields,
    )  # fmt: skip
    ENGINE.hold(said)
    return ENGINE.answer(question, NOWHERE).rows


def ask(metric: str, by: str = "", period: Period = OCTOBER, **said: Any) -> Any:
    """The figure; or, with `by`, a figure for each of its values."""
    rows = answers(metric, by, period, **said)
    return {r[by]: r[metric] for r in rows} if by else rows[0][metric]
