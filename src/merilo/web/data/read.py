"""The sheets of an upload as the readers see them, under the names their owner knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from merilo.errors import FileError
from merilo.sources.engine.refused import mended
from merilo.sources.files.open import sheets
from merilo.sources.files.sheet import Sheet as Read
from merilo.web.data.models import Paper, Upload

SEPARATORS = {"tab": "\t"}


@contextmanager
def called(paper: Paper) -> Iterator[None]:
    """What is wrong with a file is said of its own name, not of where it lies with us."""
    try:
        yield
    except FileError as error:
        said = error.path.replace(str(paper.path), paper.name)
        raise FileError(said, error.problem.replace(str(paper.path), paper.name)) from error


def read(paper: Paper, upload: Upload) -> list[Read]:
    """The tables of a file. FileError if there is none."""
    separator = SEPARATORS.get(upload.separator, upload.separator)
    with called(paper):
        found = sheets(paper.path, "", upload.encoding, separator)
        return [replace(mended(sheet), path=Path(paper.name)) for sheet in found]
