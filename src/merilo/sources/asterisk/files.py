"""Files that grow: read on from where the last reading ended, whole lines only.

A file is known by its inode and its first bytes: so it may be renamed when it is full, cut, packed,
or made anew under the same name.
"""

import gzip
import hashlib
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from merilo.errors import Impossible
from merilo.sources.sync import folder
from merilo.words import say

PART = 4 << 20  # bytes at once
BACK = 2 << 20  # so far back may the other rows of a call be
HEAD = 4096  # bytes that tell a file: a header alone, others have, too
QUIET_S = 600.0  # of a file that was not written to for so long, the last line is whole
HALF = (EOFError, zlib.error, gzip.BadGzipFile)  # what is packed is not there to its end yet


class Part(NamedTuple):
    """Lines of a file: new ones, and those before them; the first line of the file."""

    first: str
    before: list[str]
    lines: list[str]
    mark: dict[str, Any]  # of all files, after it
    done: float  # how much of all that is new lies behind it


@dataclass
class Place:
    """How far a file is read. `size` is of what it holds, `packed` of the file itself, if it is
    packed; `quiet`: nobody writes to it any more."""

    path: Path
    inode: str
    size: int
    offset: int
    packed: int = 0
    quiet: bool = False


def found(path: str, pattern: str) -> list[Path]:
    """The file, or those of a folder, the one written longest ago first. Impossible if there is
    no such place, or it may not be read."""
    return [one.path for one in folder.found(path, pattern or "*.csv*")]


def unread(path: object, error: Exception) -> Impossible:
    """That it may not be read."""
    problem = getattr(error, "strerror", None) or str(error)
    return Impossible(
        say("“{path}” cannot be read: {problem}", path=path, problem=problem.lower())
    )  # fmt: skip


def parts(paths: list[Path], mark: dict[str, Any]) -> Iterator[Part]:
    """What is new in the files, part by part."""
    known = {**mark.get("files", {})}
    places = [one for path in paths if (one := placed(path, known))]
    new = max(1, sum(place.size - place.offset for place in places))
    read = 0
    kept = {place.inode for place in places}
    known = {inode: said for inode, said in known.items() if inode in kept}
    for place, previous in zip(places, [None, *places], strict=False):
        if place.offset >= place.size or not same(place):
            continue
        with opened(place.path) as file:
            head, _ = file.read(HEAD), file.seek(0)
            first = file.readline(1 << 16)
            while place.offset < place.size:
                before, taken = lines(file, place)
                if previous and place.offset < BACK:  # a call may have begun in the file before
                    before = tail(previous) + before
                if taken is None:  # the line is not finished yet
                    break
                place.offset += len(taken)
                read += len(taken)
                known[place.inode] = reached(place, head)
                yield Part(text(first), split(before), split(taken), {"files": {**known}},
                           read / new)  # fmt: skip


def opened(path: Path) -> IO[bytes]:
    """What it holds, unpacked."""
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def same(place: Place) -> bool:
    """Whether it is still the file that was looked at: names change hands when files are full."""
    try:
        found = place.path.stat()
    except FileNotFoundError:
        return False
    return f"{found.st_dev}-{found.st_ino}" == place.inode


def reached(place: Place, head: bytes) -> list[Any]:
    """How far a file is read, and by what it is known."""
    whole = place.offset >= place.size
    return [place.offset, *told(head[: place.offset]), place.packed if whole else 0]


def placed(path: Path, known: dict[str, Any]) -> Place | None:
    """Where to go on; at the beginning, if it is another file than it was, or was cut. None if it
    is gone, or not whole yet. Impossible if it may not be read."""
    try:
        found = path.stat()
        inode = f"{found.st_dev}-{found.st_ino}"
        offset, long, mark, *rest = known.get(inode, (0, 0, ""))
        packed = found.st_size if path.suffix == ".gz" else 0
        if packed and rest == [packed]:
            return Place(path, inode, offset, offset, packed)
        size = unpacked(path) if packed else found.st_size
        if offset > size or told(begun(path, long)) != [long, mark]:
            offset = 0
    except (FileNotFoundError, *HALF):
        return None
    except OSError as error:
        raise unread(path, error) from None
    quiet = bool(packed) or time.time() - found.st_mtime > QUIET_S
    return Place(path, inode, size, offset, packed, quiet)


def unpacked(path: Path) -> int:
    """How much a packed file holds."""
    with opened(path) as file:
        return sum(len(part) for part in iter(lambda: file.read(PART), b""))


def begun(path: Path, long: int) -> bytes:
    """What the file begins with."""
    with opened(path) as file:
        return file.read(long)


def told(head: bytes) -> list[Any]:
    """What the file began with, as far as it was read: how many bytes, and their hash."""
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
    if place.quiet and place.offset + len(taken) >= place.size:
        end = len(taken)
    return before, taken[:end] if end else None


def tail(place: Place) -> bytes:
    """The last lines of a file."""
    if not same(place):
        return b""
    with opened(place.path) as file:
        file.seek(max(0, place.size - BACK))
        return file.read().rpartition(b"\n")[0] + b"\n"


def split(content: bytes) -> list[str]:
    """The lines that hold anything."""
    return [line for one in content.split(b"\n") if (line := text(one).strip("\r"))]


def text(content: bytes) -> str:
    """As UTF-8, the mark of its beginning left out."""
    return content.decode("utf-8", "replace").lstrip("\ufeff").strip("\r\n")
