"""Where the bytes of a table come from: a file on disk, or a member of a zip on disk."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from merilo.errors import FileError
from merilo.words import say

WHOLE = 1 << 30  # bytes; no larger workbook is held in memory as it lies in its zip
# The last is what `zipfile` raises of a compression it does not know.
FOREIGN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True)
class Source:
    """A stream that may be opened again and again."""

    path: Path
    size: int  # bytes to read, unpacked
    packed: int  # bytes on disk
    member: str = ""  # its name inside the zip, as the zip writes it
    title: str = ""  # the same name for people

    @classmethod
    def of(cls, path: Path) -> "Source":
        """A file on disk. FileError if it is missing, a folder, empty or not for us to read."""
        source = cls(path, 0, 0)
        with source.guard():
            if path.is_dir():
                raise source.error("it is a folder; name a file in it")
            size = path.stat().st_size
            with path.open("rb") as stream:
                stream.read(1)
        if not size:
            raise source.error("the file is empty")
        return cls(path, size, size)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes from the beginning. What goes wrong while they are read becomes a FileError."""
        with self.guard():
            if not self.member:
                with self.path.open("rb") as stream:
                    yield stream
            else:
                with zipfile.ZipFile(self.path) as box, box.open(self.member) as stream:
                    yield stream

    @contextmanager
    def seekable(self) -> Iterator[IO[bytes]]:
        """The same for readers that jump; a member of a zip is held in memory."""
        if self.member:
            yield BytesIO(self.whole())
        else:
            with self.open() as stream:
                yield stream

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def whole(self) -> bytes:
        """All of it, for readers that cannot stream."""
        if self.size > WHOLE:
            raise self.error("it is too large to be held in memory; save it as CSV")
        return self.head(self.size + 1)

    def error(self, problem: str, **fields: object) -> FileError:
        """What is wrong with this file, to be raised. `problem` is a template for `fields`."""
        name = f"{self.path}: {self.title}" if self.title else f"{self.path}"
        return FileError(name, say(problem, **fields))

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Errors of the system and of zip become our own."""
        try:
            yield
        except FileNotFoundError as error:
            raise self.error("there is no such file") from error
        except PermissionError as error:
            raise self.error("you have no right to read it") from error
        except FOREIGN as error:
            what = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise self.error("it cannot be read to its end ({what})", what=what) from error
        except RuntimeError as error:
            if "encrypted" not in str(error):  # how zipfile says that a password is needed
                raise
            raise self.error("it is locked with a password; unpack it first") from error
