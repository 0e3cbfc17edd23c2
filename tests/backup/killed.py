"""Backups and restores that are killed, in processes of their own; run by test_restore.

This process only forks. A step is a file that our code writes, syncs, renames or removes. Prints
what there was after each kill: of a restore the `old` home or the `new` one, of a backup `none` or
a `whole` one.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from merilo.backup import backup, restore
from merilo.backup.archive import opened
from merilo.facts.lake import Lake
from tests.bomb import Bomb
from tests.facts.lake import crash

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PARTS = (0.0, 0.3, 0.6, 0.9)  # of the work; and its last steps one by one
LAST = 7


def forked(task: Callable[[], object]) -> int:
    """Do it in a child; how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(crash.forked(task), 0)[1])


def steps(folder: Path, task: Callable[[], object]) -> int:
    """How many there are."""
    count = folder.with_name("steps")

    def counted() -> None:
        bomb = Bomb(0)
        bomb.touching(folder)
        task()
        count.write_text(str(len(bomb.steps)))

    assert forked(counted) == 0
    return int(count.read_text())


def moments(total: int) -> list[int]:
    """At which steps it is killed."""
    return sorted({1 + round(part * (total - 1)) for part in PARTS} | {*range(total - LAST, total)})


def killed(folder: Path, step: int, task: Callable[[], object]) -> None:
    """Do it, and die at that step."""

    def dying() -> None:
        Bomb(step).touching(folder)
        task()

    assert forked(dying) == -signal.SIGKILL


def restores(home: Path, file: Path, folder: Path) -> None:
    old = folder / "old"
    shutil.copytree(home, old)
    (old / "old").touch()

    def fresh(n: int) -> Path:
        return Path(shutil.copytree(old, folder / str(n) / "home"))

    def put(place: Path) -> Callable[[], object]:
        return lambda: restore(file, place, NOW, force=True)

    total = steps(folder / "0", put(fresh(0)))
    for step in moments(total):
        place = fresh(step)
        killed(place.parent, step, put(place))
        print("old" if (place / "old").exists() else "new")  # noqa: T201

        def check(place: Path = place) -> None:
            assert Lake(place / "lake").snapshot().number == 1
            assert Lake(place / "lake").doctor(NOW) == []
            again = restore(file, place, NOW.replace(hour=10), force=True)
            assert again.kept
            left = [path.name for path in place.parent.iterdir() if "restoring" in path.name]
            assert not left, left

        assert forked(check) == 0


def backups(home: Path, _file: Path, folder: Path) -> None:
    def make(place: Path, day: int = 22) -> Callable[[], object]:
        return lambda: backup(place / "home", place / "all", NOW.replace(day=day), force=True)

    def fresh(n: int) -> Path:
        shutil.copytree(home, folder / str(n) / "home")
        return folder / str(n)

    total = steps(folder / "0", make(fresh(0)))
    for step in moments(total):
        place = fresh(step)
        killed(place, step, make(place))

        def whole(place: Path = place) -> None:
            with opened(place / "all") as archive:
                archive.pour(lambda member: nullcontext(), lambda part: None)

        print("whole" if (place / "all").exists() else "none")  # noqa: T201
        if (place / "all").exists():
            assert forked(whole) == 0
        assert forked(make(place, 23)) == 0
        assert not (place / "all.part").exists()


if __name__ == "__main__":
    {"restore": restores, "backup": backups}[sys.argv[1]](*map(Path, sys.argv[2:]))
