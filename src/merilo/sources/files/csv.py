"""CSV and its kin: read block by block, a bad line never spoils another one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import IO, Any

from pyarrow import (
    BufferReader,
    Table,
    arange,
    chunked_array,
    concat_tables,
    int64,
    schema,
    string,
)
from pyarrow import compute as pc
from pyarrow import csv as arrow

from merilo.sources.files.dialect import LINES, Dialect
from merilo.sources.files.encoding import guess, utf8
from merilo.sources.files.header import Header, Row, find, widen
from merilo.sources.files.records import Bad, Grammar
from merilo.sources.files.sheet import Broken, Chunk, Sheet
from merilo.sources.files.source import Source
from merilo.words import _, say

BLOCK = 8 << 20  # bytes read in one go; memory is a few times as much
LONGEST = 2 * BLOCK  # bytes of a line; a longer one is no line of a table
SAMPLE = 1 << 20  # bytes in which the separator and the header are looked for
BLANK = b' \t\r\n;,|"\x1a'


def sheet(source: Source, part: str, encoding: str = "", separator: str = "") -> Sheet:
    """The table of a CSV. What is not said is told by the content."""
    with source.open() as stream:
        encoding = encoding or guess(stream)
    with source.open() as stream:
        blocks = utf8(stream, encoding, SAMPLE)
        sample = next(blocks) + next(blocks, b"")
        final = next(blocks, None) is None
    dialect = Dialect.of(sample, final, separator)
    reader = Reader(source, encoding, dialect, _header(source, encoding, dialect, sample, final))
    by = _("tab") if dialect.separator == "\t" else dialect.separator
    form = say("CSV, {encoding}, separated by {by}", encoding=encoding, by=by)
    return Sheet(
        source.path, part, reader.header.captions, form, source.packed, lambda: iter(reader)
    )


def _header(source: Source, encoding: str, dialect: Dialect, sample: bytes, final: bool) -> Header:
    if not sample.strip(BLANK):
        raise source.error("there is no table in it: all its lines are empty")
    grammar = Grammar(dialect.separator)
    text = grammar.mend(dialect.plain(sample[dialect.skip :]), final).text
    records = islice(enumerate(grammar.records(text), 1), LINES)
    rows = [
        Row(n, [cell.decode("utf-8", "replace") for cell in cells]) for n, (cells, *_) in records
    ]
    header = find(rows)
    if header is None:
        raise source.error("there is no table in it: all its lines are empty")
    if "�" in "".join(header.captions) and "�".encode() not in sample:
        raise source.error(
            "the captions in row {row} are not {encoding}; name the right one (--encoding)",
            row=header.row,
            encoding=encoding,
        )
    return widen(header, rows)


@dataclass(frozen=True)
class Reader:
    """The rows of a CSV, chunk by chunk. Row numbers count records from the top of the file, with
    titles, empty and refused lines, as Excel does; empty rows are passed over."""

    source: Source
    encoding: str
    dialect: Dialect
    header: Header

    def __iter__(self) -> Iterator[Chunk]:
        width = len(self.header.captions)
        rest, above = b"", 0
        with self.source.open() as stream:
            for text, final in self._blocks(stream):
                mended = self.grammar.mend(rest + text, final, width)
                rest = mended.rest
                if len(rest) > LONGEST:
                    problem = "a line after row {row} is longer than 16 MB"
                    raise self.source.error(problem, row=above)
                read = min(stream.tell() / self.source.size, 1.0)
                chunk, count = self._chunk(mended.text, mended.bad, above, read)
                above += count
                if chunk.count or chunk.broken:
                    yield chunk

    @cached_property
    def grammar(self) -> Grammar:
        return Grammar(self.dialect.separator)

    def _blocks(self, stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Texts, and whether it is the last one. None of them ends within a line end, nor between
        a backslash and what it escapes; the mark of the end that DOS wrote is dropped."""
        held, skip = b"", self.dialect.skip
        for raw in utf8(stream, self.encoding, BLOCK):
            text = held + raw
            end = len(text.rstrip(b"\r\\\x1a"))
            held = text[end:]
            yield self.dialect.plain(text[skip:end]), False
            skip = max(0, skip - end)
        yield self.dialect.plain(held[skip:].rstrip(b"\x1a")), True

    def _chunk(self, text: bytes, bad: list[Bad], above: int, read: float) -> tuple[Chunk, int]:
        """The rows of whole records, `above` of which stand higher in the file, and how many
        records they were."""
        if not sound(text):
            text, worse = self._scrub(text)
            bad = sorted(bad + worse)
        table, invalid = self._parse(text)
        count = table.num_rows + len(invalid)
        table = _without_empty(table.add_column(0, "_row", _numbers(above, count, invalid)))
        if above < self.header.row:
            table = table.filter(pc.greater(table["_row"], self.header.row))
        fitting, broken = self._fit((above + n, line) for n, line in invalid)
        for row, why, line in bad:
            broken.append(Broken(above + row + 1, _(why), line.decode("utf-8", "replace")))
        if fitting:
            mended = Table.from_pylist(fitting, table.schema)
            table = concat_tables([table, mended]).sort_by("_row")
        broken.sort(key=lambda line: line.row)
        return Chunk(table, table.num_rows, read, broken), count

    def _scrub(self, text: bytes) -> tuple[bytes, list[Bad]]:
        """The text with empty lines for records that hold what is no text."""
        kept, bad, at = [], [], 0
        for n, (_cells, begin, end) in enumerate(self.grammar.records(text)):
            line = text[begin:end]
            if not sound(line):
                problem = "a NUL byte" if b"\0" in line else "bytes that are not {encoding}"
                why = say(problem, encoding=self.encoding)
                bad.append(Bad(n, why, line))
                kept.append(text[at:begin])
                at = end
        return b"".join([*kept, text[at:]]), bad

    def _parse(self, text: bytes) -> tuple[Any, list[tuple[int, str]]]:
        """The records that have as many cells as the header, empty ones among them, and number and
        text of the others."""
        types = {f"c{n}": string() for n in range(len(self.header.captions))}
        invalid: list[tuple[int, str]] = []

        def skip(row: Any) -> str:
            invalid.append((row.number, row.text))
            return "skip"

        if not text:
            return schema(types).empty_table(), invalid
        table = arrow.read_csv(
            BufferReader(text),
            arrow.ReadOptions(
                use_threads=False, column_names=list(types), block_size=len(text) + 1
            ),
            arrow.ParseOptions(
                delimiter=self.dialect.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            arrow.ConvertOptions(
                check_utf8=False,  # looked at already
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        return table, invalid

    def _fit(self, lines: Iterable[tuple[int, str]]) -> tuple[list[dict[str, Any]], list[Broken]]:
        """Rows out of lines with too many or too few cells, where the difference is but empty
        cells; and the others."""
        rows, broken = [], []
        for number, line in lines:
            cells = [cell.decode() for cell in self.grammar.record(line.encode(), 0)[0]]
            if number <= self.header.row or not any(map(str.strip, cells)):
                continue
            if (fitted := self.header.fit(cells)) is None:
                broken.append(Broken(number, self.header.why(len(cells)), line))
            else:
                rows.append({"_row": number} | {f"c{n}": cell for n, cell in enumerate(fitted)})
        return rows, broken


def sound(text: bytes) -> bool:
    """Whether it is text: UTF-8 without NUL."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in text


def _numbers(above: int, count: int, invalid: list[tuple[int, str]]) -> Any:
    """The numbers of the records that are not invalid."""
    gaps = [0, *(n for n, _text in invalid), count + 1]
    spans = [arange(above + a + 1, above + b) for a, b in pairwise(gaps) if b - a > 1]
    return chunked_array(spans, int64()).combine_chunks()


def _without_empty(table: Any) -> Any:
    """The rows that hold anything."""
    empty: Any = None
    for column in table.columns[1:]:
        if not column.null_count:
            return table
        empty = column.is_null() if empty is None else pc.and_(empty, column.is_null())
    return table.filter(pc.invert(empty)) if pc.any(empty).as_py() else table
