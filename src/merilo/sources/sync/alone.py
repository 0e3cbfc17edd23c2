"""One process at a time reads a connection."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from merilo.sources.sync.connection import locked_file


class Busy(Exception):
    """Another process reads this connection."""


@contextmanager
def alone(home: Path, connection: str) -> Iterator[None]:
    """Nobody else reads it meanwhile, else Busy; the system lets go of it for the dead."""
    path = locked_file(home, connection)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Busy from None
    try:
        yield
    finally:
        os.close(file)
