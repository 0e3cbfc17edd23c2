"""Whether a worker lives: it holds a file, and the system takes the file from whoever dies."""

import fcntl
import time
from pathlib import Path
from typing import IO

from django.conf import settings

NAME = "worker.lock"
WAIT_S = 3.0  # for somebody who only looks
HELD: list[IO[bytes]] = []  # kept open as long as this process lives


def hold() -> bool:
    """This process is the worker from now on; False if another one is."""
    if HELD:
        return False
    file = (Path(settings.HOME) / NAME).open("ab")
    until = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                file.close()
                return False
            time.sleep(0.1)
        else:
            HELD.append(file)
            return True


def alive() -> bool:
    """A worker holds the file."""
    try:
        with (Path(settings.HOME) / NAME).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
