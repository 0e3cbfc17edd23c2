"""Whether anybody works on a home: the server, its worker, a load, the reading of a connection.

Each holds a file, and the server the folder itself; the system lets go of them for the dead.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from merilo.errors import Impossible
from merilo.words import say

FILES = ("worker.lock", "lake/.writer", "landing/*.lock")


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Pages are served from this home. Impossible while a backup is being put in its place."""
    home.mkdir(parents=True, exist_ok=True)
    text = say("a backup is being restored into {home}; try again when it is done", home=home)
    with holding(home, fcntl.LOCK_SH, text):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Nobody works on this home, nor begins to. Impossible if somebody does."""
    text = say("{home} is in use: stop the server and whatever loads into it first", home=home)
    with ExitStack() as held:
        if home.exists():
            files = [path for form in FILES for path in sorted(home.glob(form))]
            for path in (home, *files):
                held.enter_context(holding(path, fcntl.LOCK_EX, text))
        yield


@contextmanager
def holding(path: Path, how: int, text: str) -> Iterator[None]:
    """A file or folder is held. Impossible, in these words, if others hold it otherwise."""
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Impossible(text) from None
        yield
    finally:
        os.close(handle)
