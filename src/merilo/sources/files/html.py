"""HTML tables: what Bitrix24 and some accounting programs call .xls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from merilo.sources.files import grid
from merilo.sources.files.encoding import BAD, decoded, guess, known
from merilo.sources.files.header import Header, Row, find, widen
from merilo.sources.files.markup import Line, lines
from merilo.sources.files.sheet import Broken, Chunk, Sheet
from merilo.sources.files.source import Source
from merilo.words import say

BLOCK = 1 << 20  # bytes
ROWS = 10_000  # rows of a chunk
SAMPLE = 200  # rows that decide what the header is
CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def sheets(source: Source, part: str, encoding: str = "") -> list[Sheet]:
    """The tables of a page, in order; tables of a single column frame the others and are left out
    where there are wider ones."""
    encoding = encoding or _encoding(source)
    samples = _samples(source, encoding).values()
    readers = [found for some in samples if (found := _reader(source, encoding, some))]
    if not readers:
        raise source.error("it is a web page without a table; was it saved without signing in?")
    readers = [one for one in readers if len(one.header.captions) > 1] or readers
    parts = [f"table {one.table}" if len(readers) > 1 else "" for one in readers]
    return [
        Sheet(
            source.path,
            " / ".join(filter(None, (part, table))),
            one.header.captions,
            say("HTML table, {encoding}", encoding=encoding),
            source.packed,
            one.__iter__,
        )
        for one, table in zip(readers, parts, strict=True)
    ]


@dataclass(frozen=True)
class Reader:
    """The rows of one table of a page, chunk by chunk; row numbers count the rows of the table."""

    source: Source
    encoding: str
    table: int
    header: Header

    def __iter__(self) -> Iterator[Chunk]:
        with self.source.open() as stream:
            found = _lines(self.source, stream, self.encoding)
            rows = (line.row for line in found if line.table == self.table)
            while some := list(islice(rows, ROWS)):
                read = min(stream.tell() / self.source.size, 1.0)
                chunk = self._chunk(some, read)
                if chunk.count or chunk.broken:
                    yield chunk

    def _chunk(self, rows: list[Row], read: float) -> Chunk:
        why = say("bytes that are not {encoding}", encoding=self.encoding)
        good, broken = [], []
        for row in rows:
            text = "\t".join(cell or "" for cell in row.cells)
            if BAD in text:
                broken.append(Broken(row.number, why, text.replace(BAD, "�")))
            else:
                good.append(row)
        return grid.chunk(self.header, good, read, broken)


def _reader(source: Source, encoding: str, sample: list[Line]) -> Reader | None:
    rows = [line.row for line in sample]
    header = find(rows, [line.row.number for line in sample if line.head])
    return Reader(source, encoding, sample[0].table, widen(header, rows)) if header else None


def _samples(source: Source, encoding: str) -> dict[int, list[Line]]:
    """The first rows of each table. A page of one table is not read to its end."""
    found: dict[int, list[Line]] = {}
    only = _count(source, encoding) == 1
    with source.open() as stream:
        for line in _lines(source, stream, encoding):
            sample = found.setdefault(line.table, [])
            if len(sample) < SAMPLE:
                sample.append(line)
            elif only:
                break
    return found


def _lines(source: Source, stream: IO[bytes], encoding: str) -> Iterator[Line]:
    try:
        yield from lines(decoded(stream, encoding, BLOCK))
    except ValueError as error:
        raise source.error(str(error)) from error


def _count(source: Source, encoding: str) -> int:
    """How many tables open in the page."""
    count, tail = 0, ""
    with source.open() as stream:
        for text in decoded(stream, encoding, BLOCK):
            text = tail + text.lower()
            count += text.count("<table")
            tail = text[-5:]
    return count


def _encoding(source: Source) -> str:
    """What the page says of itself, unless it says utf-8 and is not."""
    with source.open() as stream:
        guessed = guess(stream)
    said = CHARSET.search(source.head(BLOCK))
    name = said[1].decode("ascii", "replace").lower() if said else ""
    said_well = known(name) and name not in ("utf-8", "utf8") and not guessed.startswith("utf-16")
    return name if said_well else guessed
