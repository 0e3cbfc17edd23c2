"""A backup as a file: tar in gzip, which any machine opens, read without trusting it.

Written as a stream and read as one: never more than a piece of a file is in memory. What is read
has to be what the list at its beginning says, file by file, in that order and of that size, so that
nothing can be larger than it says, come twice, lie elsewhere, or be anything else than a file.
"""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from merilo.backup.manifest import LARGEST, NAME, Manifest, Member, read
from merilo.errors import FileError
from merilo.words import say

PIECE = 1 << 20  # bytes in memory
BLOCK = tarfile.BLOCKSIZE
LONGEST = 4096  # bytes of a name
TAIL = tarfile.RECORDSIZE * 2  # of zeros behind the last file, at most
LEVEL = 1  # the lake is packed already
Tell = Callable[[float], object]  # how much is done, 0 to 1
Sink = Callable[[Member], AbstractContextManager[BinaryIO | None]]


def write(file: BinaryIO, manifest: Manifest, paths: Mapping[str, Path], tell: Tell) -> None:
    """The list, then every file from where it lies. FileError if one is not as listed."""
    packed: Any = gzip.GzipFile("", "wb", LEVEL, file, int(manifest.at.timestamp()))
    with packed as out:
        text = manifest.text.encode()
        out.write(header(NAME, len(text), manifest))
        out.write(text + padding(len(text)))
        done = 0
        for member in manifest.members:
            out.write(header(member.name, member.size, manifest))
            with paths[member.name].open("rb") as source:
                for piece in checked(pieces(source), member):
                    out.write(piece)
                    done += len(piece)
                    tell(done / max(1, manifest.size))
            out.write(padding(member.size))
        out.write(bytes(2 * BLOCK))


def header(name: str, size: int, manifest: Manifest) -> bytes:
    """What stands before a file."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(manifest.at.timestamp()), 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict")


def padding(size: int) -> bytes:
    """What stands behind a file."""
    return bytes(-size % BLOCK)


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """A file, piece by piece."""
    while piece := source.read(PIECE):
        yield piece


def measured(name: str, path: Path) -> Member:
    """A file as the list will say it."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        for piece in pieces(source):
            digest.update(piece)
            size += len(piece)
    return Member(name, size, digest.hexdigest())


class Differs(Exception):
    """A file is not what the list says."""


def checked(found: Iterator[bytes], member: Member) -> Iterator[bytes]:
    """The pieces of a file as they come; FileError at the end if it is not the one listed."""
    digest, size = hashlib.sha256(), 0
    for piece in found:
        digest.update(piece)
        size += len(piece)
        yield piece
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise FileError(member.name, say("it changed while it was copied; try once more"))


@contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """A backup, to be read once. FileError if it is none, is damaged, or is not as it says."""
    try:
        with path.open("rb") as raw:
            packed: Any = gzip.GzipFile(fileobj=raw, mode="rb")
            yield Archive(path, packed)
    except (gzip.BadGzipFile, zlib.error, EOFError, tarfile.HeaderError, UnicodeError) as error:
        raise FileError(str(path), say("it is damaged, cut off, or no backup of Merilo")) from error
    except Differs as error:
        problem = say("it is not what its list says: {file}", file=error)
        raise FileError(str(path), problem) from None
    except FileNotFoundError as error:
        raise FileError(str(path), say("there is no such file")) from error


@dataclass
class Archive:
    """A backup from its beginning on."""

    path: Path
    packed: IO[bytes]

    def __post_init__(self) -> None:
        name, size = self._header()
        if name != NAME or size > LARGEST:
            raise FileError(str(self.path), say("it is no backup of Merilo"))
        text = self._exactly(size)
        self._exactly(len(padding(size)))
        self.manifest = read(str(self.path), text)

    def pour(self, sink: Sink, tell: Tell) -> None:
        """Every file into what `sink` gives for it, which may be nothing: then it is only checked.
        To its very end: only there it shows whether it is whole."""
        done = 0
        for member in self.manifest.members:
            if self._header() != (member.name, member.size):
                raise Differs(member.name)
            with sink(member) as out:
                digest, left = hashlib.sha256(), member.size
                while left:
                    piece = self._exactly(min(PIECE, left))
                    digest.update(piece)
                    if out:
                        out.write(piece)
                    left -= len(piece)
                    done += len(piece)
                    tell(done / max(1, self.manifest.size))
            if digest.hexdigest() != member.sha256:
                raise Differs(member.name)
            self._exactly(len(padding(member.size)))
        self._end()

    def _header(self) -> tuple[str, int]:
        """The name and size of the next file; of nothing but a file."""
        block = self._exactly(BLOCK)
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        if info.type == tarfile.GNUTYPE_LONGNAME and 0 < info.size <= LONGEST:
            name = self._exactly(info.size).rstrip(b"\0").decode()
            self._exactly(len(padding(info.size)))
            info = tarfile.TarInfo.frombuf(self._exactly(BLOCK), "utf-8", "strict")
        else:
            name = info.name
        if info.type != tarfile.REGTYPE or info.linkname or info.size < 0:
            raise Differs(name)
        return name, info.size

    def _exactly(self, count: int) -> bytes:
        """So many bytes; EOFError if there are less."""
        found = b""
        while len(found) < count:
            piece = self.packed.read(count - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found

    def _end(self) -> None:
        tail = self.packed.read(TAIL + 1)
        while len(tail) <= TAIL and (more := self.packed.read(TAIL)):
            tail += more
        if len(tail) > TAIL or len(tail) < 2 * BLOCK or any(tail):
            raise Differs("...")
