"""Files that grow: read on from where the last reading ended, whole lines only.

A file is known by its inode and its first bytes: so it may be renamed when it is full, cut, or
made anew under the same name.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from merilo.errors import Impossible
from merilo.words import say

PART = 4 << 20  # bytes at once
BACK = 2 << 20  # so far back may the other rows of a call be
HEAD = 256  # bytes that tell a file


class Part(NamedTuple):
    """Lines of a file: new ones, and those before them; the first line of the file."""

    first: str
    before: list[str]
    lines: list[str]
    mark: dict[str, Any]  # of all files, after it
    done: float  # how much of all that is new lies behind it


@dataclass
class Place:
    """How far a file is read."""

    path: Path
    inode: str
    size: int
    offset: int


def found(path: str, pattern: str) -> list[Path]:
    """The file, or those of a folder, the one written longest ago first. Impossible if there is
    no such place, or it may not be read."""
    place = Path(path).expanduser()
    try:
        if place.is_dir():
            files = [one for one in place.glob(pattern or "*.csv*") if one.is_file()]
            return sorted(files, key=lambda one: (one.stat().st_mtime, one.name))
        with place.open("rb"):
            return [place]
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Impossible(
            say("“{path}” cannot be read: {problem}", path=path, problem=problem.lower())
        ) from None


def parts(paths: list[Path], mark: dict[str, Any]) -> Iterator[Part]:
    """What is new in the files, part by part."""
    known = {**mark.get("files", {})}
    places = [placed(path, known) for path in paths]
    new = max(1, sum(place.size - place.offset for place in places))
    read = 0
    kept = {place.inode for place in places}
    known = {inode: said for inode, said in known.items() if inode in kept}
    for place, previous in zip(places, [None, *places], strict=False):
        with place.path.open("rb") as file:
            first = file.readline(1 << 16)
            while place.offset < place.size:
                before, taken = lines(file, place)
                if previous and place.offset < BACK:  # a call may have begun in the file before
                    before = tail(previous) + before
                if taken is None:  # the line is not finished yet
                    break
                place.offset += len(taken)
                read += len(taken)
                known[place.inode] = [place.offset, *told(place.path, place.offset)]
                yield Part(text(first), split(before), split(taken), {"files": {**known}},
                           read / new)  # fmt: skip


def placed(path: Path, known: dict[str, Any]) -> Place:
    """Where to go on; at the beginning, if it is another file than it was, or was cut."""
    stat = path.stat()
    inode = f"{stat.st_dev}-{stat.st_ino}"
    offset, long, mark = known.get(inode, (0, 0, ""))
    if offset > stat.st_size or told(path, long) != [long, mark]:
        offset = 0
    return Place(path, inode, stat.st_size, offset)


def told(path: Path, offset: int) -> list[Any]:
    """What the file began with, as far as it was read: how many bytes, and their hash."""
    with path.open("rb") as file:
        head = file.read(min(offset, HEAD))
    return [len(head), hashlib.sha256(head).hexdigest()[:16] if head else ""]


def lines(file: Any, place: Place) -> tuple[bytes, bytes | None]:
    """Whole lines from the place on, and those before it. None: there is no whole one."""
    start = max(0, place.offset - BACK)
    file.seek(start)
    before = file.read(place.offset - start)
    if start:
        before = before.partition(b"\n")[2]
    taken = file.read(min(PART, place.size - place.offset))
    end = taken.rfind(b"\n") + 1
    while not end and place.offset + len(taken) < place.size:  # a line longer than a part
        more = file.read(PART)
        if not more:
            break
        taken += more
        end = taken.rfind(b"\n") + 1
    return before, taken[:end] if end else None


def tail(place: Place) -> bytes:
    """The last lines of a file."""
    with place.path.open("rb") as file:
        file.seek(max(0, place.size - BACK))
        return file.read().rpartition(b"\n")[0] + b"\n"


def split(content: bytes) -> list[str]:
    """The lines that hold anything."""
    return [line for one in content.split(b"\n") if (line := text(one).strip("\r"))]


def text(content: bytes) -> str:
    """As UTF-8, the mark of its beginning left out."""
    return content.decode("utf-8", "replace").lstrip("\ufeff").strip("\r\n")
