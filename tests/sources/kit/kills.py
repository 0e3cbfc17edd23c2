"""Killed again and again while it reads and loads, and begun again, until it is through."""

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from merilo.sources.sync.known import OWN
from tests.sources.kit import killed as work
from tests.sources.kit.house import Place

SEED = 20171005
LOOK_S = 0.005
STEPS = 30  # signs of work; a reading of a little that is new gives more of them
READY = (  # what is imported by its first use, which would be in each child
    "tests.sources.kit.killed", "httpcore2", "pandas", "phonenumbers.data.region_RU",
    "pyarrow.dataset", "pyarrow.pandas_compat", *(f"merilo.sources.{name}" for name in OWN),
)  # fmt: skip
FRAME = 4096  # bytes that a change of the marks adds to their log, and more


@cache
def spawner() -> Any:
    """Processes that have imported everything and opened nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*READY])
    return context


def run(place: Place) -> Any:
    """A process that reads the place."""
    config = os.environ["XDG_CONFIG_HOME"]
    words = (str(place.home), place.name, place.fake.clock.exact(), place.limits, config)
    process = spawner().Process(target=work.main, args=words)
    process.start()
    return process


def killed(place: Place, times: int, between: Callable[[], object], steps: int = STEPS) -> int:
    """Kill it so many times, each after another number of signs of its work; `between` them
    something happens, so that there is always something to do. Then it may finish. How many
    kills fell into its work."""
    moment, count = Random(SEED), 0
    for _ in range(times):
        process = run(place)
        watch(place, process, moment.randrange(1, steps))
        if process.is_alive():
            process.kill()
            count += 1
        process.join()
        between()
    last = run(place)
    last.join()
    assert last.exitcode == 0
    return count


def watch(place: Place, process: Any, steps: int) -> None:
    """Wait for so many signs of work; less if it ends before. They are counted, not seen: between
    two looks there may be several."""
    seen, done = signs(place), 0
    while process.is_alive() and done < steps:
        time.sleep(LOOK_S)
        before, seen = seen, signs(place)
        done += sum(min(abs(new - old), 3) for new, old in zip(seen, before, strict=True))


def signs(place: Place) -> tuple[int, ...]:
    """What is seen of the work from outside: requests, pages on the disk, commits of the lake,
    changes of the marks."""
    logs = place.home.glob("*.sqlite3-wal")
    landed = os.walk(place.home / "landing")  # what goes while it is counted is no error
    pages = sum(len(folders) + len(files) for _, folders, files in landed)
    commits = sum(1 for _ in (place.home / "lake").glob("*/_delta_log/*.json"))
    noted = sum(size(log) for log in logs) // FRAME
    return place.fake.counters.requests, pages, commits, noted


def size(path: Path) -> int:
    """Of a file; of one that has gone, nothing."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
