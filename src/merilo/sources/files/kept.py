"""A sample set aside, so that a mapping can be looked at and changed without reading the file."""

import json
from itertools import islice
from pathlib import Path

from arro3.core import Table

from merilo.sources.files.sample import Sample, said
from merilo.sources.files.sheet import Sheet

MORE = 5_000  # different values of a column: a question beyond the sample is settled by them


def text(sample: Sample) -> str:
    """The sample as JSON."""
    more = [
        [*islice(dict.fromkeys(sample.more(column)), MORE)] for column in range(len(sample.header))
    ]
    held = {
        "path": str(sample.path), "part": sample.part, "header": sample.header,
        "workbook": sample.workbook, "rows": sample.table, "more": more,
    }  # fmt: skip
    return json.dumps(held, ensure_ascii=False)


def sample(text: str) -> Sample:
    """The sample that the JSON holds; what it tells of rare values is each of them once."""
    held = json.loads(text)
    rows = tuple(map(tuple, held["rows"]))
    width = len(held["header"])
    columns = [*zip(*rows, strict=True)] if rows else [()] * width
    more = held["more"]
    return Sample(
        Path(held["path"]), held["part"], tuple(held["header"]),
        tuple(tuple(said(column)) for column in columns), len(rows), held["workbook"],
        lambda column: iter(more[column]), rows,
    )  # fmt: skip


def first(sheet: Sheet, count: int) -> list[list[str]]:
    """The first rows of a sheet, as they are read; an empty cell is ""."""
    rows: list[list[str]] = []
    for chunk in sheet.chunks():
        table = Table.from_arrow(chunk.rows)
        some = table.slice(0, min(count - len(rows), table.num_rows))
        cells = [some.column(f"c{n}").to_pylist() for n in range(len(sheet.header))]
        rows += [[cell or "" for cell in row] for row in zip(*cells, strict=True)]
        if len(rows) >= count:
            break
    return rows
