"""A small table that somebody sends to a page: its rows as texts, read while they wait.

Others wait, too, so the limits are narrow: a workbook is looked at before it is opened.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from merilo.sources.files.dialect import Dialect
from merilo.sources.files.encoding import guess, utf8
from merilo.sources.files.excel import FAR, Workbook
from merilo.sources.files.kind import Kind, kind
from merilo.sources.files.records import Grammar
from merilo.sources.files.source import Source

BYTES = 2 << 20  # of a file
UNPACKED = 16 << 20  # of a workbook
ROWS, COLUMNS = 5_000, 300
ROW = re.compile(rb'r="[A-Z]*(\d{1,10})')
LINE, CELL = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]")
BLOCK = 1 << 20


@dataclass(frozen=True)
class Grid:
    """A table: its rows from the top, each with its number as Excel counts; what the file itself
    shows instead of a value, by row and column."""

    rows: Sequence[tuple[int, Sequence[str]]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    workbook: bool = False


def grids(path: Path) -> list[Grid]:
    """The tables of a workbook (XLSX), its hidden ones left out, or that of a CSV; at least one.
    FileError if it is none, or too large to be read while somebody waits."""
    source = Source.of(path)
    if source.size > BYTES:
        raise source.error("it is larger than {most} MB", most=BYTES >> 20)
    found = kind(source)
    if found is Kind.XLSX:
        made = [*workbook(source)]
    elif found is Kind.CSV:
        made = [text(source)]
    else:
        raise source.error("it is no XLSX workbook and no CSV; save it as one of them")
    if not any(grid.rows for grid in made):
        raise source.error("there is no table in it")
    return made


def workbook(source: Source) -> Iterator[Grid]:
    """The worksheets that are shown."""
    checked(source)
    with source.guard():
        book = Workbook(source, Kind.XLSX)
        for name in book.names:
            page = book.load(name)
            if not page.visible:
                continue
            columns = [column.to_pylist() for column in page.cells.columns]
            lines = enumerate(zip(*columns, strict=True), 1)
            rows = [(n, [cell or "" for cell in cells]) for n, cells in lines if any(cells)]
            errors = {(flaw.row, flaw.column): flaw.text for flaw in page.flaws}
            yield Grid(rows, errors, workbook=True)


def checked(source: Source) -> None:
    """FileError for a workbook that would take more memory than a table of this kind needs: the
    sizes it tells, and whether they are true, and how far its cells lie apart."""
    with source.seekable() as stream, ZipFile(stream) as box:
        if sum(one.file_size for one in box.infolist()) > UNPACKED:
            raise source.error("it would unpack to more than {most} MB", most=UNPACKED >> 20)
        if box.testzip() is not None:
            raise source.error("it is a damaged workbook; open it and save it again")
        for name in box.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                limited(source, *extent(box.read(name)))


def extent(xml: bytes) -> tuple[int, int]:
    """How many rows and columns a worksheet spans: by the numbers of its cells, or, where they have
    none, by how many there are."""
    lines = LINE.split(xml)[1:]
    rows = max((int(number) for number in ROW.findall(xml)), default=0)
    columns = max((number_of(letters) for letters in {*FAR.findall(xml)}), default=0)
    return max(rows, len(lines)), max(columns, *(len(CELL.findall(one)) for one in lines), 0)


def number_of(letters: bytes) -> int:
    """The number of a column: AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def text(source: Source) -> Grid:
    """The table of a CSV."""
    with source.open() as stream:
        encoding = guess(stream)
    with source.open() as stream:
        content = b"".join(utf8(stream, encoding, BLOCK))
    dialect = Dialect.of(content, final=True)
    grammar = Grammar(dialect.separator)
    mended = grammar.mend(dialect.plain(content[dialect.skip :]), final=True).text
    rows = []
    for n, (cells, *_) in enumerate(grammar.records(mended), 1):
        limited(source, n, len(cells))
        row = [cell.decode("utf-8", "replace").strip() for cell in cells]
        if any(row):
            rows.append((n, row))
    return Grid(rows)


def limited(source: Source, rows: int, columns: int) -> None:
    """FileError for more rows or columns than a table of this kind has."""
    if rows > ROWS or columns > COLUMNS:
        raise source.error(
            "it has more than {rows} rows or {columns} columns; delete what stands far from the"
            " table", rows=ROWS, columns=COLUMNS,
        )  # fmt: skip
