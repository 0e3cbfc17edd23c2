"""A table found in a file: its captions, and its rows as text, chunk by chunk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from arro3.core.types import ArrowStreamExportable


@dataclass(frozen=True)
class Broken:
    """A line that is not a row of its table: too few or too many cells, an unclosed quote."""

    row: int  # as Excel counts
    reason: str
    text: str


@dataclass(frozen=True)
class Flaw:
    """A cell in which the file itself shows an error instead of a value; it is read as empty."""

    row: int  # as Excel counts
    column: int  # of `c0`, `c1` ...
    text: str  # #N/A


@dataclass(frozen=True)
class Chunk:
    """Rows of a sheet: a column `_row` (int64, as Excel counts) and `c0` ... `cN` (text, NULL if
    empty). `read` says how much of the file is behind us, 0 to 1."""

    rows: ArrowStreamExportable
    count: int
    read: float
    broken: Sequence[Broken] = ()
    flaws: Sequence[Flaw] = ()


@dataclass(frozen=True)
class Sheet:
    """A table of a file. `chunks()` may be called again and starts anew; memory stays bounded."""

    path: Path
    part: str  # the member of a zip, the worksheet of a workbook; "" if there is but one
    header: tuple[str, ...]  # captions as written, duplicates and blanks kept
    form: str  # for people: "CSV, cp1251, separated by ;"
    size: int  # bytes on disk
    chunks: Callable[[], Iterator[Chunk]] = field(repr=False)
    workbook: bool = False  # its cells have types, so that it shows days as days
