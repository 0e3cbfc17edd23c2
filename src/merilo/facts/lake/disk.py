"""Writing that a power cut cannot halve, and what the disk refuses, said in our words."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError

from merilo.errors import Broken, Unwritable
from merilo.words import say

REFUSALS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk's quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "this user has no right to",
    errno.EPERM: "this user has no right to",
}
NO_MEMORY = "the memory it may use does not suffice"


def sync(*paths: Path) -> None:
    """Do not return before these files and folders are on the disk."""
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def replace(path: Path, text: str) -> None:
    """The file holds `text` from now on, or, whatever happens, still what it held."""
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_text(text, "utf-8")
        sync(draft)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync(path.parent)


@contextmanager
def mapped(lake: Path) -> Iterator[None]:
    """What the disk, DuckDB or Delta refuse becomes Unwritable or Broken; bugs stay bugs."""
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, DeltaError) as error:
        refused = refusal(error)
        if refused:
            raise Unwritable(str(lake), say(refused)) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise Unwritable(str(lake), say(NO_MEMORY)) from error
        raise Broken(str(lake), said(error)) from error


@contextmanager
def spilling(lake: Path) -> Iterator[None]:
    """Around the caller's own work with our DuckDB: only what has no room becomes Unwritable."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        if isinstance(error, duckdb.OutOfMemoryException):
            raise Unwritable(str(lake), say(NO_MEMORY)) from error
        if any(os.strerror(code) in str(error) for code in (errno.ENOSPC, errno.EDQUOT)):
            raise Unwritable(str(lake), say(refusal(error))) from error
        raise


def refusal(error: Exception) -> str:
    """Why the disk refused; "" if it was not the disk. Engines say it in their message only."""
    if isinstance(error, OSError) and error.errno is not None:
        return REFUSALS.get(error.errno, "")
    words = str(error)
    found = (why for code, why in REFUSALS.items() if os.strerror(code) in words)
    return next(found, "")


def said(error: Exception) -> str:
    """The first line of a foreign message, without the full stop."""
    return str(error).strip().split("\n")[0].rstrip(".")
