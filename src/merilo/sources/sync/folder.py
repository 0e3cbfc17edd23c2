"""A file, or the files of a folder, that something else writes on this machine. Nothing outside of
the folder is looked at: no folder within it, and no link to a file elsewhere."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from merilo.errors import Impossible
from merilo.words import say

HIDDEN = (".", "~$", "_tmp")  # what programs put there while they write
UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp", "~")


@dataclass(frozen=True)
class Found:
    """A file as it was when it was looked at: how many bytes, and when it was written last."""

    path: Path
    size: int
    changed: int  # nanoseconds since 1970

    @property
    def name(self) -> str:
        """Within its folder."""
        return self.path.name


def found(path: str, patterns: str) -> list[Found]:
    """The file, or those of the folder whose names are like one of the patterns (with spaces
    between them), the one written longest ago first. Impossible if there is no such place, or it
    may not be read."""
    place = Path(path).expanduser()
    try:
        if not place.is_absolute():
            raise Impossible(say("“{path}” is no whole path: it has to begin with /", path=path))
        if place.is_dir():
            wanted = [one.lower() for one in patterns.replace(",", " ").split()]
            files = [one for one in listed(place) if like(one.name, wanted)]
            return sorted(files, key=lambda one: (one.changed, one.name))
        with place.open("rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise Impossible(say("“{path}” is neither a file nor a folder", path=path))
        return [Found(place, told.st_size, told.st_mtime_ns)]
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Impossible(
            say("“{path}” cannot be read: {problem}", path=path, problem=problem.lower())
        ) from None


def listed(place: Path) -> Iterator[Found]:
    """The files of a folder themselves; one that goes while we look is none."""
    with os.scandir(place) as entries:
        for entry in entries:
            try:
                if entry.is_file(follow_symlinks=False):
                    told = entry.stat(follow_symlinks=False)
                    yield Found(place / entry.name, told.st_size, told.st_mtime_ns)
            except FileNotFoundError:
                continue


def like(name: str, wanted: list[str]) -> bool:
    """Whether a file of that name is meant: none that is still being brought."""
    low = name.lower()
    if low.startswith(HIDDEN) or low.endswith(UNFINISHED):
        return False
    return not wanted or any(fnmatch(low, one) for one in wanted)
