"""Merilo in Python: the same answers as `merilo table` and `merilo rows`, as plain values.

>>> import merilo
>>> home = merilo.open("/srv/merilo")                                   # doctest: +SKIP
>>> home.table(["revenue"], by=["person"], period="2017-Q4").rows[0]    # doctest: +SKIP
{'person': 'Anna Snelling', 'revenue': 1234.5}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from arro3.core import Array, DataType
from arro3.core import Table as Arrow

from merilo.company import Company
from merilo.facts.lake import Snapshot
from merilo.metrics.model import Unit
from merilo.periods import Period
from merilo.report.column import Column
from merilo.report.desk import Desk
from merilo.report.rows import rows as behind
from merilo.report.table import Table, table

EPOCH = date(1970, 1, 1)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """Rows of a table by the ids of its columns; money and counts as Decimal, int or float, days
    as date, None for what is not known."""

    content: Table

    @property
    def columns(self) -> Sequence[Column]:
        """The columns: dimensions, and figures with unit, names and definition."""
        return self.content.columns

    @property
    def rows(self) -> Rows:
        """A mapping per row."""
        return [self._named(row) for row in self.content.rows]

    @property
    def total(self) -> dict[str, Any] | None:
        """The figures of all together, from their totals; None if not asked for."""
        return None if self.content.total is None else self._named(self.content.total)

    @property
    def mean(self) -> dict[str, Any] | None:
        """The mean of the rows; None if not asked for."""
        return None if self.content.mean is None else self._named(self.content.mean)

    @property
    def notes(self) -> Sequence[str]:
        """What weakens the figures: gaps in the data, a period that is not over."""
        return self.content.notes

    @property
    def snapshot(self) -> Snapshot:
        """What was known: every figure is of this one."""
        return self.content.snapshot

    @property
    def period(self) -> Period:
        """The days asked about."""
        return self.content.period

    def to_arrow(self) -> Arrow:
        """An Arrow table; whatever reads Arrow takes it: `pyarrow.table(answer.to_arrow())`."""
        pairs = zip(self.columns, self._columns(), strict=True)
        return Arrow.from_pydict({c.id: array(c, values) for c, values in pairs})

    def to_pandas(self) -> Any:
        """A pandas DataFrame, where pandas is installed."""
        pandas = import_module("pandas")
        return pandas.DataFrame(self.rows, columns=[column.id for column in self.columns])

    def _named(self, row: Sequence[Any]) -> dict[str, Any]:
        return {c.id: value for c, value in zip(self.columns, row, strict=True)}

    def _columns(self) -> Sequence[Sequence[Any]]:
        rows = self.content.rows
        return [[row[n] for row in rows] for n in range(len(self.columns))]


@dataclass(frozen=True)
class Home:
    """A home folder to ask. `today` stands for the day of asking, in the company's zone."""

    path: Path
    today: date | None = None

    def table(
        self, metrics: Sequence[str], *, period: str, by: Sequence[str] = (),
        where: Mapping[str, str | Sequence[str]] | None = None, compare: str = "",
        total: bool = False, mean: bool = False, as_of: date | None = None,
        unit_as: str = "then",
    ) -> Answer:  # fmt: skip
        """Metrics by dimensions over a period, as in `merilo table`.

        `compare` is previous, year or plan. An error of `merilo.errors` says what cannot be asked.
        """
        desk = self._desk(as_of)
        question = desk.question(metrics, period, by, said(where), unit_as)
        return Answer(table(desk, question, total, mean, compare))

    def rows(
        self, metrics: Sequence[str], *, period: str,
        where: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Rows:  # fmt: skip
        """The rows that metrics count; of each metric `adds` sums to its parts."""
        desk = self._desk(None)
        return [dict(row) for row in behind(desk, desk.question(metrics, period, (), said(where)))]

    def _desk(self, as_of: date | None) -> Desk:
        zone = ZoneInfo(Company.load(self.path).zone)
        return Desk.at(self.path, self.today or datetime.now(zone).date(), as_of)


def said(where: Mapping[str, str | Sequence[str]] | None) -> list[str]:
    """Conditions as the command line writes them."""
    pairs = [
        (name, [value] if isinstance(value, str) else value)
        for name, value in (where or {}).items()
    ]
    return [f"{name}={value}" for name, values in pairs for value in values]


def array(column: Column, values: Sequence[Any]) -> Array:
    """A column as Arrow holds it: figures as doubles, whole numbers where all are, days, texts."""
    if column.unit is None:
        if not any(isinstance(value, date) for value in values):
            return Array(values, DataType.string())
        days = [None if value is None else (value - EPOCH).days for value in values]
        return Array(days, DataType.int32()).cast(DataType.date32())
    whole = column.unit is Unit.COUNT and all(v is None or v == int(v) for v in values)
    cast = int if whole else float
    numbers = [None if value is None else cast(value) for value in values]
    return Array(numbers, DataType.int64() if whole else DataType.float64())
