"""A CSV that grows: its captions and the part of it that is new, as if that were a file."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from merilo.errors import FileError
from merilo.sources.files import csv
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.source import Source

Digest = hashlib.blake2b
BLOCK = 1 << 20
QUOTE, LINE = b'"', b"\n"
TITLES = 30  # lines in which the captions have to end


class Spliced:
    """The first `head` bytes of a file, then those from `since` until `until`."""

    def __init__(self, file: IO[bytes], head: int, since: int, until: int) -> None:
        self.file, self.left, self.at = file, [(0, head), (since, until)], 0

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        found = b""
        while self.left and len(found) < size:
            since, until = self.left.pop(0)
            self.file.seek(since)
            some = self.file.read(min(size - len(found), until - since))
            if some and since + len(some) < until:
                self.left.insert(0, (since + len(some), until))
            found += some
        self.at += len(found)
        return found

    def tell(self) -> int:
        """How many were read."""
        return self.at


@dataclass(frozen=True)
class Window(Source):
    """A file of which only the beginning and a later part are seen."""

    first: int = 0
    since: int = 0
    until: int = 0

    @classmethod
    def part(cls, path: Path, first: int, since: int, until: int) -> "Window":
        """The `first` bytes, and those from `since` until `until`."""
        size = first + until - since
        return cls(path, size, size, "", "", first, since, until)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes from the beginning."""
        with self.guard(), self.path.open("rb") as file:
            yield cast("IO[bytes]", Spliced(file, self.first, self.since, self.until))


def part(path: Path, since: int, until: int, encoding: str, header: Sequence[str]) -> Any:
    """The table of a part under these captions, and how many lines they take; None if a part
    cannot be put after them."""
    for lines, first in heads(path):
        try:
            found = csv.sheet(Window.part(path, first, since, until), "", encoding)
        except FileError:
            continue
        alone = captions(path, first, encoding)
        if alone == found.header == tuple(header):
            return found, lines
    return None


def captions(path: Path, first: int, encoding: str) -> tuple[str, ...]:
    """The captions that the first bytes of a file hold; none if there is no table in them."""
    try:
        return csv.sheet(Window.part(path, 0, 0, first), "", encoding).header
    except FileError:
        return ()


def heads(path: Path) -> Iterator[tuple[int, int]]:
    """Beginnings of a file that may end with its captions: how many lines, how many bytes."""
    first, quotes = 0, 0
    with path.open("rb") as file:
        for lines in range(1, TITLES + 1):
            line = file.readline(BLOCK)
            first, quotes = first + len(line), quotes + line.count(QUOTE)
            if line.endswith(LINE) and quotes % 2 == 0:
                yield lines, first


def sheet(path: Path, until: int, encoding: str) -> Sheet:
    """The table of the first bytes of a file."""
    return csv.sheet(Window.part(path, 0, 0, until), "", encoding)


def digest(path: Path, until: int) -> Digest:
    """Tells one beginning of so many bytes from others."""
    told = hashlib.blake2b(digest_size=16)
    extend(told, path, 0, until)
    return told


def extend(told: Digest, path: Path, since: int, until: int) -> None:
    """Let it tell a longer beginning, by the bytes from `since` until `until`."""
    with path.open("rb") as file:
        file.seek(since)
        while since < until and (block := file.read(min(BLOCK, until - since))):
            told.update(block)
            since += len(block)


def whole(path: Path, since: int, until: int) -> int:
    """Where the last whole line before `until` ends that no quoted cell goes over; `since` if there
    is none."""
    with path.open("rb") as file:
        file.seek(since)
        within, end, at = False, since, since
        while at < until and (block := file.read(min(BLOCK, until - at))):
            for line in block.splitlines(keepends=True):
                within ^= line.count(QUOTE) % 2 == 1
                at += len(line)
                if line.endswith(LINE) and not within:
                    end = at
    return end
