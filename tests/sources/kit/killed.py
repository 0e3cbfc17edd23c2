"""What a process does that is to be killed: it reads a place, in the fake's time."""

import os
import time
from pathlib import Path

from merilo.sources.sync.connection import read
from merilo.sources.sync.protocol import Limits
from merilo.sources.sync.run import Sync
from tests.sources.kit.house import QUICK


def main(home: str, name: str, now: float, limits: Limits, config: str) -> None:
    """Read and load all that is due. Where keys are kept is said anew: the one that forks knows
    the folder of the first test."""
    os.environ["XDG_CONFIG_HOME"] = config
    begun = time.monotonic()

    def clock() -> float:
        return now + time.monotonic() - begun

    Sync(Path(home), read(Path(home), name), clock=clock, limits=limits, patience=QUICK).run()
