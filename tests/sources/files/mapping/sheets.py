"""Sheets made of a few rows, and of the public files, without the readers."""

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from arro3.core import Array, DataType, Table
from lxml import html

from merilo.sources.files.mapping import Plan, Take
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Chunk, Sheet

Row = Sequence[str | None]


def sheet(
    header: str | Sequence[str],
    *rows: str | Row,
    name: str = "file.csv",
    part: str = "",
    chunk: int = 1_000_000,
    workbook: bool = False,
) -> Sheet:
    """A sheet; header and rows may be written with `;` between the cells."""
    captions = tuple(header.split(";") if isinstance(header, str) else header)
    table = [row.split(";") if isinstance(row, str) else list(row) for row in rows]
    cells = [[cell or None for cell in row] for row in table]

    def chunks():
        starts = [*range(0, len(cells), chunk), len(cells)] if cells else []
        for since, until in pairwise(starts):
            yield Chunk(_arrow(captions, cells[since:until]), until - since, until / len(cells))

    return Sheet(Path(name), part, captions, "made", 0, chunks, workbook)


def _arrow(captions: Sequence[str], rows: Sequence[Row]) -> Table:
    columns = {"_row": Array(range(2, len(rows) + 2), DataType.int64())}
    for i in range(len(captions)):
        columns[f"c{i}"] = Array([row[i] for row in rows], DataType.string())
    return Table.from_pydict(columns)


def of_csv(path: Path, name: str = "") -> Sheet:
    """A public CSV as a sheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return sheet(header, *rows, name=name or path.name)


def of_html(path: Path) -> Sheet:
    """The HTML table that Bitrix24 calls .xls, as a sheet."""
    table = html.fromstring(path.read_bytes())
    header, *rows = [[cell.text_content() for cell in tr] for tr in table.iter("tr")]
    return sheet(header, *rows, name=path.name)


def look(header: str | Sequence[str], *rows: str | Row, **said: Any) -> Sample:
    """The sample of such a sheet."""
    return Sample.of(sheet(header, *rows, **said))


def taken(plan: Plan, sample: Sample) -> dict[str, str]:
    """The only feed of a plan as captions: joined by +, the first filled by |, constants by =."""
    (feed,) = plan.feeds
    return {slot: _written(take, sample) for slot, take in feed.columns.items()}


def _written(take: Take, sample: Sample) -> str:
    if take.constant is not None:
        return f"={take.constant}"
    return ("|" if take.first else "+").join(sample.caption(c) for c in take.columns)
