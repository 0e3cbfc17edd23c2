"""The demo company as tables in memory, made once for each day and seed."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest

from merilo.demo import S, company, generate
from merilo.demo.staff import people
from merilo.demo.stories import months_back


@dataclass(frozen=True)
class Made:
    """The facts under their own names; `ask` takes plain SQL."""

    db: duckdb.DuckDBPyConnection
    today: date
    seed: int

    def ask(self, sql: str, **said: Any) -> list[tuple[Any, ...]]:
        """Rows. $month4 is the first day of the month four before today's, and so on."""
        months = {f"month{n}": months_back(self.today, n) for n in range(25)}
        known = months | {"today": self.today} | {k.replace("-", ""): v for k, v in PLACES.items()}
        used = {name: (known | said)[name] for name in re.findall(r"\$(\w+)", sql)}
        return self.db.execute(sql, used).fetchall()

    def one(self, sql: str, **said: Any) -> Any:
        """The only figure."""
        ((figure,),) = self.ask(sql, **said)
        return figure

    def none(self, sql: str, **said: Any) -> None:
        """No row breaks the rule that `sql` looks for."""
        assert self.ask(f"select * from ({sql}) limit 3", **said) == []


# $moscow1 is the global key of the seller moscow-1, and so on.
PLACES = {p.key: f"demo:{p.number}" for p in people(S, date(2026, 1, 1))}
MADE = {
    "seed 1": (1, date(2026, 11, 22)),
    "seed 2, leap year": (2, date(2024, 3, 1)),
    "seed 3, last day of a month": (3, date(2025, 7, 31)),
}


@cache
def make(seed: int, today: date) -> Made:
    """Size S; made once in a process, for it takes seconds."""
    db = duckdb.connect(config={"threads": 2})
    for name, relation in generate(db, S, today, company(), seed).items():
        db.execute(f"create temp view {name} as from {relation}")
    return Made(db, today, seed)


@pytest.fixture(scope="session")
def once() -> Made:
    """Size S, on one day with one seed."""
    return make(*MADE["seed 1"])


@pytest.fixture(scope="session", params=MADE)
def made(request: pytest.FixtureRequest) -> Made:
    """Size S, on several days with several seeds."""
    return make(*MADE[request.param])
