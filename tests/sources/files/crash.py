"""Imports that are killed, in processes of their own; run by test_load_million.

This process only forks: it opens neither DuckDB nor Delta, which do not survive a fork. A step is
a chunk that is read, a table that is put, a file that lands in the lake, and each file that our own
code syncs or renames: none of it depends on the clock. Prints a line of JSON.
"""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import duckdb
import pandas

from merilo.cli import ask, outcome, progress
from merilo.cli.import_ import import_
from merilo.facts.lake import Lake, delta
from merilo.facts.lake.draft import Draft
from merilo.facts.lake.load import Load
from merilo.facts.show import show
from merilo.sources.engine.check import Check
from merilo.sources.engine.intake import Intake
from merilo.sources.files import find, load, open
from tests.bomb import Bomb
from tests.facts.lake.crash import finished, forked
from tests.sources.files.million import deals

BEFORE = 1000  # rows that are there already
KILLS = {"reading": 6, "putting": 9, "publishing": 5}  # so many in each part of the work
BEGIN = {"putting": "before finish", "publishing": "before settle"}
READY = (ask, outcome, progress, find, load, open, pandas)  # imported once, not by each child
LOOK_S = 0.02  # between two looks for files that have landed


def imports(path: Path, home: Path, step: int = 0) -> None:
    """`merilo import`, killed at that step; what it says and its steps come beside the home."""
    bomb = Bomb(step)
    bomb.touching(home)
    for owner, name in ((Intake, "take"), (Check, "take"), (Intake, "finish"), (Load, "put"),
                        (delta, "commit"), (Draft, "settle")):  # fmt: skip
        bomb.around(owner, name)
    load.AT_ONCE = 1  # chunk: more steps
    plain = Draft._copy
    Draft._copy = lambda draft, *more: landing(bomb, draft, plain, *more)
    with home.with_suffix(".said").open("w", encoding="utf-8") as said, redirect_stdout(said):
        import_([str(path), "--home", str(home)], standalone_mode=False)
    home.with_suffix(".steps").write_text(json.dumps(bomb.steps), "utf-8")


def landing(bomb: Bomb, draft: Draft, copy: Any, *more: Any) -> Iterator[Any]:
    """Writing the files of a table, where each that begins to be there is a step."""
    seen: set[Path] = {*draft.folder.rglob("*.parquet")}

    def look() -> None:
        for path in {*draft.folder.rglob("*.parquet")} - seen:
            seen.add(path)
            bomb.tick("landed")

    with watched(look):
        added = [*copy(draft, *more)]
    look()
    yield from added


@contextmanager
def watched(look: Any) -> Iterator[None]:
    """Look again and again, beside what the block does."""
    over = Event()

    def looking() -> None:
        while not over.wait(LOOK_S):
            look()

    thread = Thread(target=looking)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def state(home: Path) -> tuple[int, int, int, int]:
    """The number of the snapshot; rows of deals; deals whose owner is there; whole amounts."""
    snapshot = Lake(home / "lake").snapshot()
    with duckdb.connect() as db:
        show(db, snapshot, ["deals", "people"])
        rows, owned, amounts = db.execute(
            "select count(*), count(p.id), sum(amount)::bigint from deals d "
            "left join people p on d.owner = p.connection || ':' || p.id"
        ).fetchall()[0]
    return snapshot.number, rows, owned, amounts


def wanted(rows: int) -> dict[str, tuple[int, int, int, int]]:
    """What `state` is before and after."""

    def total(rows: int) -> int:
        return sum(i % 9973 + 1 for i in range(rows))

    both = rows + BEFORE
    return {"old": (1, BEFORE, BEFORE, total(BEFORE)),
            "new": (2, both, both, total(rows) + total(BEFORE))}  # fmt: skip


def check(home: Path, rows: int) -> None:
    """The lake is as before or as after, and nothing between; writes down which."""
    found, known = state(home), wanted(rows)
    assert found in known.values(), found
    name = next(name for name, told in known.items() if told == found)
    home.with_suffix(".state").write_text(name, "ascii")


def done(task: Any) -> None:
    assert finished(forked(task)) == "done"


def looked(home: Path, rows: int) -> str:
    """`check`, in a child."""
    done(lambda: check(home, rows))
    return home.with_suffix(".state").read_text("ascii")


def moments(steps: list[str]) -> Iterator[tuple[str, int]]:
    """The steps to be killed at, spread over each part of the work from its first to its last."""
    bounds = [0, *(steps.index(BEGIN[part]) for part in BEGIN), len(steps)]
    for (part, count), since, until in zip(KILLS.items(), bounds[:-1], bounds[1:], strict=True):
        for nth in range(count):
            yield part, 1 + since + round((until - since - 1) * nth / (count - 1))


def main(folder: str, count: str) -> None:
    """Kill after kill in the same home, with what the ones before left lying there."""
    root, rows = Path(folder), int(count)
    home, first, file = root / "home", root / "first", root / "million.csv"
    done(lambda: deals(root / "old.csv", BEFORE, first=rows))
    done(lambda: deals(file, rows))
    done(lambda: imports(root / "old.csv", first))
    shutil.copytree(first, home)
    done(lambda: imports(file, home))
    steps = json.loads(home.with_suffix(".steps").read_text("utf-8"))
    ends, parts, at = Counter[str](), Counter[str](), looked(home, rows)
    assert at == "new"
    for part, step in moments(steps):
        if at == "new" or step == len(steps):  # the very last step is that only in a clean home
            shutil.rmtree(home)
            shutil.copytree(first, home)
        ends[finished(forked(lambda step=step: imports(file, home, step)))] += 1
        parts[f"{part}: {(at := looked(home, rows))}"] += 1
    done(lambda: imports(file, home))
    said = home.with_suffix(".said").read_text("utf-8")
    after = looked(home, rows)
    done(lambda: imports(file, home))
    again = home.with_suffix(".said").read_text("utf-8")
    sound = Lake(home / "lake").doctor(datetime.now(UTC)) == []
    sys.stdout.write(json.dumps({
        "ends": ends, "parts": parts, "landed": steps.count("landed"), "said": said, "after": after,
        "again": again, "at last": looked(home, rows), "sound": sound,
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
