"""kill -9 at a step of the work: what is counted is what the work does, never the clock."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHANGES = {"os.rename", "os.remove", "os.mkdir"}


class Bomb:
    """Counts steps, and kills its own process at that one, 0 never. `steps` are their names as
    they come; `count` is a file that holds how many there were, for who comes after a kill."""

    def __init__(self, step: int, count: Path | None = None) -> None:
        self.step, self.count = step, count
        self.steps: list[str] = []

    def tick(self, what: str) -> None:
        """One step more."""
        self.steps.append(what)
        if self.count:
            self.count.write_text(str(len(self.steps)), "ascii")
        if len(self.steps) == self.step:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """A function that is a step before and a step after."""
        plain: Callable[..., Any] = getattr(owner, name)

        def ticking(*args: Any, **options: Any) -> Any:
            self.tick(f"before {name}")
            found = plain(*args, **options)
            self.tick(f"after {name}")
            return found

        setattr(owner, name, ticking)

    def touching(self, folder: Path) -> None:
        """Every file of the folder that our own code writes, syncs, renames or removes."""

        def hook(event: str, args: tuple[Any, ...]) -> None:
            touches = event in CHANGES
            touches |= event == "open" and str(args[1]) != "r"  # folders to sync are opened, too
            if touches and str(args[0]).startswith(str(folder)):
                self.tick(event)

        sys.addaudithook(hook)
