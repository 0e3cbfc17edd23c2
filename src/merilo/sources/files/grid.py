"""Rows that a reader holds as Python lists, as a chunk of a sheet."""

from collections.abc import Iterable, Sequence

from arro3.core import Array, DataType, RecordBatch, Table

from merilo.sources.files.header import Header, Row
from merilo.sources.files.sheet import Broken, Chunk


def chunk(header: Header, rows: Iterable[Row], read: float, broken: Sequence[Broken]) -> Chunk:
    """The rows under a header that fit it; the others, and those already `broken`, are reported.
    Empty rows are passed over."""
    numbers: list[int] = []
    lists: list[list[str | None]] = []
    others: list[Broken] = []
    for number, cells in rows:
        if number <= header.row or not any(cell and not cell.isspace() for cell in cells):
            continue
        if (fitted := header.fit(cells)) is None:
            text = "\t".join(cell or "" for cell in cells)
            others.append(Broken(number, header.why(len(cells)), text))
        else:
            numbers.append(number)
            lists.append(fitted)
    columns = list(zip(*lists, strict=True)) or [()] * len(header.captions)
    reported = sorted([*broken, *others], key=lambda line: line.row)
    return Chunk(table(numbers, columns), len(numbers), read, reported)


def table(numbers: Sequence[int], columns: Iterable[Sequence[str | None]]) -> Table:
    """An Arrow table with the columns `_row`, `c0`, `c1` ..."""
    arrays = [Array(list(numbers), DataType.int64())]
    arrays += [Array(list(column), DataType.utf8()) for column in columns]
    names = ["_row", *(f"c{n}" for n in range(len(arrays) - 1))]
    return Table.from_batches([RecordBatch.from_arrays(arrays, names=names)])
