"""How fast a source is asked: one measure for all processes that ask the same account."""

import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from merilo.sources.sync.protocol import Limits

LONGEST_S = 3600.0  # a file that promises more than this was written by another clock


@dataclass(frozen=True)
class Pace:
    """Turns are handed out one after the other, by a file that is locked while one is taken.

    The file holds the moment at which all turns handed out so far are used up (the theoretical
    arrival time of the generic cell rate algorithm, ITU-T I.371).
    """

    path: Path
    limits: Limits
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], object] = time.sleep

    def take(self) -> float:
        """Wait for a turn; how long that was, in seconds."""
        wait = self._reserve()
        if wait > 0:
            self.sleep(wait)
        return max(0.0, wait)

    def hold(self, seconds: float) -> None:
        """Nobody asks for so long: the source told us to wait."""
        with self._locked() as file:
            self._write(file, max(self._read(file), self.clock() + seconds + self._ahead))

    @property
    def _step(self) -> float:
        return 1 / self.limits.per_second

    @property
    def _ahead(self) -> float:
        return (self.limits.burst - 1) * self._step

    def _reserve(self) -> float:
        with self._locked() as file:
            now = self.clock()
            used = max(self._read(file), now)
            self._write(file, used + self._step)
            return used - self._ahead - now

    def _locked(self) -> "_Locked":
        return _Locked(self.path)

    def _read(self, file: int) -> float:
        try:
            said = float(os.pread(file, 64, 0) or b"0")
        except ValueError:
            return 0.0
        return said if said < self.clock() + LONGEST_S else 0.0

    def _write(self, file: int, used: float) -> None:
        os.pwrite(file, f"{used:<40.6f}".encode(), 0)


class _Locked:
    """The file, open, and nobody else's meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)
        return self.file

    def __exit__(self, *_: object) -> None:
        os.close(self.file)
