"""What every engine does alike: write the question, run it on a snapshot, give plain rows."""

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from threading import Condition
from typing import Any, ClassVar

import ibis
from cachetools import LRUCache, cached
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.expr.types import Table

from merilo.facts.lake import Snapshot
from merilo.metrics.engines.store import Store
from merilo.metrics.engines.template import Template, shape
from merilo.metrics.query import expression
from merilo.metrics.question import WHOLE, Question

# Selects stay as they are nested: engines unnest them anyway, and looking for pairs to merge (there
# are few) took a quarter of the time of writing.
ibis.options.sql.fuse_selects = False

Row = dict[str, Any]
Make = Callable[..., Table]  # of a question, and numbers


@dataclass(frozen=True)
class Answer:
    """Rows of dimensions (keys, days) and figures; money is Decimal, counts are int."""

    rows: list[Row]
    snapshot: Snapshot
    sql: str

    def halves(self) -> tuple["Answer", "Answer"]:
        """One with a row of the whole as two: of the groups, and of the whole (which has no keys
        worth to be told, nor a row where there is nothing)."""
        groups = [without(row) for row in self.rows if not row[WHOLE]]
        whole = [without(row) for row in self.rows if row[WHOLE]]
        return replace(self, rows=groups), replace(self, rows=whole)


def without(row: Row) -> Row:
    """The row without the sign of the whole."""
    return {name: value for name, value in row.items() if name != WHOLE}


class Engine(ABC):
    """Writes a question in its dialect and asks the files of a snapshot."""

    dialect: ClassVar[str]
    compiler: ClassVar[type[SQLGlotCompiler]]

    def __init__(self, folder: Path | None = None) -> None:
        self.store = Store(folder, self.dialect)
        # Writing costs more than running; while one thread writes, others wait for the same.
        self.template = cached(LRUCache(1000), condition=Condition(), info=True)(self.kept)
        self.once = cached(LRUCache(1000), condition=Condition())(self.fresh)

    def answer(self, question: Question, snapshot: Snapshot) -> Answer:
        """The answer, in the order of its dimensions, empty ones last."""
        template = self.template(shape(question))
        sql = template.filled(question)
        rows = [
            {name: plain(value, name in template.days) for name, value in row.items()}
            for row in self.rows(sql, snapshot)
        ]
        rows.sort(key=lambda row: [(row[name] is None, row[name]) for name in question.by])
        return Answer(rows, snapshot, sql)

    def asked(
        self, make: Make, question: Question, snapshot: Snapshot, *more: Hashable
    ) -> Iterable[Mapping[str, Any]]:
        """The rows of what `make` makes of a question: the rows behind a figure, say."""
        return self.rows(self.template(shape(question), make, *more).filled(question), snapshot)

    def written(self, question: Question) -> str:
        """The SQL of a question."""
        return self.template(shape(question)).filled(question)

    def kept(self, question: Question, make: Make = expression, *more: Hashable) -> Template:
        """The template that some process has written before; else it is written now."""
        found = self.store.find(question, make.__name__, more)
        if found is None:
            found = self.write(question, make, *more)
            self.store.keep(question, make.__name__, more, found)
        return found

    def write(self, question: Question, make: Make = expression, *more: Hashable) -> Template:
        """The SQL of a question as it stands, and which of its columns are days."""
        with uncollected():
            table = make(question, *more)
            weeks = {"week"} & {*question.by}  # truncated, which some engines answer as an instant
            dates = {name for name, kind in table.schema().items() if kind.is_date()}
            return Template(self.sql(table), frozenset(dates | weeks), self.dialect)

    def fresh(self, make: Callable[..., Table], *said: Hashable) -> str:
        """The SQL of what `make` makes of these words; `once` remembers it."""
        with uncollected():
            return self.sql(make(*said))

    def sql(self, table: Table) -> str:
        """The SQL of an expression in the engine's dialect."""
        written = self.compiler().to_sqlglot(table)
        return str(written.sql(self.dialect, pretty=True, copy=False))

    @abstractmethod
    def rows(self, sql: str, snapshot: Snapshot) -> Iterable[Mapping[str, Any]]:
        """The rows of `sql` over the tables of the snapshot."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Writing makes a million small things and keeps most of them till its end: to look among them
    for rubbish would take a third of the time."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def plain(value: Any, day: bool) -> Any:
    """A day as a day: engines answer a truncated one as its midnight; a whole number as int."""
    if day and isinstance(value, datetime):
        return value.date()
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else value.normalize()
    return value
