"""A backup each night, the last fourteen of which are kept; and when the last one was made."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from merilo.backup.make import LAST, Made, backup
from merilo.errors import Unwritable

KEPT = 14
OURS = re.compile(r"merilo-\d{4}-\d\d-\d\d\.tar\.gz")


@dataclass(frozen=True)
class Last:
    """The last backup of a home: when, and into which file."""

    at: datetime
    file: Path


def last(home: Path) -> Last | None:
    """The last one that was made; None if there is none, or nobody knows."""
    try:
        said = json.loads((home / LAST).read_text("utf-8"))
        return Last(datetime.fromisoformat(said["at"]), Path(said["file"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def due(folder: Path, day: date) -> Path | None:
    """The file of that day; None if it is there already."""
    file = folder / f"merilo-{day:%Y-%m-%d}.tar.gz"
    return None if file.exists() else file


def nightly(home: Path, folder: Path, day: date, now: datetime, server: bool) -> Made | None:
    """The backup of that day, once, and what is older than the last fourteen goes. Only files that
    are named as ours are."""
    file = due(folder, day)
    if file is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = backup(home, file, now, server)
        ours = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
        for path in ours[:-KEPT]:
            path.unlink()
    except OSError as error:
        raise Unwritable(str(folder), (error.strerror or str(error)).lower()) from error
    return made
