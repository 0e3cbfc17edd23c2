"""Workbooks: XLSX, ODS and old XLS.

A worksheet is held in memory while it is read: some 100 bytes a cell, so a million rows of nine
columns take 0.9 GB. Of more than `MOST` cells it is refused with the advice to save it as CSV.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zipfile import ZipFile

import fastexcel
from arro3.core import Array, DataType, RecordBatch, Table

from merilo.sources.files.header import Header, Row, find, widen
from merilo.sources.files.kind import Kind
from merilo.sources.files.sheet import Chunk, Flaw, Sheet
from merilo.sources.files.source import Source
from merilo.words import say

MOST = 1 << 25  # cells of a worksheet, empty ones counted
WIDE = 32  # columns; a narrower worksheet has less than `MOST` cells at any height
ROWS = 50_000  # rows of a chunk
SAMPLE = 250  # rows that decide what the header is
ERRORS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
}
FAR = re.compile(rb'r="([A-Z]{2,3})\d')  # a column beyond Z
ROW = re.compile(rb'r="[A-Z]*(\d{4,7})"')
CLOCK = b"1899-12-31 "  # the day that calamine gives to times of day and durations
ERROR = re.compile(r"Error\((\w+)\)")
DURATION = re.compile(r'DurationIso\("PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?"\)')
EARLY = re.compile(r"(1899-12-31|1900-0[12]-\d\d) (\d\d)(:\d\d:\d\d)(?:\.\d+)?")

logging.getLogger("calamine").addHandler(logging.NullHandler())  # says that a chart is no worksheet


def sheets(source: Source, part: str, kind: Kind, worksheet: str = "") -> list[Sheet]:
    """The worksheets that hold anything; hidden ones only if named."""
    if kind is Kind.XLSX:
        _check(source)
    book = Workbook(source, kind)
    if worksheet and worksheet not in book.names:
        raise source.error(
            "there is no worksheet “{name}”; there are {names}",
            name=worksheet,
            names=", ".join(book.names),
        )
    names = [worksheet] if worksheet else book.names
    loaded = ((name, book.load(name)) for name in names)
    found = [
        Reader(book, name, header)
        for name, page in loaded
        if (worksheet or page.visible) and (header := page.header)
    ]
    if not found:
        raise source.error("there is no table in this workbook: its worksheets are empty or hidden")
    return [
        Sheet(
            source.path,
            " / ".join(filter(None, (part, one.name if len(found) > 1 else ""))),
            one.header.captions,
            say("workbook, {kind}", kind=kind.value),
            source.packed,
            one.__iter__,
            workbook=True,
        )
        for one in found
    ]


@dataclass
class Page:
    """A worksheet in memory: its cells as text from the first row on."""

    cells: RecordBatch
    visible: bool
    flaws: list[Flaw]
    mended: dict[int, dict[int, str]]  # column: row: text that calamine would not make of a cell
    clocks: set[int]  # columns with times of day or durations

    @cached_property
    def header(self) -> Header | None:
        """Where its captions are; None if it is empty."""
        for begin in range(0, self.cells.num_rows, SAMPLE):
            some = self.cells.slice(begin, min(SAMPLE, self.cells.num_rows - begin))
            columns = [column.to_pylist() for column in some.columns]
            lines = zip(*columns, strict=True)
            rows = [Row(number, cells) for number, cells in enumerate(lines, begin + 1)]
            if header := find(rows):
                return self._trim(widen(header, rows))
        return None

    def _trim(self, header: Header) -> Header:
        """Without columns at the end that have neither a caption nor a value below it."""
        below = self.cells.slice(header.row, self.cells.num_rows - header.row)
        width = len(header.captions)
        while width > header.named and below.column(width - 1).null_count == below.num_rows:
            width -= 1
        return Header(header.row, header.captions[:width])


class Workbook:
    """An open workbook. The worksheet read last stays in memory, for a sheet is read several times:
    to find its header, to look at its values, to import it."""

    def __init__(self, source: Source, kind: Kind) -> None:
        self.source = source
        named = not source.member and source.path.suffix.lower() == f".{kind.value.lower()}"
        with source.guard(), _ours(source):  # of a path, calamine believes the name
            self.book = fastexcel.read_excel(source.path if named else source.whole())
        self.names: list[str] = self.book.sheet_names
        self.last: tuple[str, Page] | None = None

    def load(self, name: str) -> Page:
        """A worksheet. Numbers become text without a needless `.0`, dates ISO."""
        if self.last is None or self.last[0] != name:
            self.last = None  # before another one is read, not after
            self.last = name, self._load(name)
        return self.last[1]

    def _load(self, name: str) -> Page:
        with _ours(self.source):
            sheet = self.book.load_sheet(
                name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
            )
            batch, errors = sheet.to_arrow_with_errors()
        flaws, mended = [], defaultdict[int, dict[int, str]](dict)
        for error in errors.errors if errors else ():
            row, column = error.position
            if duration := DURATION.search(error.detail):
                mended[column][row + 1] = _iso_clock(*duration.groups("0"))
            else:
                known = ERROR.search(error.detail)
                flaws.append(Flaw(row + 1, column, ERRORS.get(known[1] if known else "", "#ERROR")))
        texts = [column.buffers()[2] for column in batch.columns]
        clocks = {n for n, text in enumerate(texts) if text and re.search(CLOCK, text)}
        visible = sheet.visible == "visible"
        return Page(RecordBatch.from_arrow(batch), visible, flaws, mended, clocks)


@dataclass(frozen=True)
class Reader:
    """The rows of a worksheet under its header, chunk by chunk."""

    book: Workbook
    name: str
    header: Header

    def __iter__(self) -> Iterator[Chunk]:
        page = self.book.load(self.name)
        last = page.cells.num_rows
        for above in range(self.header.row, last, ROWS):
            until = min(above + ROWS, last)
            rows = self._rows(page, above, until)
            flaws = [flaw for flaw in page.flaws if above < flaw.row <= until]
            if rows.num_rows or flaws:
                yield Chunk(rows, rows.num_rows, until / last, (), flaws)

    def _rows(self, page: Page, above: int, until: int) -> Table:
        batch = page.cells.slice(above, until - above)
        columns = batch.columns[: len(self.header.captions)]
        for n in page.clocks | page.mended.keys():
            if n < len(columns):
                texts = [text and EARLY.sub(_clock, text) for text in columns[n].to_pylist()]
                for row, text in page.mended.get(n, {}).items():
                    if above < row <= until:
                        texts[row - above - 1] = text
                columns[n] = Array(texts, DataType.utf8())
        numbers = Array(list(range(above + 1, until + 1)), DataType.int64())
        names = ["_row", *(f"c{n}" for n in range(len(columns)))]
        rows = RecordBatch.from_arrays([numbers, *columns], names=names)
        return Table.from_batches([_without_empty(rows)])


def _without_empty(rows: RecordBatch) -> RecordBatch:
    """The rows that hold anything."""
    empty: Iterable[int] = range(rows.num_rows)
    for column in sorted(rows.columns[1:], key=lambda column: column.null_count):
        if not column.null_count:
            return rows
        texts = column.to_pylist()
        empty = [n for n in empty if texts[n] is None]
    gone = set(empty)
    kept = [n for n in range(rows.num_rows) if n not in gone]
    return rows.take(Array(kept, DataType.int64())) if gone else rows


def _clock(found: re.Match[str]) -> str:
    """A time of day or a duration from the day and hour that calamine makes of it: 30:00:00."""
    day = date.fromisoformat(found[1]) - date(1899, 12, 31)
    return f"{day.days * 24 + int(found[2]):02}{found[3]}"


def _iso_clock(hours: str, minutes: str, seconds: str) -> str:
    return f"{int(hours):02}:{int(minutes):02}:{int(float(seconds)):02}"


def _check(source: Source) -> None:
    """Refuse a worksheet that spans more cells than memory may hold, be it for a single stray cell:
    calamine would end the whole process."""
    with source.seekable() as stream, ZipFile(stream) as box:
        for name in box.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            columns, rows = 1, 1
            with box.open(name) as xml:
                tail = b""
                while block := xml.read(1 << 20):
                    text = tail + block
                    columns = max([columns, *map(_column, set(FAR.findall(text)))])
                    rows = max([rows, *map(int, ROW.findall(text))])
                    tail = text[-64:]
            if columns >= WIDE and columns * rows > MOST:
                raise source.error(
                    "a worksheet spans {rows:,} rows and {columns:,} columns; delete what"
                    " stands far from the table, or save it as CSV",
                    rows=rows,
                    columns=columns,
                )


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@contextmanager
def _ours(source: Source) -> Iterator[None]:
    """Errors of the library become our own."""
    try:
        yield
    except BaseException as error:  # calamine panics on some damaged files: no Exception
        foreign = isinstance(error, fastexcel.FastExcelError)
        if not foreign and type(error).__name__ != "PanicException":
            raise
        if "assword" in str(error):
            raise source.error("it is locked with a password; save it without one") from error
        raise source.error("it is a damaged workbook; open it and save it again") from error
