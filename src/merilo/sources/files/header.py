"""The captions of a table: the row where they stand, and which rows fit under them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from merilo.words import several

NEAR = 50  # rows below the first likely header in which a better one is looked for
VALUE = re.compile(r"[-+'(]*\d[\d\s.,:/()-]{4,}\S{0,4}")  # a date, an amount, a phone: no caption
Cells = Sequence[str | None]


class Row(NamedTuple):
    number: int  # as Excel counts
    cells: Cells


@dataclass(frozen=True)
class Header:
    """Captions, and the number of the row they were found in."""

    row: int
    captions: tuple[str, ...]

    @property
    def named(self) -> int:
        """Up to which column there are captions."""
        return max((n for n, text in enumerate(self.captions, 1) if text.strip()), default=0)

    def fit(self, cells: Cells) -> list[str | None] | None:
        """The cells as a row under this header: empty ones beyond it are dropped, missing ones
        without a caption are added. None if it is not a row of this table."""
        width = len(self.captions)
        if len(cells) < self.named or any(cells[width:]):
            return None
        return [cell or None for cell in cells[:width]] + [None] * (width - len(cells))

    def why(self, count: int) -> str:
        """Why a row of so many cells does not fit."""
        return several(
            "{count} cell where the header has {captions}",
            "{count} cells where the header has {captions}",
            count,
            captions=len(self.captions),
        )


def find(rows: Sequence[Row], certain: Collection[int] = ()) -> Header | None:
    """The header among the first rows of a table: the first row with a text in most columns and
    with nothing in it that looks like a value. Titles stand in one or two cells and dates of a
    report beside their names, so they are passed over. `certain`: numbers of rows that say of
    themselves that they are captions (`<th>`). None if all rows are empty."""
    widest = max((_filled(row.cells) for row in rows), default=0)
    if not widest:
        return None
    likely = [n for n, row in enumerate(rows) if _filled(row.cells) > widest // 2]
    near = [n for n in likely if n <= likely[0] + NEAR]
    sure = [n for n in near if rows[n].number in certain]
    best = [n for n in near if not any(map(_is_value, rows[n].cells))]
    row = rows[next(iter(sure or best or near))]
    return Header(row.number, tuple((cell or "") for cell in row.cells))


def widen(header: Header, rows: Sequence[Row]) -> Header:
    """The same header as wide as most rows under it are, where captions are missing at its end."""
    counts = sorted(len(row.cells) for row in rows if row.number > header.row and any(row.cells))
    usual = counts[len(counts) // 2] if counts else 0
    width = max(header.named, usual)
    captions = header.captions[:width] + ("",) * (width - len(header.captions))
    return Header(header.row, captions)


def _filled(cells: Cells) -> int:
    return sum(1 for cell in cells if cell and not cell.isspace())


def _is_value(cell: str | None) -> bool:
    return bool(cell and VALUE.fullmatch(cell.strip()))
