"""The file of refused rows: where, what and why, then the whole line; mended, it comes in again.

The cells are the user's own and stand as they came, so that the mended file is the same data; no
apostrophe is put before a text that a spreadsheet would take for a formula.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from merilo.errors import FileError
from merilo.sources.files.sheet import Chunk, Sheet
from merilo.words import say

COLUMNS = ("row", "column", "value", "reason")
JOINT = " | "  # between what is wrong with one row and what else is
BATCH = 10_000  # rows in memory


def write(path: Path, db: DuckDBPyConnection, query: str, header: Sequence[str]) -> None:
    """Write what `query` selects: row, column, value, reason, and the cells as a list or NULL.

    UTF-8 with its mark and semicolons, as spreadsheets open it with a double click. The file is
    there whole or not at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    blank = [None] * len(header)
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";", lineterminator="\r\n")
        lines.writerow([*COLUMNS, *header])
        found = db.execute(query)
        while some := found.fetchmany(BATCH):
            lines.writerows([*why, *(cells or blank)] for *why, cells in some)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def mended(sheet: Sheet) -> Sheet:
    """A file of refused rows as the sheet it was: under its own captions, rows by their numbers
    there. Any other sheet is given back as it is."""
    if sheet.header[: len(COLUMNS)] != COLUMNS or len(sheet.header) == len(COLUMNS):
        return sheet
    return replace(sheet, header=sheet.header[len(COLUMNS) :], chunks=lambda: _chunks(sheet))


def _chunks(sheet: Sheet) -> Iterator[Chunk]:
    """FileError if two lines say the same row: it could not be told which of them is meant."""
    first = len(COLUMNS)
    cells = ", ".join(f"c{n} as c{n - first}" for n in range(first, len(sheet.header)))
    met: set[int] = set()
    with duckdb.connect() as db:
        for chunk in sheet.chunks():
            db.register("said", chunk.rows)
            number = "coalesce(try_cast(c0 as bigint), _row)"
            first_said = dict(db.execute(f"select _row, {number} from said").fetchall())
            for row in first_said.values():
                if row in met:
                    problem = say("row {row} stands in it twice; keep one of the lines", row=row)
                    raise FileError(str(sheet.path), problem)
                met.add(row)
            rows = db.sql(f"select {number} as _row, {cells} from said").to_arrow_table()
            flaws = [
                replace(f, row=first_said[f.row], column=f.column - first)
                for f in chunk.flaws
                if f.column >= first
            ]
            yield replace(chunk, rows=rows, flaws=flaws)
