"""The plan for a sheet, wherever it comes from: a mapping file, an earlier time, its own words."""

from pathlib import Path

from merilo.sources.files.remember import mapped, recall
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.suggest import Suggestion, suggest


def find(sheet: Sheet, home: Path, table: str = "", file: Path | None = None) -> Suggestion:
    """By the mapping `file` if there is one, else as settled for these captions before, else
    suggested; a forced `table` is always suggested.

    FileError if the sheet cannot be taken in, or a mapping file is wrong; Unknown if there is no
    such table.
    """
    sample = Sample.of(sheet)
    if file is not None:
        return mapped(file, sample)
    kept = None if table else recall(home, sample)
    return kept or suggest(sample, table)
