"""A look into a sheet: its captions, and a thousand of its rows from all over its beginning."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from arro3.core import Table
from arro3.core.types import ArrowStreamExportable

from merilo.sources.files import look
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.targets import Parse
from merilo.sources.files.words import EMPTY, normal, plain

SIZE = 1_000  # rows: enough to tell what 80 % of a column look like to 3 %


@dataclass(frozen=True)
class Sample:
    """Captions and some values. `texts[i]` are the values of column `i` where there are any;
    `more(i)` all that were read of it, for a question that the sample leaves open."""

    path: Path
    part: str
    header: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    rows: int
    workbook: bool  # numbers in its cells are written by us, with a point
    more: Callable[[int], Iterable[str]] = field(repr=False, compare=False)
    table: tuple[tuple[str | None, ...], ...] = field(repr=False, compare=False, default=())

    @classmethod
    def of(cls, sheet: Sheet) -> "Sample":
        """Reads chunks until there are rows enough, and takes rows evenly from them."""
        tables: list[Table] = []
        rows = 0
        for chunk in sheet.chunks():
            tables.append(_table(chunk.rows))
            rows += chunk.count
            if rows >= SIZE:
                break
        step = max(1, rows // SIZE)
        columns = [_column(tables, i, step) for i in range(len(sheet.header))]
        return cls(
            sheet.path,
            sheet.part,
            sheet.header,
            tuple(tuple(said(column)) for column in columns),
            len(range(0, rows, step)),
            sheet.workbook,
            lambda i: said(_column(tables, i, 1)),
            tuple(zip(*columns, strict=True)),
        )

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The captions as words, to be compared."""
        return tuple(map(plain, self.header))

    def filled(self, column: int) -> float:
        """The share of rows where the column has a value; 1 if there are no rows at all."""
        return len(self.texts[column]) / self.rows if self.rows else 1.0

    def cells(self, column: int) -> tuple[str | None, ...]:
        """The values of a column, row by row."""
        return tuple(row[column] for row in self.table)

    def fits(self, column: int, parse: Parse) -> bool:
        """The values of the column can be read so; found once, for it is asked often."""
        if (column, parse) not in self._fits:
            self._fits[column, parse] = look.fits(self.texts[column], parse)
        return self._fits[column, parse]

    def half(self, column: int, parse: Parse) -> bool:
        """At least half of the values can be read so."""
        return look.readable(self.texts[column], parse) >= 0.5

    @cached_property
    def _fits(self) -> dict[tuple[int, Parse], bool]:
        return {}

    def caption(self, column: int) -> str:
        """The caption as a person knows it: with its turn if it repeats, its place if empty."""
        text = self.header[column].strip()
        if not text:
            return f"column {column + 1}"
        same = self._alike[normal(text)]
        return text if len(same) == 1 else f"{text} ({same.index(column) + 1})"

    @cached_property
    def _alike(self) -> dict[str, list[int]]:
        """The columns of each caption."""
        found: dict[str, list[int]] = {}
        for column, caption in enumerate(self.header):
            found.setdefault(normal(caption), []).append(column)
        return found


def _table(rows: ArrowStreamExportable) -> Table:
    return Table.from_arrow(rows)


def _column(tables: Sequence[Table], column: int, step: int) -> list[str | None]:
    """Every `step`th cell of a column, all tables one after another."""
    cells: list[str | None] = []
    since = 0
    for table in tables:
        array = table.column(f"c{column}")
        if step == 1:
            cells += array.to_pylist()
        else:
            cells += [array[i].as_py() for i in range(-since % step, table.num_rows, step)]
        since += table.num_rows
    return cells


def said(cells: Iterable[str | None]) -> Iterator[str]:
    """The cells that say something."""
    return (t for t in cells if t is not None and t.strip() and normal(t) not in EMPTY)
