"""Loads that are killed, in processes of their own; run by test_crash.

This process only forks: it opens neither DuckDB nor Delta, which do not survive a fork. A load is
`work`, and what the lake must hold after N of them is `expected(N)`. Prints a line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas

from merilo.facts.lake import Lake
from merilo.facts.lake.snapshot import Snapshot
from merilo.facts.show import show
from tests.bomb import Bomb
from tests.facts.lake.given import ACTIVITIES, PEOPLE, call, deal, give

READY = (pandas,)  # Arrow would import it in each child
MONTHS = [date(2017, month, 1) for month in range(1, 4)]
NOW = datetime(2017, 11, 22, tzinfo=UTC)


def work(lake: Lake, wait: float = 0) -> None:
    """The next load: all deals change, calls are added, a person arises."""
    with lake.writing("work", NOW, wait=wait) as load:
        n = load.number
        give(load, deals(n))
        give(load, [call(f"{n}/{i}", MONTHS[i]) for i in range(2)], ACTIVITIES)
        give(load, [{"connection": "crm", "id": "ann", "name": f"Ann {n}"}], PEOPLE, arise=True)
        give(load, [{"connection": "crm", "id": f"{n:03}", "name": "x"}], PEOPLE)
        assert load.once("amo", n)


def deals(number: int) -> list[Any]:
    return [deal(f"{i:02}", number, created_on=MONTHS[i % 3]) for i in range(60)]


def expected(number: int) -> dict[str, list[Any]]:
    """What there is after so many loads."""
    loads = range(1, number + 1)
    return {
        "deals": [[f"{i:02}", number] for i in range(60)] if number else [],
        "calls": sorted([f"{n}/{i}"] for n in loads for i in range(2)),
        "people": [[f"{n:03}", "x"] for n in loads] + [["ann", "Ann 1"]] * (number > 0),
        "batches": [number] if number else [],
    }


def held(snapshot: Snapshot) -> dict[str, list[Any]]:
    """What there is."""
    queries = {
        "deals": "select id, amount::int from deals order by id",
        "calls": "select id from activities order by id",
        "people": "select id, name from people order by id",
    }
    with duckdb.connect() as db:
        show(db, snapshot, ["deals", "activities", "people"])
        found = {name: [[*row] for row in db.sql(q).fetchall()] for name, q in queries.items()}
    return found | {"batches": [*snapshot.batches.values()]}


def check(lake: Lake) -> None:
    """The lake holds exactly what its number says."""
    snapshot = lake.snapshot()
    assert held(snapshot) == expected(snapshot.number), snapshot.number


def forked(task: Callable[[], object]) -> int:
    """Do it in a child. Its process id."""
    if pid := os.fork():
        return pid
    try:
        task()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def finished(pid: int) -> str:
    """How the child ended: done, failed, killed."""
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed"
    return "failed" if os.WEXITSTATUS(status) else "done"


def killed_within(task: Callable[[], object], delay: float) -> str:
    """Do it in a child, and kill -9 it after `delay` seconds."""
    pid = forked(task)
    signal.sigtimedwait([signal.SIGCHLD], delay)
    os.kill(pid, signal.SIGKILL)
    return finished(pid)


def killed_at(lake: Lake, step: int) -> str:
    """Work, killed at the step-th file that our own code writes, syncs, renames or removes."""

    def task() -> None:
        check(lake)  # what the one before left
        Bomb(step).touching(lake.root)
        work(lake)

    return finished(forked(task))


def moments(lake: Lake, seed: int, count: int) -> dict[str, Any]:
    """Kill at random moments, with a reader beside; each time the lake is whole."""
    chance, ends = random.Random(seed), Counter[str]()
    begun = time.monotonic()
    assert finished(forked(lambda: work(lake))) == "done"
    usual = time.monotonic() - begun
    stop, heard = os.pipe()
    reader = forked(lambda: read_until(lake, stop))
    for _ in range(count):
        ends[killed_within(lambda: work(lake), chance.uniform(0, usual * 2))] += 1
        ends[f"check {finished(forked(lambda: check(lake)))}"] += 1
    os.write(heard, b".")
    ends[f"reader {finished(reader)}"] += 1
    ends[f"repeat {finished(forked(lambda: work(lake)))}"] += 1
    ends[f"check {finished(forked(lambda: check(lake)))}"] += 1
    return dict(ends) | {"loads": lake.snapshot().number}


def read_until(lake: Lake, stop: int) -> None:
    """Check again and again until told to stop."""
    os.set_blocking(stop, False)
    while True:
        check(lake)
        try:
            os.read(stop, 1)
        except BlockingIOError:
            continue
        return


def steps(lake: Lake) -> dict[str, Any]:
    """Kill at every step of a load, one after the other, until one gets through."""
    ends, step, end = Counter[str](), 0, "killed"
    while end == "killed":
        step += 1
        end = killed_at(lake, step)
        ends[end] += 1
    ends[f"check {finished(forked(lambda: check(lake)))}"] += 1
    return dict(ends)


def writers(lake: Lake, count: int) -> dict[str, Any]:
    """Two writers and a reader at once."""
    stop, heard = os.pipe()
    reader = forked(lambda: read_until(lake, stop))
    pids = [forked(lambda: [work(lake, wait=60) for _ in range(count)]) for _ in range(2)]
    ends = Counter(finished(pid) for pid in pids)
    os.write(heard, b".")
    ends[f"reader {finished(reader)}"] += 1
    ends[f"check {finished(forked(lambda: check(lake)))}"] += 1
    return dict(ends) | {"loads": lake.snapshot().number}


def main(what: str, root: str, *numbers: str) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # for sigtimedwait
    lake = Lake.open(Path(root))
    ways: dict[str, Callable[..., dict[str, Any]]] = {
        "moments": moments, "steps": steps, "writers": writers
    }  # fmt: skip
    sys.stdout.write(json.dumps(ways[what](lake, *map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
