"""The only pen: who holds it writes into the lake, and says so to the others."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from merilo.errors import Locked
from merilo.facts.lake.disk import mapped
from merilo.words import say

PEN = ".writer"
LOOK_EVERY_S = 0.1
GRACE_S = 0.2  # whoever only looks whether it is held lets go at once


@dataclass(frozen=True)
class Holder:
    """Who writes: the process, what it does, since when."""

    pid: int | None = None
    who: str = ""
    since: datetime | None = None

    def __str__(self) -> str:
        if self.pid is None:
            return say("Another process")
        if self.since is None:
            return say("Process {pid} ({who})", pid=self.pid, who=self.who)
        since = f"{self.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return say("Process {pid} ({who}, since {since})", pid=self.pid, who=self.who, since=since)


Waiting = Callable[[Holder], object]


@contextmanager
def pen(
    root: Path, who: str, now: datetime, wait: float = 0.0, waiting: Waiting | None = None
) -> Iterator[None]:
    """Hold the pen. Locked if another process has it and keeps it for longer than `wait` seconds.

    `waiting` is told once who has it. The system takes the pen from a process that dies.
    """
    with mapped(root):
        held = (root / PEN).open("a+", encoding="utf-8")
    with held:
        _take(root, held, wait, waiting)
        with mapped(root):
            _write(held, json.dumps({"pid": os.getpid(), "who": who, "since": now.isoformat()}))
        try:
            yield
        finally:
            with mapped(root):
                _write(held, "")


def holder(root: Path) -> Holder | None:
    """Who says to hold the pen, be it that they died with it; None if nobody does."""
    try:
        text = (root / PEN).read_text("utf-8")
    except FileNotFoundError:
        return None
    return _parse(text) if text else None


def busy(root: Path) -> Holder | None:
    """Who is writing at this moment; None if nobody is."""
    try:
        with (root / PEN).open("rb") as looked:
            fcntl.flock(looked, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return holder(root) or Holder()
    return None


def _parse(text: str) -> Holder:
    try:
        said = json.loads(text)
        return Holder(int(said["pid"]), str(said["who"]), datetime.fromisoformat(said["since"]))
    except (ValueError, KeyError, TypeError):  # it is being written at this moment
        return Holder()


def _take(root: Path, held: TextIO, wait: float, waiting: Waiting | None) -> None:
    until = time.monotonic() + max(wait, GRACE_S)
    told = False
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = holder(root) or Holder()
            left = until - time.monotonic()
            if left <= 0:
                raise Locked(str(root), str(other)) from None
            if waiting and not told and wait:
                waiting(other)
                told = True
            time.sleep(min(LOOK_EVERY_S, left))
        else:
            return


def _write(held: TextIO, text: str) -> None:
    held.seek(0)
    held.truncate()
    held.write(text)
    held.flush()
